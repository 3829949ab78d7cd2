package dev.footfall.engine.kernel.scalar;

/**
 * Sigmoid, hyperbolic tangent and their kin in single precision, from additions, multiplications
 * and one division, so that the vector back end and a Java without {@code Math} can repeat them to
 * the bit.
 *
 * <p>All stand on exp: {@code exp(x) = 2^k exp(r)}, k the nearest integer to x / ln 2 and {@code
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

  /** Below this, where 1.8e-38 is the value, exp is 0. */
  public static final float EXP_LOW = -86.9f;

  /** Above this, exp is infinite: the logarithm of the largest float. */
  public static final float EXP_HIGH = 88.72283f;

  /** Below this expm1 is -1 to rounding. */
  public static final float EXPM1_LOW = -20f;

  /** {@code 1 / sqrt(2 pi)}. */
  public static final float INVERSE_SQRT_2PI = 0.39894228f;

  /** Of {@code t = 1 / (1 + 0.32 |x|)}, in which the tail of the normal distribution is smooth. */
  public static final float NORMAL_P = 0.32f;

  /** Coefficient of order 0 in the tail of the normal distribution. */
  public static final float NORMAL_0 = 0.23470517f;

  /** Coefficient of order 1 in the tail of the normal distribution. */
  public static final float NORMAL_1 = -0.167988172f;

  /** Coefficient of order 2 in the tail of the normal distribution. */
  public static final float NORMAL_2 = 0.0808513524f;

  /** Coefficient of order 3 in the tail of the normal distribution. */
  public static final float NORMAL_3 = -0.0204240338f;

  /** Coefficient of order 4 in the tail of the normal distribution. */
  public static final float NORMAL_4 = -0.00170236719f;

  /** Coefficient of order 5 in the tail of the normal distribution. */
  public static final float NORMAL_5 = 0.00255641485f;

  /** Coefficient of order 6 in the tail of the normal distribution. */
  public static final float NORMAL_6 = -2.58602251e-05f;

  /** Coefficient of order 7 in the tail of the normal distribution. */
  public static final float NORMAL_7 = -0.000355663866f;

  /** Coefficient of order 8 in the tail of the normal distribution. */
  public static final float NORMAL_8 = 2.46531121e-06f;

  /** Coefficient of order 9 in the tail of the normal distribution. */
  public static final float NORMAL_9 = 4.22326804e-05f;

  /** {@code 2 sqrt(2 / pi)}. */
  public static final float GELU_LINEAR = 1.59576912f;

  /** {@code 0.044715} times that. */
  public static final float GELU_CUBIC = 0.0713548163f;

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

  /** 1/3, 1/5, ... 1/15: the coefficients of atanh. */
  public static final float A3 = 0.333333333f;

  /** 1/5. */
  public static final float A5 = 0.2f;

  /** 1/7. */
  public static final float A7 = 0.142857143f;

  /** 1/9. */
  public static final float A9 = 0.111111111f;

  /** 1/11. */
  public static final float A11 = 0.0909090909f;

  /** 1/13. */
  public static final float A13 = 0.0769230769f;

  /** 1/15. */
  public static final float A15 = 0.0666666667f;

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

  /**
   * {@code e^x}, within 1.17 ulp where that is a float between {@code e^-86.9} and the largest; 0
   * below, infinite above. NaN gives NaN.
   */
  public static float exp(float x) {
    float z = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
    float shifted = z * INVERSE_LN2 + ROUNDER;
    // Half of 2^k: k may be 128.
    float half = powerOfTwo(shifted - 1f);
    float exp = 2f * (half * expm1(z, shifted - ROUNDER) + half);
    return x < EXP_LOW ? 0f : x > EXP_HIGH ? Float.POSITIVE_INFINITY : exp;
  }

  /** {@code e^x - 1} of a number not above 0, within 0.9 ulp. NaN gives NaN. */
  public static float expm1(float x) {
    float z = Math.max(x, EXPM1_LOW);
    float shifted = z * INVERSE_LN2 + ROUNDER;
    float scale = powerOfTwo(shifted);
    return scale * expm1(z, shifted - ROUNDER) + (scale - 1f);
  }

  /**
   * Distribution function of the standard normal. Its tail is {@code bell t q(1 - 2 t)} with {@code
   * bell = exp(-x^2 / 2)} and {@code t = 1 / (1 + 0.32 |x|)}, the form of Hastings (1955; in
   * Abramowitz and Stegun 1964, 7.1.26); q is here the interpolation of degree 9 in the Chebyshev
   * nodes, whose relative error is below 6.3e-8 everywhere, written in powers. Within 2.4e-7 of the
   * value, and within 5e-6 of it, relatively, down to x = -13. NaN gives NaN.
   */
  public static float normal(float x) {
    return normal(x, bell(x));
  }

  private static float bell(float x) {
    return exp(-0.5f * (x * x));
  }

  private static float normal(float x, float bell) {
    float t = 1f / (1f + NORMAL_P * Math.abs(x));
    float w = 1f - 2f * t;
    float q = NORMAL_8 + w * NORMAL_9;
    q = NORMAL_7 + w * q;
    q = NORMAL_6 + w * q;
    q = NORMAL_5 + w * q;
    q = NORMAL_4 + w * q;
    q = NORMAL_3 + w * q;
    q = NORMAL_2 + w * q;
    q = NORMAL_1 + w * q;
    q = NORMAL_0 + w * q;
    float tail = t * q * bell;
    return x < 0 ? tail : 1f - tail;
  }

  /**
   * {@code ln(1 + e^x) = max(x, 0) + 2 atanh(e / (2 + e))} with {@code e = exp(-|x|)}, so that the
   * series of atanh need only reach to 1/3: its eight terms are off by less than 2e-9. Within 3.67
   * ulp above -86.9; 0 below. NaN gives NaN.
   */
  public static float softplus(float x) {
    float e = exp(-Math.abs(x));
    float s = e / (2f + e);
    float q = s * s;
    float series = 1f + q * (A3 + q * (A5 + q * (A7 + q * (A9 + q * (A11 + q * (A13 + q * A15))))));
    return Math.max(x, 0f) + 2f * s * series;
  }

  /** Slope of {@code x normal(x)}. */
  public static float geluSlope(float x) {
    float bell = bell(x);
    return normal(x, bell) + x * (INVERSE_SQRT_2PI * bell);
  }

  /**
   * {@code x (1 + tanh u) / 2 = x sigmoid(2 u)} with {@code u = sqrt(2/pi) (x + 0.044715 x^3)}: the
   * sigmoid has no cancellation for negative numbers.
   */
  public static float geluTanh(float x) {
    return x * sigmoid(geluArgument(x));
  }

  /** Its slope. */
  public static float geluTanhSlope(float x) {
    float s = sigmoid(geluArgument(x));
    float slope = GELU_LINEAR + 3f * GELU_CUBIC * (x * x);
    return s + x * (s * (1f - s) * slope);
  }

  /** Slope of {@code x sigmoid(x)}. */
  public static float siluSlope(float x) {
    float s = sigmoid(x);
    return s * (1f + x * (1f - s));
  }

  private static float geluArgument(float x) {
    return x * (GELU_LINEAR + GELU_CUBIC * (x * x));
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
