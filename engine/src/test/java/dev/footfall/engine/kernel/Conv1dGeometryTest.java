package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.Shape;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Conv1dGeometryTest {

  @Test
  void sizesFollowFromTheHyperParameters() {
    Conv1dGeometry g = new Conv1dGeometry(32, 6, 8, 100, 5, 2, 3, 1, 4);
    assertEquals(17, g.span());
    // Of 104 padded samples the span fits at 0, 2, ... 86.
    assertEquals(44, g.outLength());
    assertEquals(Shape.of(32, 6, 100), g.inShape());
    assertEquals(Shape.of(8, 6, 5), g.weightShape());
    assertEquals(Shape.of(32, 8, 44), g.outShape());
    assertEquals(32 * 8 * 44 * 6 * 5, g.macs());
  }

  @Test
  void aGroupHasItsShareOfTheChannels() {
    Conv1dGeometry g = new Conv1dGeometry(2, 6, 9, 10, 5, 1, 4, 0, 1, 3);
    assertEquals(2, g.groupInputs());
    assertEquals(3, g.groupOutputs());
    int[] first = {0, 0, 0, 2, 2, 2, 4, 4, 4};
    for (int o = 0; o < 9; o++) {
      assertEquals(first[o], g.firstChannel(o));
    }
    assertEquals(Shape.of(9, 2, 5), g.weightShape());
    assertEquals(2 * 9 * 10 * 2 * 5, g.macs());
  }

  @Test
  void withoutAWordThereIsOneGroup() {
    assertEquals(
        new Conv1dGeometry(2, 6, 9, 10, 5, 1, 4, 0, 1, 1),
        new Conv1dGeometry(2, 6, 9, 10, 5, 1, 4, 0, 1));
  }

  @Test
  void macsDoNotOverflow() {
    assertEquals(
        1000L * 512 * 1000 * 512 * 9,
        new Conv1dGeometry(1000, 512, 512, 1000, 9, 1, 4, 4, 1).macs());
  }

  @Property
  void outputRangesAreThoseOfTheDefinition(@ForAll("geometries") Conv1dGeometry g) {
    for (int k = 0; k < g.kernelSize(); k++) {
      for (int t = 0; t < g.outLength(); t++) {
        int source = t * g.stride() + k * g.dilation() - g.padLeft();
        boolean inside = source >= 0 && source < g.inLength();
        assertEquals(inside, t >= g.firstOutput(k) && t < g.endOutput(k), "k " + k + ", t " + t);
      }
      assertTrue(g.firstOutput(k) >= 0);
      assertTrue(g.endOutput(k) >= 0 && g.endOutput(k) <= g.outLength());
    }
  }

  @Property
  void theOutputIsAsLongAsThePaddedInputAllows(@ForAll("geometries") Conv1dGeometry g) {
    int padded = g.padLeft() + g.inLength() + g.padRight();
    int last = (g.outLength() - 1) * g.stride();
    assertTrue(last + g.span() <= padded);
    assertTrue(last + g.stride() + g.span() > padded);
  }

  @Provide
  Arbitrary<Conv1dGeometry> geometries() {
    return Conv1dLawTest.geometries();
  }

  @Test
  void rangesDoNotOverflow() {
    Conv1dGeometry g = new Conv1dGeometry(1, 1, 1, 3, 1, Integer.MAX_VALUE, 2, 0, 1);
    assertEquals(1, g.outLength());
    assertEquals(1, g.firstOutput(0));
    assertEquals(1, g.endOutput(0));
  }

  @Test
  void rejectsSizesThatAreNotPositive() {
    int[] good = {1, 1, 1, 5, 1, 1, 0, 0, 1};
    int[] bad = {-1, 0, 0, -1, 0, 0, -1, -1, 0};
    for (int i = 0; i < good.length; i++) {
      int[] s = good.clone();
      s[i] = bad[i];
      assertRejected(
          "conv1d: sizes must be positive (batch %d, channels %d to %d, length %d, kernel size %d,"
                  .formatted(s[0], s[1], s[2], s[3], s[4])
              + " stride %d, padding %d and %d, dilation %d)".formatted(s[5], s[6], s[7], s[8]),
          s);
    }
  }

  @Test
  void rejectsGroupsThatDoNotDivideTheChannels() {
    String channels = " groups do not divide both numbers of channels (in 6, out 9)";
    assertGroupsRejected("conv1d: 2" + channels, 2);
    assertGroupsRejected("conv1d: 6" + channels, 6);
    assertGroupsRejected("conv1d: 12" + channels, 12);
    assertGroupsRejected(
        "conv1d: sizes must be positive (batch 2, channels 6 to 9, length 10, kernel size 5,"
            + " stride 1, padding 4 and 0, dilation 1, groups 0)",
        0);
  }

  private static void assertGroupsRejected(String message, int groups) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Conv1dGeometry(2, 6, 9, 10, 5, 1, 4, 0, 1, groups))
            .getMessage());
  }

  @Test
  void rejectsAKernelLongerThanThePaddedInput() {
    int[] sizes = {1, 1, 1, 5, 3, 1, 2, 1, 4};
    assertRejected(
        "conv1d: a kernel of span 9 is longer than the padded input of 8"
            + " (length 5, padding 2 and 1, kernel size 3, dilation 4)",
        sizes);
  }

  @Test
  void rejectsASpanBeyondTheRangeOfInt() {
    int[] sizes = {1, 1, 1, 5, 3, 1, 0, 0, Integer.MAX_VALUE};
    assertRejected(
        "conv1d: a kernel of span 4294967295 is longer than the padded input of 5"
            + " (length 5, padding 0 and 0, kernel size 3, dilation 2147483647)",
        sizes);
  }

  @Test
  void rejectsPaddingBeyondTheRangeOfInt() {
    int[] sizes = {1, 1, 1, 1, 1, 1, Integer.MAX_VALUE, 0, 1};
    assertRejected(
        "conv1d: a padded input of 2147483648 samples is longer than 2^31 - 1"
            + " (length 1, padding 2147483647 and 0)",
        sizes);
  }

  private static void assertRejected(String message, int[] s) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Conv1dGeometry(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]));
    assertEquals(message, thrown.getMessage());
  }
}
