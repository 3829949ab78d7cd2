package dev.footfall.engine.kernel.scalar;

/**
 * Sigmoid and hyperbolic tangent in single precision, from additions, multiplications and one
 * division, so that the vector back end and a Java without {@code Math} can repeat them to the bit.
 *
 * <p>Both stand on exp: {@code exp(x) = 2^k exp(r)}, k the nearest integer to x / ln 2 and {@code
 * |r| <= ln 2 / 2}, where the Taylor polynomial of degree 7 is off by less than 6e-9. ln 2 is split
 * in two parts (Cody and Waite) so that r is exact to rounding.
 */
public final class FloatFunctions {
  /** 1 / ln 2. */
  public static final float INVERSE_LN2 = 1.44269504f;

  /** The leading 15 bits of ln 2: its product with k is exact. */
  public static final float LN2_HIGH = 0.693145752f;

  /** The rest of ln 2. */
  public static final float LN2_LOW = 1.42860677e-6f;

  /**
   * 1.5 * 2<sup>23</sup>. Added to a float of moderate size it leaves the nearest integer in the
   * low bits of the mantissa; subtracted again it leaves that integer as a float.
   */
  public static final float ROUNDER = 12582912f;

  /** Beyond this magnitude sigmoid is clamped, so that exp stays a normal number. */
  public static final float SIGMOID_LIMIT = 87f;

  /** Beyond this magnitude tanh rounds to 1. */
  public static final float TANH_LIMIT = 9.5f;

  /** 1/2!, 1/3!, ... 1/7!: the coefficients of expm1 from the second order on. */
  public static final float C2 = 0.5f;

  /** 1/3!. */
  public static final float C3 = 0.166666667f;

  /** 1/4!. */
  public static final float C4 = 0.0416666667f;

  /** 1/5!. */
  public static final float C5 = 0.00833333333f;

  /** 1/6!. */
  public static final float C6 = 0.00138888889f;

  /** 1/7!. */
  public static final float C7 = 0.000198412698f;

  private FloatFunctions() {}

  /**
   * {@code 1 / (1 + exp(-x))}, within 2.49 ulp for |x| up to 87 (the largest error of any float, at
   * x = -16.635704); beyond, the value at 87 (1.6e-38 or 1). NaN gives NaN.
   */
  public static float sigmoid(float x) {
    float z = -Math.min(Math.max(x, -SIGMOID_LIMIT), SIGMOID_LIMIT);
    float shifted = z * INVERSE_LN2 + ROUNDER;
    float scale = powerOfTwo(shifted);
    float exp = scale * expm1(z, shifted - ROUNDER) + scale;
    return 1f / (1f + exp);
  }

  /**
   * Hyperbolic tangent, within 2.43 ulp (the largest error of any float, at x = 0.03120264). Odd,
   * keeps the sign of zero; NaN gives NaN.
   */
  public static float tanh(float x) {
    float z = 2f * Math.min(Math.abs(x), TANH_LIMIT);
    float shifted = z * INVERSE_LN2 + ROUNDER;
    float scale = powerOfTwo(shifted);
    // expm1 without cancellation: for small z, k is 0 and the polynomial is the whole of it.
    float expm1 = scale * expm1(z, shifted - ROUNDER) + (scale - 1f);
    return Math.copySign(expm1 / (expm1 + 2f), x);
  }

  private static float expm1(float z, float k) {
    float r = z - k * LN2_HIGH - k * LN2_LOW;
    float tail = C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * C7))));
    return r + r * r * tail;
  }

  private static float powerOfTwo(float shifted) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + 0x3f800000);
  }
}
