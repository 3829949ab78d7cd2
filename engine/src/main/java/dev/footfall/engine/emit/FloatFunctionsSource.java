package dev.footfall.engine.emit;

import dev.footfall.engine.kernel.scalar.FloatFunctions;

/**
 * The methods {@code sigmoid} and {@code tanh} of an emitted class: the arithmetic of {@link
 * FloatFunctions}, to the bit, without a call of the library.
 */
final class FloatFunctionsSource {
  private static final String FUNCTIONS =
      """
      /** 1 / (1 + exp(-x)), x clamped to where exp is a normal number; NaN stays. */
      private static float sigmoid(float x) {
        float z = x < -@sigmoidLimit@ ? @sigmoidLimit@ : x > @sigmoidLimit@ ? -@sigmoidLimit@ : -x;
        float k = nearest(z * @inverseLn2@);
        float scale = powerOfTwo(k);
        float exp = scale * expm1(z, k) + scale;
        return 1f / (1f + exp);
      }

      /** Hyperbolic tangent from exp(2 |x|) - 1; NaN and the sign of zero stay. */
      private static float tanh(float x) {
        if (x == 0f) {
          return x;
        }
        float magnitude = x < 0f ? -x : x;
        float z = 2f * (magnitude > @tanhLimit@ ? @tanhLimit@ : magnitude);
        float k = nearest(z * @inverseLn2@);
        float scale = powerOfTwo(k);
        float expm1 = scale * expm1(z, k) + (scale - 1f);
        float tanh = expm1 / (expm1 + 2f);
        return x < 0f ? -tanh : tanh;
      }

      /** exp(z - k ln 2) - 1: ln 2 in two parts, then the Taylor polynomial of degree 7. */
      private static float expm1(float z, float k) {
        float r = z - k * @ln2High@ - k * @ln2Low@;
        float tail = @c6@ + r * @c7@;
        tail = @c5@ + r * tail;
        tail = @c4@ + r * tail;
        tail = @c3@ + r * tail;
        tail = @c2@ + r * tail;
        return r + r * r * tail;
      }

      /** The nearest whole number of a float up to 2^22: 1.5 * 2^23 leaves no room for a fraction. */
      private static float nearest(float x) {
        float shifted = x + @rounder@;
        return shifted - @rounder@;
      }

      /** 2^k, exactly, for a whole k of -126 to 126; 1 for NaN. */
      private static float powerOfTwo(float k) {
        int n = (int) (k < 0f ? -k : k);
        float power = (float) (1L << n / 3) * (1L << (n + 1) / 3) * (1L << (n + 2) / 3);
        return k < 0f ? 1f / power : power;
      }
      """;

  private FloatFunctionsSource() {}

  /** The methods. */
  static String text() {
    return Template.of(FUNCTIONS)
        .with("sigmoidLimit", Constants.literal(FloatFunctions.SIGMOID_LIMIT))
        .with("tanhLimit", Constants.literal(FloatFunctions.TANH_LIMIT))
        .with("inverseLn2", Constants.literal(FloatFunctions.INVERSE_LN2))
        .with("ln2High", Constants.literal(FloatFunctions.LN2_HIGH))
        .with("ln2Low", Constants.literal(FloatFunctions.LN2_LOW))
        .with("rounder", Constants.literal(FloatFunctions.ROUNDER))
        .with("c2", Constants.literal(FloatFunctions.C2))
        .with("c3", Constants.literal(FloatFunctions.C3))
        .with("c4", Constants.literal(FloatFunctions.C4))
        .with("c5", Constants.literal(FloatFunctions.C5))
        .with("c6", Constants.literal(FloatFunctions.C6))
        .with("c7", Constants.literal(FloatFunctions.C7))
        .text();
  }
}
