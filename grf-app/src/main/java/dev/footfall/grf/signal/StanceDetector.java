package dev.footfall.grf.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells stance from swing by the vertical force under a foot.
 *
 * <p>A stance is a run of samples at or above the threshold, a swing one below it. The hysteresis
 * does not move these ends, it decides which runs count: a stance must reach {@code threshold +
 * hysteresis} and a swing fall to {@code threshold - hysteresis} at least once, so that a force
 * that lingers at the threshold makes no steps. First, swings that are too short or do not fall far
 * enough become part of the stance around them; then stances that are too short or do not rise far
 * enough become part of the swing. A run at the beginning or the end of the signal, which is cut
 * short, need only rise or fall far enough.
 *
 * @param thresholdN where stance begins and ends
 * @param hysteresisN how far beyond the threshold a run must reach, at most the threshold
 * @param minimumStanceS shortest stance
 * @param minimumSwingS shortest swing
 */
public record StanceDetector(
    double thresholdN, double hysteresisN, double minimumStanceS, double minimumSwingS) {
  /** 20 N, give or take 5 N; stances and swings of at least 0.1 s. */
  public static final StanceDetector USUAL = new StanceDetector(20, 5, 0.1, 0.1);

  /** Checks the ranges. */
  public StanceDetector {
    boolean valid =
        thresholdN > 0
            && hysteresisN >= 0
            && hysteresisN <= thresholdN
            && minimumStanceS >= 0
            && minimumSwingS >= 0;
    if (!valid) {
      throw new IllegalArgumentException(
          "stance: a threshold of "
              + thresholdN
              + " N with "
              + hysteresisN
              + " N of hysteresis, at least "
              + minimumStanceS
              + " s of stance and "
              + minimumSwingS
              + " s of swing; none may be negative, nor the hysteresis above the threshold");
    }
  }

  /**
   * What an evaluation takes for a step: at least 0.2 s of stance, between swings of at least 0.1
   * s, without hysteresis.
   */
  public static StanceDetector ofSteps(double thresholdN) {
    return new StanceDetector(thresholdN, 0, 0.2, 0.1);
  }

  /** The stances of a foot, in order. */
  public List<Interval> stances(double[] forceN, double rateHz) {
    int shortestSwing = samples(minimumSwingS, rateHz);
    int shortestStance = samples(minimumStanceS, rateHz);
    List<Interval> joined = new ArrayList<>();
    int swingFrom = 0;
    for (int i = 0; i < forceN.length; i++) {
      if (forceN[i] < thresholdN) {
        continue;
      }
      int from = i;
      while (i < forceN.length && forceN[i] >= thresholdN) {
        i++;
      }
      if (isSwing(forceN, swingFrom, from, joined.isEmpty() ? 0 : shortestSwing)) {
        joined.add(new Interval(from, i));
      } else {
        // A run that begins the signal without a swing before it, or goes on with the last one.
        int start = joined.isEmpty() ? 0 : joined.removeLast().from();
        joined.add(new Interval(start, i));
      }
      swingFrom = i;
    }
    if (!joined.isEmpty() && !isSwing(forceN, swingFrom, forceN.length, 0)) {
      joined.add(new Interval(joined.removeLast().from(), forceN.length));
    }
    joined.removeIf(run -> !isStance(forceN, run, shortestStance));
    return List.copyOf(joined);
  }

  /**
   * The stances that lie within the signal, in order: one that touches either end is left out, as
   * nobody knows when it began or ended.
   */
  public List<Interval> wholeStances(float[] forceN, double rateHz) {
    return stances(Interpolation.widened(forceN), rateHz).stream()
        .filter(stance -> stance.from() > 0 && stance.to() < forceN.length)
        .toList();
  }

  private static int samples(double seconds, double rateHz) {
    return (int) Math.ceil(seconds * rateHz - 1e-9);
  }

  private boolean isSwing(double[] forceN, int from, int to, int shortest) {
    boolean falls = false;
    for (int i = from; i < to; i++) {
      falls |= forceN[i] <= thresholdN - hysteresisN;
    }
    return falls && to - from >= shortest;
  }

  private boolean isStance(double[] forceN, Interval run, int shortest) {
    boolean rises = false;
    for (int i = run.from(); i < run.to(); i++) {
      rises |= forceN[i] >= thresholdN + hysteresisN;
    }
    boolean cut = run.from() == 0 || run.to() == forceN.length;
    return rises && (cut || run.length() >= shortest);
  }

  /** The swings between stances: those that neither begin nor end the signal. */
  public static List<Interval> swings(List<Interval> stances) {
    List<Interval> swings = new ArrayList<>();
    for (int i = 1; i < stances.size(); i++) {
      swings.add(new Interval(stances.get(i - 1).to(), stances.get(i).from()));
    }
    return List.copyOf(swings);
  }
}
