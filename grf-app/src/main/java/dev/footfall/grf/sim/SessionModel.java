package dev.footfall.grf.sim;

import dev.footfall.grf.data.InputException;

/**
 * How an insole and a force plate, recorded apart, differ in time, and what the insole's radio
 * loses. When the plate's clock says {@code t}, the insole's says {@code offset + (1 + drift) t}.
 *
 * @param largestOffsetS the offset is uniform within plus and minus this, 0 to {@value
 *     #LARGEST_OFFSET_S}
 * @param largestDriftPpm the drift, in parts per million, likewise, 0 to {@value
 *     #LARGEST_DRIFT_PPM}
 * @param droppedShare share of insole frames that are lost, 0 to 0.5; they are lost one to three at
 *     a time
 */
public record SessionModel(double largestOffsetS, double largestDriftPpm, double droppedShare) {
  /** The largest offset that can be asked for, in s. */
  public static final double LARGEST_OFFSET_S = 3;

  /** The largest drift that can be asked for. */
  public static final double LARGEST_DRIFT_PPM = 200;

  /** What a radio and two quartzes do: the default. */
  public static final SessionModel CHEAP =
      new SessionModel(LARGEST_OFFSET_S, LARGEST_DRIFT_PPM, 0.01);

  /** Checks the ranges. */
  public SessionModel {
    if (!(largestOffsetS >= 0 && largestOffsetS <= LARGEST_OFFSET_S)) {
      throw new InputException(
          "sessions: an offset of " + largestOffsetS + " s; known: 0 to " + LARGEST_OFFSET_S);
    }
    if (!(largestDriftPpm >= 0 && largestDriftPpm <= LARGEST_DRIFT_PPM)) {
      throw new InputException(
          "sessions: a drift of " + largestDriftPpm + " ppm; known: 0 to " + LARGEST_DRIFT_PPM);
    }
    if (!(droppedShare >= 0 && droppedShare <= 0.5)) {
      throw new InputException(
          "sessions: a share of dropped frames of " + droppedShare + "; known: 0 to 0.5");
    }
  }
}
