package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConvTranspose1dGeometryTest {

  @Test
  void sizesFollowFromTheHyperParameters() {
    ConvTranspose1dGeometry g = new ConvTranspose1dGeometry(32, 6, 8, 10, 5, 3, 2, 1, 4, 2);
    // Inputs reach 0, 3, ... 27 and 16 samples on; 2 are dropped at either end, 1 is added.
    assertEquals(27 + 16 + 1 - 4 + 1, g.outLength());
    assertEquals(Shape.of(32, 6, 10), g.inShape());
    assertEquals(Shape.of(6, 4, 5), g.weightShape());
    assertEquals(Shape.of(32, 8, 41), g.outShape());
    assertEquals(new Conv1dGeometry(32, 8, 6, 41, 5, 3, 2, 2, 4, 2), g.adjoint());
  }

  @Property
  void theAdjointLeadsBackToTheInput(
      @ForAll @IntRange(max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channelsOfGroup,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 10, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(max = 4) int padding,
      @ForAll @IntRange(max = 3) int outputPadding,
      @ForAll @IntRange(min = 1, max = 4) int dilation) {
    ConvTranspose1dGeometry g =
        new ConvTranspose1dGeometry(
            batch,
            channelsOfGroup * groups,
            2 * groups,
            length,
            kernelSize,
            stride,
            padding,
            outputPadding % stride,
            dilation,
            groups);
    assertEquals(g.inShape(), g.adjoint().outShape());
    assertEquals(g.outShape(), g.adjoint().inShape());
    assertEquals(g.weightShape(), g.adjoint().weightShape());
  }

  @Test
  void rejectsSizesThatAreNotPositive() {
    int[] bad = {-1, 0, 0, 0, 0, 0, -1, -1, 0, 0};
    for (int i = 0; i < bad.length; i++) {
      int[] s = {1, 1, 1, 5, 3, 1, 0, 0, 1, 1};
      s[i] = bad[i];
      assertRejected("sizes must be positive", s);
    }
  }

  @Test
  void rejectsGroupsThatDoNotDivideTheChannels() {
    assertRejected("groups must divide both numbers of channels", 1, 4, 6, 5, 3, 1, 0, 0, 1, 4);
    assertRejected("groups must divide both numbers of channels", 1, 4, 6, 5, 3, 1, 0, 0, 1, 3);
  }

  @Test
  void rejectsAnOutputPaddingOfAStrideAndMore() {
    assertRejected("output padding must be smaller than the stride", 1, 1, 1, 5, 3, 2, 0, 2, 4, 1);
  }

  @Test
  void rejectsAnOutputWithoutSamples() {
    assertRejected("an output of 0 samples is not possible", 1, 1, 1, 2, 3, 1, 2, 0, 1, 1);
    assertRejected("an output of -1 samples is not possible", 1, 1, 1, 1, 1, 1, 1, 0, 1, 1);
  }

  @Test
  void rejectsAnOutputBeyondTheRangeOfInt() {
    int much = Integer.MAX_VALUE;
    assertRejected(
        "an output of 4294967295 samples is not possible", 1, 1, 1, 3, 1, much, 0, 0, 1, 1);
  }

  private static void assertRejected(String problem, int... s) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ConvTranspose1dGeometry(
                    s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9]));
    assertEquals(
        "convTranspose1d: %s (batch %d, channels %d to %d, length %d, kernel size %d, stride %d,"
                .formatted(problem, s[0], s[1], s[2], s[3], s[4], s[5])
            + " padding %d, output padding %d, dilation %d, groups %d)"
                .formatted(s[6], s[7], s[8], s[9]),
        thrown.getMessage());
  }
}
