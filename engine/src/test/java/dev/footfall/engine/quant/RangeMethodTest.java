package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangeMethodTest {

  private static Histogram of(float... numbers) {
    Histogram histogram = new Histogram();
    for (float x : numbers) {
      histogram.add(x);
    }
    return histogram;
  }

  private static Histogram gaussian(long seed, int count) {
    Random random = new Random(seed);
    Histogram histogram = new Histogram();
    for (int i = 0; i < count; i++) {
      histogram.add((float) random.nextGaussian());
    }
    return histogram;
  }

  @Property
  void aBinHoldsTheNumbersBetweenItsEdges(@ForAll Random random, @ForAll boolean wide) {
    float[] numbers = new float[50];
    for (int i = 0; i < numbers.length; i++) {
      double exponent = wide ? random.nextInt(40) - 20 : 0;
      numbers[i] = (float) Math.scalb(random.nextGaussian(), (int) exponent);
    }
    Histogram histogram = of(numbers);
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      int expected = 0;
      for (float x : numbers) {
        expected += x >= histogram.edge(bin) && x < histogram.edge(bin + 1) ? 1 : 0;
      }
      assertEquals(expected, histogram.count(bin), "bin " + bin);
    }
    assertEquals(numbers.length, histogram.total());
  }

  @Test
  void noNumberHasNoBin() {
    for (float x : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertEquals(
          "histogram: " + x + " has no bin",
          assertThrows(IllegalArgumentException.class, () -> of(x)).getMessage());
    }
  }

  @Test
  void minMaxIsFromTheLeastToTheGreatest() {
    assertEquals(new Range(-2, 3.5f), RangeMethod.MIN_MAX.of(of(1, -2, 3.5f)));
  }

  @Test
  void everyRangeHoldsZero() {
    for (RangeMethod method : RangeMethod.values()) {
      Range above = method.of(of(2, 3));
      assertEquals(0, above.min(), method.toString());
      Range below = method.of(of(-2, -3));
      assertEquals(0, below.max(), method.toString());
      assertEquals(new Range(0, 0), method.of(of(0)), method.toString());
    }
  }

  /** Of 100,000 numbers ten at either end are cut off; 20 outliers are more than that. */
  @Test
  void thePercentileCutsOneInTenThousandAtEitherEnd() {
    Histogram seen = new Histogram();
    for (int i = 0; i < 100_000; i++) {
      seen.add(i < 10 ? 900 : i < 15 ? -800 : i % 2 == 0 ? 1 : -1);
    }
    Range range = RangeMethod.PERCENTILE.of(seen);
    double binWidth = seen.edge(1) - seen.edge(0);
    assertEquals(1, range.max(), binWidth);
    assertEquals(-1, range.min(), binWidth);
    for (int i = 0; i < 20; i++) {
      seen.add(900);
    }
    assertEquals(900, RangeMethod.PERCENTILE.of(seen).max());
  }

  /** The best 8-bit range of a standard normal number is known to be near +-3.9. */
  @Test
  void theLeastErrorOfAGaussianIsWhereItIsKnownToBe() {
    Range range = RangeMethod.MEAN_SQUARED_ERROR.of(gaussian(1, 1_000_000));
    assertEquals(3.9, range.max(), 0.2);
    assertEquals(-3.9, range.min(), 0.2);
  }

  @Property
  void theLeastErrorIsNoMoreThanThatOfTheOtherMethods(
      @ForAll long seed, @ForAll @FloatRange(min = 1, max = 1000) float outlier) {
    Histogram seen = gaussian(seed, 2000);
    seen.add(outlier);
    double least = error(seen, RangeMethod.MEAN_SQUARED_ERROR);
    assertTrue(least <= error(seen, RangeMethod.MIN_MAX));
  }

  private static double error(Histogram seen, RangeMethod method) {
    return RangeMethod.squaredError(seen, Quantization.of(method.of(seen)));
  }

  @Test
  void methodsHaveNames() {
    assertEquals(RangeMethod.MEAN_SQUARED_ERROR, RangeMethod.named("mean-squared-error"));
    assertEquals(
        "method \"entropy\" is unknown; known: min-max, percentile, mean-squared-error",
        assertThrows(IllegalArgumentException.class, () -> RangeMethod.named("entropy"))
            .getMessage());
  }

  @Property
  void numbersOfTheRangeAreWithinHalfAScaleAndZeroIsExact(
      @ForAll @FloatRange(min = -1e6f, max = 0) float min,
      @ForAll @FloatRange(min = 0, max = 1e6f) float max,
      @ForAll @IntRange(max = 1000) int share) {
    Quantization quantization = Quantization.of(new Range(min, max));
    assertEquals(0f, quantization.dequantize(quantization.quantize(0)));
    double x = min + ((double) max - min) * share / 1000;
    // The zero point is rounded: an end of the range may miss half a scale more.
    double bound = quantization.scale() * (1 + 1e-5);
    assertEquals(x, quantization.dequantize(quantization.quantize(x)), bound);
    double inner = x * 0.99;
    if (inner > min + quantization.scale() && inner < max - quantization.scale()) {
      assertEquals(inner, quantization.dequantize(quantization.quantize(inner)), 0.5 * bound);
    }
  }

  @Test
  void whatIsNoRangeOrQuantisationIsRefused() {
    assertEquals(
        "range: expected finite bounds around 0 but found 1.0 to 2.0",
        assertThrows(IllegalArgumentException.class, () -> new Range(1, 2)).getMessage());
    assertEquals(
        "quantisation: scale is 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Quantization(0, 0)).getMessage());
    assertEquals(
        "quantisation: zero point is 128",
        assertThrows(IllegalArgumentException.class, () -> new Quantization(1, 128)).getMessage());
  }
}
