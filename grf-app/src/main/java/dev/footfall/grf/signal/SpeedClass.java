package dev.footfall.grf.signal;

/** How fast somebody walks, in the classes that results are reported by. */
public enum SpeedClass {
  /** Below 0.95 m/s. */
  SLOW,
  /** From 0.95 m/s and below 1.25 m/s. */
  USUAL,
  /** From 1.25 m/s. */
  BRISK,
  /** The speed is not known. */
  UNKNOWN;

  private static final double USUAL_FROM_MPS = 0.95;
  private static final double BRISK_FROM_MPS = 1.25;

  /**
   * The class of a speed.
   *
   * @param speedMps 0 or more, or NaN where it is not known
   */
  public static SpeedClass of(double speedMps) {
    if (Double.isNaN(speedMps)) {
      return UNKNOWN;
    }
    if (speedMps < 0) {
      throw new IllegalArgumentException("speed class: a speed of " + speedMps + " m/s");
    }
    return speedMps < USUAL_FROM_MPS ? SLOW : speedMps < BRISK_FROM_MPS ? USUAL : BRISK;
  }
}
