package dev.footfall.engine.plan;

/**
 * What is known of the sensors, for the handling of faults.
 *
 * @param lowest a value at or below it is saturated; negative infinity: none is
 * @param highest a value at or above it is saturated; infinity: none is
 * @param longestGap samples in a row that may be missing as a whole before a recording is over
 */
public record SensorLimits(float lowest, float highest, int longestGap) {
  private static final double LONGEST_GAP_S = 0.1;

  /** Checks that there is room between the limits. */
  public SensorLimits {
    if (!(lowest < highest) || longestGap < 0) {
      throw new IllegalArgumentException(
          "sensor limits: expected lowest < highest and a gap of 0 samples or more"
              + " (lowest %s, highest %s, longest gap %s)".formatted(lowest, highest, longestGap));
    }
  }

  /** No saturation, and a longest gap of 0.1 s: a tenth of a stride, after which holding lies. */
  public static SensorLimits at(double samplingRateHz) {
    return new SensorLimits(
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        (int) Math.min(Integer.MAX_VALUE, Math.round(LONGEST_GAP_S * samplingRateHz)));
  }
}
