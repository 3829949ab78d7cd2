package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitMixTest {

  /** The first numbers of the reference implementation in C for the seed 1234567. */
  @Test
  void theNumbersAreThosePublished() {
    SplitMix random = new SplitMix(1_234_567);
    for (String expected :
        new String[] {"6457827717110365317", "3203168211198807973", "9817491932198370423"}) {
      assertEquals(expected, Long.toUnsignedString(random.nextLong()));
    }
  }

  @Property
  void theNumbersAreThoseOfSplittableRandom(
      @ForAll long seed, @ForAll @IntRange(max = 3) int splits) {
    SplitMix ours = new SplitMix(seed);
    SplittableRandom theirs = new SplittableRandom(seed);
    for (int split = 0; split < splits; split++) {
      ours = ours.split();
      theirs = theirs.split();
    }
    for (int i = 1; i < 50; i++) {
      assertEquals(theirs.nextLong(), ours.nextLong());
      assertEquals(theirs.nextInt(), ours.nextInt());
      assertEquals(theirs.nextInt(i), ours.nextInt(i));
      assertEquals(theirs.nextDouble(), ours.nextDouble());
      assertEquals(theirs.nextGaussian(), ours.nextGaussian());
    }
  }

  @Property
  void setToAnEarlierStateItRepeatsItself(@ForAll long seed) {
    SplitMix random = new SplitMix(seed).split();
    random.nextGaussian();
    long state = random.state();
    double next = random.nextDouble();
    long split = random.split().nextLong();
    SplitMix again = new SplitMix(seed).split();
    again.state(state);
    assertEquals(next, again.nextDouble());
    assertEquals(split, again.split().nextLong());
  }
}
