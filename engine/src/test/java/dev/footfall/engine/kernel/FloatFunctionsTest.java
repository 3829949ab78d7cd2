package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.kernel.scalar.FloatFunctions;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The accuracy that the Javadoc of {@link FloatFunctions} states, and the special values. */
class FloatFunctionsTest {
  /** Every 4096th float is tried; the bounds were found by trying every one. */
  private static final int STEP = 4096;

  private static final double SIGMOID_ULPS = 2.49;
  private static final double TANH_ULPS = 2.43;

  private static final double EXP_ULPS = 1.17;
  private static final double EXPM1_ULPS = 0.9;
  private static final double SOFTPLUS_ULPS = 3.67;

  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void sigmoidIsAsAccurateAsItSays() {
    assertAccurate(FloatFunctions::sigmoid, FloatFunctionsTest::sigmoid, 87, 1, SIGMOID_ULPS);
    assertAccurate(FloatFunctions::sigmoid, FloatFunctionsTest::sigmoid, 87, -1, SIGMOID_ULPS);
  }

  @Test
  void tanhIsAsAccurateAsItSays() {
    assertAccurate(FloatFunctions::tanh, Math::tanh, 20, 1, TANH_ULPS);
    assertAccurate(FloatFunctions::tanh, Math::tanh, 20, -1, TANH_ULPS);
  }

  @Test
  void expIsAsAccurateAsItSays() {
    float low = -FloatFunctions.EXP_LOW;
    assertAccurate(FloatFunctions::exp, Math::exp, FloatFunctions.EXP_HIGH, 1, EXP_ULPS);
    assertAccurate(FloatFunctions::exp, Math::exp, low, -1, EXP_ULPS);
    assertAccurate(FloatFunctions::expm1, Math::expm1, 100, -1, EXPM1_ULPS);
  }

  @Test
  void softplusIsAsAccurateAsItSays() {
    DoubleUnaryOperator exact = x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    assertAccurate(FloatFunctions::softplus, exact, 200, 1, SOFTPLUS_ULPS);
    assertAccurate(FloatFunctions::softplus, exact, -FloatFunctions.EXP_LOW, -1, SOFTPLUS_ULPS);
  }

  /** The exact tail is Q(x) = integral of the density, here by its continued fraction. */
  @Test
  void theTailOfNormalIsAsAccurateAsItSays() {
    for (float x = 2; x <= 13; x += 0.01f) {
      double fraction = x;
      for (int k = 400; k >= 1; k--) {
        fraction = x + k / fraction;
      }
      double exact = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI) / fraction;
      assertEquals(exact, FloatFunctions.normal(-x), 5e-6 * exact);
      assertEquals(1 - exact, FloatFunctions.normal(x), 2.4e-7);
    }
  }

  /** Around 0 by the series of the integral of the density, whose terms have one sign. */
  @Test
  void normalIsAsAccurateAsItSays() {
    for (float x = -3; x <= 3; x += 0.001f) {
      double sum = 0;
      double term = x;
      for (int k = 1; sum + term != sum; k++) {
        sum += term;
        term *= (double) x * x / (2 * k + 1);
      }
      double exact = 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
      assertEquals(exact, FloatFunctions.normal(x), 2.4e-7);
    }
  }

  @Test
  void expIsZeroOrInfiniteBeyondItsRange() {
    assertEquals(0f, FloatFunctions.exp(Math.nextDown(FloatFunctions.EXP_LOW)));
    assertEquals(0f, FloatFunctions.exp(Float.NEGATIVE_INFINITY));
    assertTrue(FloatFunctions.exp(FloatFunctions.EXP_LOW) >= Float.MIN_NORMAL);
    assertTrue(FloatFunctions.exp(FloatFunctions.EXP_HIGH) < Float.POSITIVE_INFINITY);
    assertEquals(Float.POSITIVE_INFINITY, FloatFunctions.exp(Math.nextUp(FloatFunctions.EXP_HIGH)));
    assertEquals(Float.POSITIVE_INFINITY, FloatFunctions.exp(Float.POSITIVE_INFINITY));
    assertEquals(1f, FloatFunctions.exp(0f));
    assertEquals(1f, FloatFunctions.exp(-0f));
    assertEquals(-1f, FloatFunctions.expm1(Float.NEGATIVE_INFINITY));
  }

  @Test
  void theOthersGiveNaNForNaN() {
    assertEquals(Float.NaN, FloatFunctions.exp(Float.NaN));
    assertEquals(Float.NaN, FloatFunctions.expm1(Float.NaN));
    assertEquals(Float.NaN, FloatFunctions.normal(Float.NaN));
    assertEquals(Float.NaN, FloatFunctions.softplus(Float.NaN));
  }

  @Test
  void theFloatsOfLargestErrorAreThoseStated() {
    double sigmoid = ulps(FloatFunctions.sigmoid(-16.635704f), sigmoid(-16.635704f));
    assertEquals(SIGMOID_ULPS, sigmoid, 0.01);
    double tanh = ulps(FloatFunctions.tanh(0.03120264f), Math.tanh(0.03120264f));
    assertEquals(TANH_ULPS, tanh, 0.01);
  }

  @Test
  void sigmoidIsHalfAtZero() {
    assertEquals(0.5f, FloatFunctions.sigmoid(0f));
    assertEquals(0.5f, FloatFunctions.sigmoid(-0f));
  }

  @Test
  void sigmoidIsClampedAtBothEnds() {
    float least = FloatFunctions.sigmoid(-87f);
    assertEquals(1.6458116e-38f, least);
    assertTrue(least >= Float.MIN_NORMAL);
    assertEquals(least, FloatFunctions.sigmoid(Math.nextDown(-87f)));
    assertEquals(least, FloatFunctions.sigmoid(-Float.MAX_VALUE));
    assertEquals(least, FloatFunctions.sigmoid(Float.NEGATIVE_INFINITY));
    assertEquals(1f, FloatFunctions.sigmoid(87f));
    assertEquals(1f, FloatFunctions.sigmoid(Float.MAX_VALUE));
    assertEquals(1f, FloatFunctions.sigmoid(Float.POSITIVE_INFINITY));
  }

  @Test
  void sigmoidOfNaNIsNaN() {
    assertEquals(Float.NaN, FloatFunctions.sigmoid(Float.NaN));
  }

  @Test
  void tanhIsOdd() {
    for (long bits = 0; bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      assertEquals(-FloatFunctions.tanh(x), FloatFunctions.tanh(-x));
    }
  }

  @Test
  void tanhOfTinyNumbersIsTheNumber() {
    for (float x : new float[] {0f, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, -1e-30f, 1e-10f}) {
      assertEquals(x, FloatFunctions.tanh(x));
    }
  }

  @Test
  void tanhOfLargeNumbersIsOne() {
    assertEquals(1f, FloatFunctions.tanh(FloatFunctions.TANH_LIMIT));
    assertEquals(1f, FloatFunctions.tanh(Float.MAX_VALUE));
    assertEquals(1f, FloatFunctions.tanh(Float.POSITIVE_INFINITY));
    assertEquals(-1f, FloatFunctions.tanh(Float.NEGATIVE_INFINITY));
  }

  @Test
  void tanhOfNaNIsNaN() {
    assertEquals(Float.NaN, FloatFunctions.tanh(Float.NaN));
  }

  /** All floats of one sign from 0 to {@code limit}, by bit pattern, hence denser around 0. */
  private static void assertAccurate(
      FloatFunction function, DoubleUnaryOperator exact, float limit, int sign, double boundUlps) {
    for (int bits = 0; bits <= Float.floatToIntBits(limit); bits += STEP) {
      float x = sign * Float.intBitsToFloat(bits);
      double ulps = ulps(function.apply(x), exact.applyAsDouble(x));
      // Written so that NaN fails.
      if (!(ulps <= boundUlps)) {
        throw new AssertionError("at " + x + ": " + ulps + " ulp");
      }
    }
  }

  private static double ulps(float actual, double exact) {
    return Math.abs(actual - exact) / Math.ulp((float) exact);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
