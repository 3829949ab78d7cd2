package dev.footfall.grf.sim;

/**
 * An insole under a foot: what its cells answer, sample by sample. Allocates nothing after
 * construction. Not for use by several threads at once.
 */
final class Insole {
  private final FootPressure pressure;
  private final SensorArray sensors;
  private final double[] pressureKPa = new double[InsoleGeometry.CELLS];
  private final float[] answerKPa = new float[InsoleGeometry.CELLS];

  Insole(FootPressure pressure, SensorArray sensors) {
    this.pressure = pressure;
    this.sensors = sensors;
  }

  /** The answer of each cell to the foot as it is; overwritten by the next call. */
  float[] answer(FootMotion foot) {
    pressure.spread(foot.forceN(), foot.stance(), foot.stepOffset(), pressureKPa);
    sensors.answer(pressureKPa, answerKPa);
    return answerKPa;
  }
}
