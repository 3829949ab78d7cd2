package dev.footfall.grf.eval;

import dev.footfall.grf.signal.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * Force and error over the gait cycle, from one heel strike of a foot to the next, at 0, 1, ... 100
 * % of the cycle. Immutable by agreement: the arrays are handed out themselves.
 *
 * @param channel name of the force
 * @param strides number of cycles
 * @param measuredN mean of the true force at each percent, in N
 * @param errorN mean of estimated minus measured, in N
 * @param sdN standard deviation of that over the strides, in N
 */
public record GaitCycle(
    String channel, int strides, double[] measuredN, double[] errorN, double[] sdN) {
  /** Instants of a cycle. */
  public static final int POINTS = 101;

  /** Two heel strikes that are further apart have a pause between them, in s. */
  private static final double LONGEST_CYCLE_S = 3;

  /** Gathers the cycles of one channel. */
  static final class Gathering {
    private final Moments[] measured = moments();
    private final Moments[] error = moments();

    private static Moments[] moments() {
      Moments[] moments = new Moments[POINTS];
      Arrays.setAll(moments, _ -> new Moments());
      return moments;
    }

    /**
     * Adds a recording.
     *
     * @param estimateN whose sample 0 is at {@code offset}
     * @param stances whole stances, in order
     */
    void add(float[] trueN, float[] estimateN, int offset, List<Interval> stances, double rateHz) {
      for (int i = 1; i < stances.size(); i++) {
        int start = stances.get(i - 1).from();
        int length = stances.get(i).from() - start;
        if (length <= LONGEST_CYCLE_S * rateHz) {
          for (int p = 0; p < POINTS; p++) {
            double position = start + (double) length * p / (POINTS - 1);
            double force = Step.at(trueN, position);
            measured[p].add(force);
            error[p].add(Step.at(estimateN, offset + position) - force);
          }
        }
      }
    }

    GaitCycle cycle(String channel) {
      return new GaitCycle(
          channel,
          (int) error[0].count(),
          Arrays.stream(measured).mapToDouble(Moments::mean).toArray(),
          Arrays.stream(error).mapToDouble(Moments::mean).toArray(),
          Arrays.stream(error).mapToDouble(Moments::sd).toArray());
    }
  }
}
