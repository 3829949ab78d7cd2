package dev.footfall.engine.quant;

/**
 * Products of integers with real factors, in integers: the rounding that the 8-bit scheme of
 * TensorFlow Lite specifies.
 *
 * <p>A factor is {@code value 2^(shift - 31)} with {@code 2^30 <= value < 2^31} (see {@link
 * Multiplier}). A product is rounded to the nearest integer twice: the high word of the doubled
 * 64-bit product, halves upwards, and then what the shift leaves, halves away from zero. It is
 * within {@code 1/2 + 2^shift / 2} of the exact product.
 *
 * <p>No method allocates, throws or overflows, whatever its arguments within the stated ranges.
 *
 * <p>Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", CVPR 2018, and the reference kernels of TensorFlow Lite. What
 * differs: a product with a left shift saturates where theirs is undefined.
 *
 * <p>There is no string constant in this class, since kernels that must not allocate run through
 * it.
 */
public final class FixedPoint {
  private static final long HALF = 1L << 30;

  private FixedPoint() {}

  /**
   * {@code a b / 2^31}, to the nearest integer, halves upwards; (-2<sup>31</sup>)
   * (-2<sup>31</sup>), the only product that does not fit, gives 2<sup>31</sup> - 1.
   */
  public static int doublingHighMultiply(int a, int b) {
    return saturated((long) a * b + HALF >> 31);
  }

  /**
   * {@code x / 2^exponent}, to the nearest integer, halves away from zero.
   *
   * @param exponent 0 to 31
   */
  public static int roundingShift(int x, int exponent) {
    int mask = (int) ((1L << exponent) - 1);
    int remainder = x & mask;
    int threshold = (mask >>> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + (remainder > threshold ? 1 : 0);
  }

  /**
   * {@code x value 2^(shift - 31)}, rounded as the class says.
   *
   * @param value at least 0
   * @param shift -31 to 31; above 0 the shift comes first, saturating
   */
  public static int multiply(int x, int value, int shift) {
    if (shift <= 0) {
      return roundingShift(doublingHighMultiply(x, value), -shift);
    }
    return doublingHighMultiply(saturated((long) x << shift), value);
  }

  /** The nearest int. */
  public static int saturated(long x) {
    return x > Integer.MAX_VALUE
        ? Integer.MAX_VALUE
        : x < Integer.MIN_VALUE ? Integer.MIN_VALUE : (int) x;
  }

  /** The nearest 16-bit integer. */
  public static int saturated16(long x) {
    return x > Short.MAX_VALUE ? Short.MAX_VALUE : x < Short.MIN_VALUE ? Short.MIN_VALUE : (int) x;
  }

  /**
   * {@code x + zeroPoint}, then the nearest integer of {@code [least, most]}. Any x will do: the
   * sum is not made before it is known to fit.
   *
   * @param least -128 to most
   * @param most up to 127
   */
  public static int shifted(int x, int zeroPoint, int least, int most) {
    int low = least - zeroPoint;
    int high = most - zeroPoint;
    return (x < low ? low : x > high ? high : x) + zeroPoint;
  }
}
