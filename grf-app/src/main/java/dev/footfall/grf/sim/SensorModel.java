package dev.footfall.grf.sim;

/**
 * What a cheap matrix of piezo-resistive cells makes of the pressure on it.
 *
 * <p>In this order: cross-talk between neighbours, creep, nonlinearity, gain with drift, offset,
 * noise, saturation, quantisation; dead cells answer 0 and stuck cells one value for ever. The
 * exact formulas are those of {@link SensorArray}. Dropped frames and a clock that differs from the
 * force plate's are not simulated yet.
 *
 * @param crossTalk share of the difference to each of its four neighbours that a cell picks up
 * @param creepShare share of the answer that lags behind: loading and unloading differ
 * @param creepTimeS time constant of the lag
 * @param curvature nonlinearity: the answer is {@code p (1 + k) / (1 + k p / full scale)}; 0 is
 *     linear
 * @param gainSpread standard deviation of the gain from cell to cell
 * @param driftPerMinute standard deviation over the cells of the relative change of gain in a
 *     minute
 * @param offsetKPa standard deviation over the cells of the answer to no pressure
 * @param noiseKPa standard deviation of the noise of each answer
 * @param deadShare probability that a cell is dead
 * @param stuckShare probability that a cell is stuck
 * @param fullScaleKPa highest answer
 * @param quantumKPa step of the answers; 0 for none
 */
public record SensorModel(
    double crossTalk,
    double creepShare,
    double creepTimeS,
    double curvature,
    double gainSpread,
    double driftPerMinute,
    double offsetKPa,
    double noiseKPa,
    double deadShare,
    double stuckShare,
    double fullScaleKPa,
    double quantumKPa) {

  /** A cheap sensor with about ten bits: the default. */
  public static final SensorModel CHEAP =
      new SensorModel(0.02, 0.08, 0.35, 0.25, 0.10, 0.01, 0.4, 0.4, 0.01, 0.005, 400, 0.5);

  /** A sensor that answers the pressure itself, rounded to float. */
  public static final SensorModel IDEAL =
      new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0);

  /** Checks the ranges within which the formulas mean something. */
  public SensorModel {
    boolean valid =
        crossTalk >= 0
            && crossTalk <= 0.25
            && creepShare >= 0
            && creepShare < 1
            && creepTimeS > 0
            && curvature >= 0
            && gainSpread >= 0
            && gainSpread <= 0.25
            && driftPerMinute >= 0
            && offsetKPa >= 0
            && noiseKPa >= 0
            && deadShare >= 0
            && stuckShare >= 0
            && deadShare + stuckShare <= 1
            && fullScaleKPa > 0
            && quantumKPa >= 0;
    if (!valid) {
      throw new IllegalArgumentException(
          "sensor model: a parameter is out of range (cross-talk "
              + crossTalk
              + ", creep "
              + creepShare
              + " in "
              + creepTimeS
              + " s, curvature "
              + curvature
              + ", gain spread "
              + gainSpread
              + ", drift "
              + driftPerMinute
              + ", offset "
              + offsetKPa
              + " kPa, noise "
              + noiseKPa
              + " kPa, dead "
              + deadShare
              + ", stuck "
              + stuckShare
              + ", full scale "
              + fullScaleKPa
              + " kPa, quantum "
              + quantumKPa
              + " kPa)");
    }
  }
}
