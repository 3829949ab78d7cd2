package dev.footfall.engine.quant;

/**
 * The interval of real numbers that a quantised value can hold; 0 always lies in it, since the
 * zeros of a padding must be exact.
 *
 * @param min at most 0
 * @param max at least 0
 */
public record Range(float min, float max) {

  /** Checks that the interval is finite and holds 0. */
  public Range {
    if (!(min <= 0 && max >= 0) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw new IllegalArgumentException(
          "range: expected finite bounds around 0 but found " + min + " to " + max);
    }
  }

  /** The smallest interval that holds 0 and two numbers. */
  public static Range around(double low, double high) {
    return new Range((float) Math.min(0, low), (float) Math.max(0, high));
  }
}
