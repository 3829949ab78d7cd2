package dev.footfall.grf.eval;

import dev.footfall.grf.signal.Interval;

/**
 * One stance as it was measured and as it was estimated.
 *
 * @param subject who walked
 * @param channel name of the force
 * @param measured of the true force
 * @param estimated of the estimate over the same samples
 */
public record Step(String subject, String channel, Shape measured, Shape estimated) {

  /**
   * What the vertical force of a step is described by. The first peak is the greatest sample of the
   * first half of the stance, the second that of the second half; of equal ones the earliest.
   *
   * @param firstPeakN the first peak, of weight acceptance
   * @param firstPeakS its time since the stance began, in s
   * @param secondPeakN the second peak, of push-off
   * @param secondPeakS its time since the stance began, in s
   * @param impulseNs sum of all samples over the rate, in N s
   * @param loadingRateNps slope of the line through the force at 20 % and at 80 % of the time to
   *     the first peak, interpolated linearly, in N/s; NaN where the peak is the first sample
   */
  public record Shape(
      double firstPeakN,
      double firstPeakS,
      double secondPeakN,
      double secondPeakS,
      double impulseNs,
      double loadingRateNps) {

    private static final double LOADING_FROM = 0.2;
    private static final double LOADING_TO = 0.8;

    /**
     * The shape of a stance of at least two samples.
     *
     * @param offset where sample 0 of the recording is in {@code forceN}
     */
    static Shape of(float[] forceN, int offset, Interval stance, double rateHz) {
      int start = offset + stance.from();
      int middle = start + stance.length() / 2;
      int end = offset + stance.to();
      int first = peak(forceN, start, middle);
      int second = peak(forceN, middle, end);
      double sum = 0;
      for (int t = start; t < end; t++) {
        sum += forceN[t];
      }
      double rise = first - start;
      double loading =
          (at(forceN, start + LOADING_TO * rise) - at(forceN, start + LOADING_FROM * rise))
              / ((LOADING_TO - LOADING_FROM) * rise / rateHz);
      return new Shape(
          forceN[first],
          rise / rateHz,
          forceN[second],
          (second - start) / rateHz,
          sum / rateHz,
          rise > 0 ? loading : Double.NaN);
    }

    private static int peak(float[] forceN, int from, int to) {
      int peak = from;
      for (int t = from + 1; t < to; t++) {
        if (forceN[t] > forceN[peak]) {
          peak = t;
        }
      }
      return peak;
    }
  }

  /** The value between two samples, on the line through them. */
  static double at(float[] values, double position) {
    int left = (int) position;
    double share = position - left;
    return share == 0 ? values[left] : (1 - share) * values[left] + share * values[left + 1];
  }
}
