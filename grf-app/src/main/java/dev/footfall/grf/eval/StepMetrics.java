package dev.footfall.grf.eval;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well steps are met, over whole stances.
 *
 * @param steps number of steps
 * @param firstPeakPercent height of the first peak
 * @param firstPeakMs its time
 * @param secondPeakPercent height of the second peak
 * @param secondPeakMs its time
 * @param impulsePercent impulse
 * @param loadingRatePercent loading rate, over the steps that have one
 */
public record StepMetrics(
    int steps,
    Deviation firstPeakPercent,
    Deviation firstPeakMs,
    Deviation secondPeakPercent,
    Deviation secondPeakMs,
    Deviation impulsePercent,
    Deviation loadingRatePercent) {

  /**
   * Estimated minus measured, in ms, or in % of what was measured.
   *
   * @param bias mean over the steps; NaN without any
   * @param absolute mean of the absolute values
   */
  public record Deviation(double bias, double absolute) {
    private static Deviation of(List<Step> steps, ToDoubleFunction<Step> deviation) {
      Moments signed = new Moments();
      Moments absolute = new Moments();
      for (Step step : steps) {
        double d = deviation.applyAsDouble(step);
        if (Double.isFinite(d)) {
          signed.add(d);
          absolute.add(Math.abs(d));
        }
      }
      return new Deviation(signed.mean(), absolute.mean());
    }
  }

  /** The metrics of these steps. */
  public static StepMetrics of(List<Step> steps) {
    return new StepMetrics(
        steps.size(),
        Deviation.of(steps, percent(Step.Shape::firstPeakN)),
        Deviation.of(steps, milliseconds(Step.Shape::firstPeakS)),
        Deviation.of(steps, percent(Step.Shape::secondPeakN)),
        Deviation.of(steps, milliseconds(Step.Shape::secondPeakS)),
        Deviation.of(steps, percent(Step.Shape::impulseNs)),
        Deviation.of(steps, percent(Step.Shape::loadingRateNps)));
  }

  private static ToDoubleFunction<Step> percent(ToDoubleFunction<Step.Shape> of) {
    return step -> {
      double measured = of.applyAsDouble(step.measured());
      return 100 * (of.applyAsDouble(step.estimated()) - measured) / measured;
    };
  }

  private static ToDoubleFunction<Step> milliseconds(ToDoubleFunction<Step.Shape> ofS) {
    return step ->
        1000 * (ofS.applyAsDouble(step.estimated()) - ofS.applyAsDouble(step.measured()));
  }
}
