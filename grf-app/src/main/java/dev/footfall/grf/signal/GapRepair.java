package dev.footfall.grf.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the samples of a device on an even grid of its own clock and fills what is missing.
 *
 * <p>The grid begins with the first sample and has a point every {@code 1 / rate}. A point within 2
 * % of a step of a sample is that sample; others lie on the straight line between their neighbours.
 * Where two samples are more than 1.5 steps apart some were lost: the points between them are
 * filled and counted. A step longer than the limit is not filled but parts the recording.
 *
 * <p>A single value that is missing, NaN, is filled from its neighbours in its own channel if they
 * are no further apart than the limit; otherwise the whole sample counts as lost.
 *
 * @param fill what is put into a gap
 * @param limitS the longest time between two samples that is filled
 */
public record GapRepair(Fill fill, double limitS) {
  /** What is put into a gap. */
  public enum Fill {
    /** The straight line between the samples around it. */
    LINEAR,
    /** The sample before it. */
    HOLD
  }

  /**
   * Up to 0.1 s on a straight line: 20 frames at 200 Hz, and no longer than both feet are on the
   * ground.
   */
  public static final GapRepair USUAL = new GapRepair(Fill.LINEAR, 0.1);

  private static final double SAME = 0.02;
  private static final double GAP = 1.5;

  /** Checks the limit. */
  public GapRepair {
    if (!(limitS > 0) || Double.isInfinite(limitS)) {
      throw new IllegalArgumentException("gaps: a limit of " + limitS + " s; it must be positive");
    }
  }

  /**
   * A piece without gaps, evenly sampled.
   *
   * @param startS time of its first sample
   * @param columns {@code [C][T]}
   * @param filledSamples samples that were filled because they were lost
   * @param filledValues single values that were filled in samples that were there
   */
  public record Piece(double startS, float[][] columns, int filledSamples, int filledValues) {
    /** Number of samples of each channel. */
    public int length() {
      return columns[0].length;
    }
  }

  /**
   * The pieces between gaps that are too long, in order; those of a single sample are left out.
   *
   * @param timesS time of each sample, ascending
   * @param columns {@code [C][T]}, NaN where a value is missing; not written
   * @param rateHz nominal rate of the device
   * @return empty if no two samples are close enough
   */
  public List<Piece> pieces(double[] timesS, float[][] columns, double rateHz) {
    check(timesS, columns, rateHz);
    float[][] values = new float[columns.length][];
    boolean[] lost = new boolean[timesS.length];
    int[] filledIn = new int[timesS.length];
    for (int c = 0; c < columns.length; c++) {
      values[c] = fillValues(timesS, columns[c], lost, filledIn);
    }
    List<Piece> pieces = new ArrayList<>();
    int[] kept = new int[timesS.length];
    int count = 0;
    for (int i = 0; i < timesS.length; i++) {
      if (lost[i]) {
        continue;
      }
      if (count > 0 && timesS[i] - timesS[kept[count - 1]] > limitS) {
        add(pieces, timesS, values, kept, count, filledIn, rateHz);
        count = 0;
      }
      kept[count++] = i;
    }
    add(pieces, timesS, values, kept, count, filledIn, rateHz);
    return pieces;
  }

  private void check(double[] timesS, float[][] columns, double rateHz) {
    if (columns.length == 0) {
      throw new IllegalArgumentException("gaps: there is no channel");
    }
    if (limitS < GAP / rateHz) {
      throw new IllegalArgumentException(
          "gaps: a limit of "
              + limitS
              + " s at a rate of "
              + rateHz
              + " Hz; it must be at least 1.5 steps");
    }
    for (float[] column : columns) {
      if (column.length != timesS.length) {
        throw new IllegalArgumentException(
            "gaps: " + timesS.length + " times but a channel of " + column.length + " samples");
      }
    }
    for (int i = 1; i < timesS.length; i++) {
      if (!(timesS[i] > timesS[i - 1])) {
        throw new IllegalArgumentException(
            "gaps: time must increase, but " + timesS[i] + " s follows " + timesS[i - 1] + " s");
      }
    }
  }

  private float[] fillValues(double[] timesS, float[] column, boolean[] lost, int[] filledIn) {
    int first = 0;
    while (first < column.length && !Float.isNaN(column[first])) {
      first++;
    }
    if (first == column.length) {
      return column;
    }
    float[] values = column.clone();
    int before = -1;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        continue;
      }
      boolean near = before >= 0 && timesS[i] - timesS[before] <= limitS;
      for (int j = before + 1; j < i; j++) {
        if (near) {
          values[j] =
              fill == Fill.HOLD ? values[before] : line(timesS, values, before, i, timesS[j]);
          filledIn[j]++;
        } else {
          lost[j] = true;
        }
      }
      before = i;
    }
    for (int j = before + 1; j < values.length; j++) {
      lost[j] = true;
    }
    return values;
  }

  private static float line(double[] timesS, float[] values, int before, int after, double timeS) {
    double share = (timeS - timesS[before]) / (timesS[after] - timesS[before]);
    return (float) (values[before] + share * ((double) values[after] - values[before]));
  }

  private void add(
      List<Piece> pieces,
      double[] timesS,
      float[][] values,
      int[] kept,
      int count,
      int[] filledIn,
      double rateHz) {
    if (count < 2) {
      return;
    }
    double startS = timesS[kept[0]];
    double lengthS = timesS[kept[count - 1]] - startS;
    int length = (int) Math.floor(lengthS * rateHz + SAME) + 1;
    float[][] columns = new float[values.length][length];
    int filledSamples = 0;
    int at = 0;
    for (int k = 0; k < length; k++) {
      double timeS = startS + k / rateHz;
      while (at + 2 < count && timesS[kept[at + 1]] <= timeS) {
        at++;
      }
      int before = kept[at];
      int after = kept[at + 1];
      double sinceSteps = (timeS - timesS[before]) * rateHz;
      double untilSteps = (timesS[after] - timeS) * rateHz;
      boolean gap = sinceSteps + untilSteps > GAP;
      boolean filled = sinceSteps > SAME && untilSteps > SAME;
      filledSamples += gap && filled ? 1 : 0;
      int copied = untilSteps <= SAME ? after : before;
      boolean copies = !filled || gap && fill == Fill.HOLD;
      for (int c = 0; c < columns.length; c++) {
        columns[c][k] = copies ? values[c][copied] : line(timesS, values[c], before, after, timeS);
      }
    }
    int filledValues = 0;
    for (int i = 0; i < count; i++) {
      filledValues += filledIn[kept[i]];
    }
    pieces.add(new Piece(startS, columns, filledSamples, filledValues));
  }
}
