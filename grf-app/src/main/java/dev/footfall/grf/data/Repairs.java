package dev.footfall.grf.data;

/**
 * What was mended on the way from what two devices wrote to a recording, and how their clocks
 * differed. A recording that was taken as it is has {@link #NONE}.
 *
 * @param filledInsoleFrames frames of the insole that were lost and filled
 * @param filledForceSamples samples of the force plate that were lost and filled
 * @param filledValues single values of either that were missing and filled
 * @param offsetS how far the force plate's clock was ahead at time 0 of the insole's
 * @param driftPpm how much faster it ran, in parts per million
 */
public record Repairs(
    long filledInsoleFrames,
    long filledForceSamples,
    long filledValues,
    double offsetS,
    double driftPpm) {
  /** Nothing was mended. */
  public static final Repairs NONE = new Repairs(0, 0, 0, 0, 0);
}
