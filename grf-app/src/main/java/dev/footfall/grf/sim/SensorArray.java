package dev.footfall.grf.sim;

import static dev.footfall.grf.sim.InsoleGeometry.CELLS;
import static dev.footfall.grf.sim.InsoleGeometry.COLUMNS;
import static dev.footfall.grf.sim.InsoleGeometry.ROWS;

import dev.footfall.grf.data.Draws;

/**
 * One insole as built: the cells of a {@link SensorModel} with their own gains, offsets and
 * defects, and the creep that remembers what was on them.
 *
 * <p>For the pressure {@code p} on a cell and {@code p_n} on its neighbours along and across:
 *
 * <pre>
 *   x = p + crossTalk sum_n (p_n - p)                     sums to the same force
 *   slow += (x - slow) dt / creepTime;  y = x + creepShare (slow - x)
 *   z = y (1 + curvature) / (1 + curvature y / fullScale) equal to y at 0 and at full scale
 *   answer = z gain (1 + drift minutes) + offset + noise, at least 0 and at most full scale,
 *            rounded to a multiple of the quantum
 * </pre>
 *
 * Allocates nothing after construction. Not for use by several threads at once.
 */
final class SensorArray {
  /** In {@link #stuckAt}: the cell is not stuck. */
  private static final float ALIVE = -1;

  private final SensorModel model;
  private final double stepS;
  private final Draws noise;
  private final double[] gain = new double[CELLS];
  private final double[] driftPerS = new double[CELLS];
  private final double[] offset = new double[CELLS];
  private final float[] stuckAt = new float[CELLS];
  private final double[] slow = new double[CELLS];
  private long samples;

  /**
   * Builds an insole.
   *
   * @param make decides gains and defects: the same draws build the same insole
   * @param noise the noise of this recording
   */
  SensorArray(SensorModel model, double samplingRateHz, Draws make, Draws noise) {
    this.model = model;
    this.stepS = 1 / samplingRateHz;
    this.noise = noise;
    for (int cell = 0; cell < CELLS; cell++) {
      gain[cell] = 1 + model.gainSpread() * make.bell();
      driftPerS[cell] = model.driftPerMinute() * make.bell() / 60;
      offset[cell] = model.offsetKPa() * make.bell();
      double fate = make.uniform(0, 1);
      double stuck = Math.min(model.fullScaleKPa(), 400) * make.uniform(0, 0.5);
      if (fate < model.deadShare()) {
        stuckAt[cell] = 0;
      } else if (fate < model.deadShare() + model.stuckShare()) {
        stuckAt[cell] = limited(stuck);
      } else {
        stuckAt[cell] = ALIVE;
      }
    }
  }

  /**
   * Answers of all cells to one instant; instants follow each other at the sampling rate.
   *
   * @param pressureKPa pressure on each cell
   * @param outKPa receives the answers
   */
  void answer(double[] pressureKPa, float[] outKPa) {
    double timeS = samples * stepS;
    double approach = Math.min(1, stepS / model.creepTimeS());
    double curvature = model.curvature();
    for (int cell = 0; cell < CELLS; cell++) {
      double x = pressureKPa[cell] + model.crossTalk() * toNeighbours(pressureKPa, cell);
      slow[cell] += (x - slow[cell]) * approach;
      double y = x + model.creepShare() * (slow[cell] - x);
      double z = y * (1 + curvature) / (1 + curvature * y / model.fullScaleKPa());
      double answer = z * gain[cell] * (1 + driftPerS[cell] * timeS) + offset[cell];
      if (model.noiseKPa() > 0) {
        answer += model.noiseKPa() * noise.bell();
      }
      outKPa[cell] = stuckAt[cell] == ALIVE ? limited(answer) : stuckAt[cell];
    }
    samples++;
  }

  private static double toNeighbours(double[] pressure, int cell) {
    int row = cell / COLUMNS;
    int column = cell % COLUMNS;
    double p = pressure[cell];
    return (row > 0 ? pressure[cell - COLUMNS] - p : 0)
        + (row < ROWS - 1 ? pressure[cell + COLUMNS] - p : 0)
        + (column > 0 ? pressure[cell - 1] - p : 0)
        + (column < COLUMNS - 1 ? pressure[cell + 1] - p : 0);
  }

  private float limited(double answer) {
    double within = Math.clamp(answer, 0.0, model.fullScaleKPa());
    return (float) (model.quantumKPa() > 0 ? quantised(within) : within);
  }

  private double quantised(double answer) {
    return Math.rint(answer / model.quantumKPa()) * model.quantumKPa();
  }
}
