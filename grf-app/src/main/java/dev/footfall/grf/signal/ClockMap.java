package dev.footfall.grf.signal;

/**
 * What the clock of the force plate shows when that of the insole shows u: {@code u + offset +
 * drift u}.
 *
 * @param offsetS how far the force plate's clock is ahead at time 0 of the insole's
 * @param drift how much faster it runs; 1e-6 is one part in a million
 */
public record ClockMap(double offsetS, double drift) {
  /** Two clocks that are one. */
  public static final ClockMap SAME = new ClockMap(0, 0);

  /** Time on the force plate's clock. */
  public double toForceS(double insoleS) {
    return insoleS + offsetS + drift * insoleS;
  }

  /** Time on the insole's clock. */
  public double toInsoleS(double forceS) {
    return (forceS - offsetS) / (1 + drift);
  }
}
