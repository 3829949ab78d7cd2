package dev.footfall.grf.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * A time that a foot is on the ground.
 *
 * @param start first sample
 * @param end the sample behind the last
 */
public record StancePhase(int start, int end) {
  /** A stance that lasts less is no step, in s. */
  public static final double SHORTEST_STANCE_S = 0.2;

  /** Between two stances that are closer the foot was not lifted, in s. */
  public static final double SHORTEST_SWING_S = 0.1;

  /**
   * Whole stance phases of a foot: runs of samples of at least {@code thresholdN}. A run below that
   * lasts less than {@value #SHORTEST_SWING_S} s does not end a phase, and then a phase of less
   * than {@value #SHORTEST_STANCE_S} s is none. One that touches either end of the recording is
   * left out, as nobody knows when it began or ended.
   *
   * @param forceN vertical force of the foot
   */
  public static List<StancePhase> find(float[] forceN, double rateHz, double thresholdN) {
    List<StancePhase> joined = new ArrayList<>();
    for (int t = 0; t < forceN.length; t++) {
      if (forceN[t] < thresholdN) {
        continue;
      }
      int start = t;
      while (t < forceN.length && forceN[t] >= thresholdN) {
        t++;
      }
      if (!joined.isEmpty() && start - joined.getLast().end() < SHORTEST_SWING_S * rateHz) {
        start = joined.removeLast().start();
      }
      joined.add(new StancePhase(start, t));
    }
    return joined.stream()
        .filter(phase -> phase.length() >= SHORTEST_STANCE_S * rateHz)
        .filter(phase -> phase.start() > 0 && phase.end() < forceN.length)
        .toList();
  }

  /** Number of samples. */
  public int length() {
    return end - start;
  }
}
