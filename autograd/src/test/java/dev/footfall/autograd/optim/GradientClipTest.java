package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GradientClipTest {

  private static Parameter withGradient(DType dtype, double... gradient) {
    Parameter parameter = new Parameter(Tensor.zeros(dtype, gradient.length));
    parameter.gradient().copyFrom(Tensor.of(Shape.of(gradient.length), gradient));
    return parameter;
  }

  @Test
  void aNormThatIsNotFiniteScalesNothing() {
    for (Kernels kernels : Backends.all()) {
      for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        Parameter parameter = withGradient(kernels.dtype(), 5, bad);
        assertEquals(bad, GradientClip.byNorm(kernels, List.of(parameter), 1));
        assertEquals(5, parameter.gradient().get(0));
      }
    }
  }

  /**
   * Powers of two from one end of the single-precision range to the other: the squares of most of
   * them are beyond it. Each element is off by two roundings, but where it is below the normal
   * numbers, by half the smallest one.
   */
  @Property
  void everyFiniteGradientHasANormAndIsScaledToTheLimit(
      @ForAll @IntRange(min = -140, max = 126) int exponent,
      @ForAll @IntRange(min = -20, max = 20) int shrink,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      values[i] = (float) (Math.scalb(1.0, exponent) * (random.nextDouble() - 0.5));
      largest = Math.max(largest, Math.abs(values[i]));
    }
    double square = 0;
    for (double value : values) {
      square += largest == 0 ? 0 : value / largest * (value / largest);
    }
    double norm = largest * Math.sqrt(square);
    double limit = Math.scalb(norm, shrink);
    for (Kernels kernels : Backends.all()) {
      Parameter parameter = withGradient(kernels.dtype(), values);
      double u = kernels.dtype().unitRoundoff();
      // n + 2 roundings of the sum of squares, of which the root halves the effect; the last one.
      double bound = (n + 4) * u * norm;
      assertEquals(norm, GradientClip.byNorm(kernels, List.of(parameter), limit), bound);
      double factor = norm > limit ? limit / norm : 1;
      double tiny = kernels.dtype() == DType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
      for (int i = 0; i < n; i++) {
        double expected = factor * values[i];
        double off = Math.abs(expected - parameter.gradient().get(i));
        assertTrue(
            off <= (n + 7) * u * Math.abs(expected) + tiny,
            kernels.name() + ": " + expected + " became " + parameter.gradient().get(i));
      }
    }
  }

  @Test
  void aSingleHugeElementIsScaled() {
    for (Kernels kernels : Backends.float32()) {
      Parameter parameter = withGradient(DType.FLOAT32, 0x1p120, 0);
      assertEquals(0x1p120, GradientClip.byNorm(kernels, List.of(parameter), 4));
      assertEquals(4, parameter.gradient().get(0));
      assertEquals(0, parameter.gradient().get(1));
    }
  }

  /** Of a factor of 2^-140 / 5 single precision keeps seven bits. */
  @Test
  void aFactorBelowTheNormalNumbersKeepsItsDigits() {
    for (Kernels kernels : Backends.float32()) {
      Parameter parameter = withGradient(DType.FLOAT32, 0x3p110, 0, 0x4p110);
      assertEquals(0x5p110, GradientClip.byNorm(kernels, List.of(parameter), 0x1p-30));
      assertEquals(0.6 * 0x1p-30, parameter.gradient().get(0), 2 * 0x1p-24 * 0x1p-30);
      assertEquals(0, parameter.gradient().get(1));
      assertEquals(0.8 * 0x1p-30, parameter.gradient().get(2), 2 * 0x1p-24 * 0x1p-30);
    }
  }

  @Test
  void squaresThatUnderflowStillHaveANorm() {
    for (Kernels kernels : Backends.float32()) {
      Parameter parameter = withGradient(DType.FLOAT32, 0x3p-100, 0x4p-100);
      assertEquals(0x5p-100, GradientClip.byNorm(kernels, List.of(parameter), 0x1p-99));
      assertEquals(0.6 * 0x1p-99, parameter.gradient().get(0), 2 * 0x1p-24 * 0x1p-99);
    }
  }

  @Test
  void clippingByValueKeepsNaNAndReachesInfinity() {
    Parameter parameter =
        withGradient(DType.FLOAT32, Double.NaN, Double.NEGATIVE_INFINITY, 1, Double.MAX_VALUE);
    GradientClip.byValue(List.of(parameter), 2);
    assertEquals(Double.NaN, parameter.gradient().get(0));
    assertEquals(-2, parameter.gradient().get(1));
    assertEquals(1, parameter.gradient().get(2));
    assertEquals(2, parameter.gradient().get(3));
  }

  @Test
  void frozenParametersDoNotCountAndStay() {
    Parameter frozen = withGradient(DType.FLOAT64, 3, 3);
    Parameter free = withGradient(DType.FLOAT64, 4, 4);
    frozen.freeze(true);
    List<Parameter> both = List.of(frozen, free);
    assertEquals(Math.sqrt(32), GradientClip.byNorm(Backends.fp64(), both, 1), 1e-15);
    assertEquals(3, frozen.gradient().get(0));
    assertEquals(Math.sqrt(0.5), free.gradient().get(0), 1e-15);
    GradientClip.byValue(both, 0.5);
    assertEquals(3, frozen.gradient().get(0));
    assertEquals(0.5, free.gradient().get(0));
  }

  @Test
  void aNegativeLimitOfValuesIsRejected() {
    assertEquals(
        "clip: limit must not be negative (-1.0)",
        assertThrows(IllegalArgumentException.class, () -> GradientClip.byValue(List.of(), -1))
            .getMessage());
  }
}
