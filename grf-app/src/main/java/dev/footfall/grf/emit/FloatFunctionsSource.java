package dev.footfall.grf.emit;

/**
 * The methods {@code sigmoid} and {@code tanh} of an emitted class: the arithmetic of the engine's
 * {@code FloatFunctions}, to the bit, without a call of the library.
 */
final class FloatFunctionsSource {
  /** The methods. */
  static final String TEXT =
      """
      /** 1 / (1 + exp(-x)), x clamped to where exp is a normal number; NaN stays. */
      private static float sigmoid(float x) {
        float z = x < -87f ? 87f : x > 87f ? -87f : -x;
        float k = nearest(z * 1.44269504f);
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
        float z = 2f * (magnitude > 9.5f ? 9.5f : magnitude);
        float k = nearest(z * 1.44269504f);
        float scale = powerOfTwo(k);
        float expm1 = scale * expm1(z, k) + (scale - 1f);
        float tanh = expm1 / (expm1 + 2f);
        return x < 0f ? -tanh : tanh;
      }

      /** exp(z - k ln 2) - 1: ln 2 in two parts, then the Taylor polynomial of degree 7. */
      private static float expm1(float z, float k) {
        float r = z - k * 0.693145752f - k * 1.42860677e-6f;
        float tail = 0.00138888889f + r * 0.000198412698f;
        tail = 0.00833333333f + r * tail;
        tail = 0.0416666667f + r * tail;
        tail = 0.166666667f + r * tail;
        tail = 0.5f + r * tail;
        return r + r * r * tail;
      }

      /** The nearest whole number of a float up to 2^22: 1.5 * 2^23 leaves no room for a fraction. */
      private static float nearest(float x) {
        float shifted = x + 12582912f;
        return shifted - 12582912f;
      }

      /** 2^k, exactly, for a whole k of -126 to 126; 1 for NaN. */
      private static float powerOfTwo(float k) {
        int n = (int) (k < 0f ? -k : k);
        float power = (float) (1L << n / 3) * (1L << (n + 1) / 3) * (1L << (n + 2) / 3);
        return k < 0f ? 1f / power : power;
      }
      """;

  private FloatFunctionsSource() {}
}
