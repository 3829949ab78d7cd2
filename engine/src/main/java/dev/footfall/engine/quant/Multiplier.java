package dev.footfall.engine.quant;

/**
 * A real factor {@code value 2^(shift - 31)} for {@link FixedPoint#multiply}.
 *
 * @param value 0, or 2<sup>30</sup> to 2<sup>31</sup> - 1
 * @param shift -31 to 31
 */
public record Multiplier(int value, int shift) {
  private static final int LARGEST_SHIFT = 31;

  /**
   * The multiplier nearest to a factor. Below 2<sup>-32</sup>, where every product of an int rounds
   * to 0, it is 0.
   *
   * @param factor 0 to 2<sup>31</sup>, which it must not reach
   * @throws IllegalArgumentException if it is not in that range
   */
  public static Multiplier of(double factor) {
    if (!(factor >= 0 && factor < 0x1p31)) {
      throw new IllegalArgumentException(
          "multiplier: expected a factor from 0 to 2^31 but found " + factor);
    }
    if (factor == 0) {
      return new Multiplier(0, 0);
    }
    // factor = fraction 2^shift, 1/2 <= fraction < 1; a subnormal factor is far below 2^-31.
    int shift = Math.getExponent(factor) + 1;
    long value = Math.round(Math.scalb(factor, LARGEST_SHIFT - shift));
    if (value == 1L << LARGEST_SHIFT) {
      value >>= 1;
      shift++;
    }
    if (shift > LARGEST_SHIFT) {
      return new Multiplier(Integer.MAX_VALUE, LARGEST_SHIFT);
    }
    return shift < -LARGEST_SHIFT ? new Multiplier(0, 0) : new Multiplier((int) value, shift);
  }

  /** The factor that this stands for, exactly. */
  public double factor() {
    return Math.scalb((double) value, shift - LARGEST_SHIFT);
  }
}
