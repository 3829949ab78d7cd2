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
