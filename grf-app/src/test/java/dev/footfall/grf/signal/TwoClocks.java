package dev.footfall.grf.signal;

import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.sim.SensorModel;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A simulated walk as two devices with their own clocks recorded it: steady walking, which is the
 * hardest to align, the cheap insole with its creep, noise on both, frames lost one by one and in
 * runs.
 *
 * @param truth how the clocks differ
 * @param insoleTimesS times of the frames that were not lost
 * @param insole load under each foot
 * @param force force under each foot
 */
record TwoClocks(ClockMap truth, double[] insoleTimesS, float[][] insole, double[][] force) {
  static final double RATE_HZ = SimulationSpec.SAMPLING_RATE_HZ;

  /** Where time 0 of the force plate lies in the simulated walk: more than any offset. */
  private static final double MARGIN_S = 4;

  /** Offset within 3 s, drift within 200 ppm, 5 % of the frames lost. */
  static TwoClocks simulate(long seed, double seconds) {
    SplittableRandom random = new SplittableRandom(seed);
    double speed = Math.rint(random.nextDouble(0.7, 1.6) * 100) / 100;
    Recording walk =
        new SimulatedSource(
                new SimulationSpec(
                    seed, 1, seconds + 2 * MARGIN_S, List.of(speed), SensorModel.CHEAP))
            .recordings("S01")
            .getFirst();
    ClockMap truth = new ClockMap(random.nextDouble(-3, 3), random.nextDouble(-200e-6, 200e-6));
    int length = (int) (seconds * RATE_HZ);
    double[][] force = new double[2][];
    double[][] load = new double[2][];
    for (Foot foot : Foot.values()) {
      double[] forceN = Interpolation.widened(walk.column(foot.grf()));
      double[] loadKPa = new double[walk.length()];
      for (int cell = 1; cell <= 128; cell++) {
        float[] column = walk.column(foot.insole(cell));
        for (int i = 0; i < loadKPa.length; i++) {
          loadKPa[i] += column[i];
        }
      }
      force[foot.ordinal()] =
          Signals.of(
              length,
              i ->
                  Interpolation.cubic(forceN, i + MARGIN_S * RATE_HZ) + 10 * random.nextGaussian());
      load[foot.ordinal()] =
          Signals.of(
              length,
              i ->
                  Interpolation.cubic(loadKPa, (truth.toForceS(i / RATE_HZ) + MARGIN_S) * RATE_HZ)
                          * (1 + 0.02 * random.nextGaussian())
                      + 100 * random.nextGaussian());
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      kept.add(i);
      if (random.nextDouble() < 0.025) {
        i += random.nextInt(1, 4);
      }
    }
    float[][] insole = new float[2][kept.size()];
    double[] timesS = new double[kept.size()];
    for (int k = 0; k < timesS.length; k++) {
      timesS[k] = kept.get(k) / RATE_HZ;
      insole[0][k] = (float) load[0][kept.get(k)];
      insole[1][k] = (float) load[1][kept.get(k)];
    }
    return new TwoClocks(truth, timesS, insole, force);
  }

  /** The load at 100 Hz, gaps filled. */
  ClockSync.Felt insoleFelt(boolean total) {
    List<GapRepair.Piece> pieces = GapRepair.USUAL.pieces(insoleTimesS, insole, RATE_HZ);
    GapRepair.Piece piece = pieces.getFirst();
    double[][] columns = {
      Interpolation.widened(piece.columns()[0]), Interpolation.widened(piece.columns()[1])
    };
    return felt(piece.startS(), columns, total);
  }

  ClockSync.Felt forceFelt(boolean total) {
    return felt(0, force, total);
  }

  private static ClockSync.Felt felt(double startS, double[][] feet, boolean total) {
    Resampler resampler = Resampler.of(RATE_HZ, 100);
    double[][] columns =
        total ? new double[][] {Signals.of(feet[0].length, i -> feet[0][i] + feet[1][i])} : feet;
    double[][] at100Hz = new double[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      at100Hz[c] = resampler.resample(columns[c], Resampler.Padding.LINE);
    }
    return new ClockSync.Felt(startS, at100Hz);
  }

  /** The largest error of a map within the recording. */
  double errorS(ClockMap found) {
    double endS = insoleTimesS[insoleTimesS.length - 1];
    return Math.max(
        Math.abs(found.toForceS(0) - truth.toForceS(0)),
        Math.abs(found.toForceS(endS) - truth.toForceS(endS)));
  }
}
