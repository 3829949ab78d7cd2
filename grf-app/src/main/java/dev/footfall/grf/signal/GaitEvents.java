package dev.footfall.grf.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When a foot meets the ground and leaves it.
 *
 * <p>An event is where the straight line between two samples crosses the threshold. A stance that
 * the beginning or the end of the signal cuts has no event there.
 *
 * @param strikesS times of heel strikes, ascending
 * @param toeOffsS times at which the toes leave the ground, ascending
 */
public record GaitEvents(List<Double> strikesS, List<Double> toeOffsS) {
  /** Copies the lists. */
  public GaitEvents {
    strikesS = List.copyOf(strikesS);
    toeOffsS = List.copyOf(toeOffsS);
  }

  /** The events of a foot, in s after the first sample. */
  public static GaitEvents of(float[] forceN, double rateHz, StanceDetector detector) {
    return of(Interpolation.widened(forceN), rateHz, detector);
  }

  /** The same. */
  public static GaitEvents of(double[] forceN, double rateHz, StanceDetector detector) {
    List<Double> strikes = new ArrayList<>();
    List<Double> toeOffs = new ArrayList<>();
    for (Interval stance : detector.stances(forceN, rateHz)) {
      if (stance.from() > 0) {
        strikes.add(crossing(forceN, stance.from(), detector.thresholdN()) / rateHz);
      }
      if (stance.to() < forceN.length) {
        toeOffs.add(crossing(forceN, stance.to(), detector.thresholdN()) / rateHz);
      }
    }
    return new GaitEvents(strikes, toeOffs);
  }

  /** Where the line from the sample before i to that at i is at the threshold. */
  private static double crossing(double[] forceN, int i, double thresholdN) {
    return i - 1 + (thresholdN - forceN[i - 1]) / (forceN[i] - forceN[i - 1]);
  }

  /**
   * Steps in a minute: two for each stride, of the median length of all strides of the feet, which
   * a stop or a turn among them does not move.
   *
   * @param feet one or both
   * @return NaN if no foot has two heel strikes
   */
  public static double cadencePerMinute(List<GaitEvents> feet) {
    List<Double> strides = new ArrayList<>();
    for (GaitEvents foot : feet) {
      for (int i = 1; i < foot.strikesS.size(); i++) {
        strides.add(foot.strikesS.get(i) - foot.strikesS.get(i - 1));
      }
    }
    return 120 / median(strides.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The value in the middle, or the mean of both; NaN if there is none. */
  static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
