package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BaselineDriftTest {
  private static final List<Interval> SWINGS =
      List.of(new Interval(10, 21), new Interval(50, 61), new Interval(90, 101));

  /** 500 outside of the swings, 0 within. */
  private static double load(int i) {
    return SWINGS.stream().anyMatch(s -> s.from() <= i && i < s.to()) ? 0 : 500;
  }

  @Test
  void aSignalAtRestInSwingStaysAsItIs() {
    double[] x = Signals.of(120, BaselineDriftTest::load);
    assertArrayEquals(x, BaselineDrift.remove(x, SWINGS));
  }

  @Property
  void aRampIsTakenOffBetweenTheFirstAndTheLastSwing(
      @ForAll @DoubleRange(min = -2, max = 2) double slope,
      @ForAll @DoubleRange(min = -50, max = 50) double offset) {
    double[] x = Signals.of(120, i -> load(i) + offset + slope * i);
    double[] expected =
        Signals.of(120, i -> load(i) + (i < 15 ? slope * (i - 15) : i > 95 ? slope * (i - 95) : 0));
    assertNear(expected, BaselineDrift.remove(x, SWINGS), 1e-9);
  }

  @Test
  void theEdgesOfASwingDoNotCount() {
    // Swing 10 to 20, of which 12 to 18 is the middle half: a foot that lands early is not drift.
    double[] x = Signals.of(120, BaselineDriftTest::load);
    x[10] = 90;
    x[11] = 50;
    x[19] = 50;
    x[20] = 90;
    x[15] = 40;
    assertArrayEquals(x, BaselineDrift.remove(x, SWINGS));
  }

  @Test
  void withoutASwingNothingIsKnown() {
    double[] x = {3, 4, 5};
    assertArrayEquals(x, BaselineDrift.remove(x, List.of()));
  }
}
