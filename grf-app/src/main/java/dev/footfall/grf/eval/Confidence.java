package dev.footfall.grf.eval;

import dev.footfall.grf.eval.Bootstrap.Interval;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals of {@link Metrics}, each as {@link Bootstrap} has it.
 *
 * @param rmseN of the root mean square error, in N
 * @param rmseBw of the root mean square error, in body weights
 * @param nrmsePercent of the normalised root mean square error
 * @param maeN of the mean absolute error, in N
 * @param r of Pearson's correlation
 * @param r2 of the coefficient of determination
 */
public record Confidence(
    Interval rmseN,
    Interval rmseBw,
    Interval nrmsePercent,
    Interval maeN,
    Interval r,
    Interval r2) {

  /** Of the pooled metrics of these subjects. */
  static Confidence of(Bootstrap bootstrap, List<MetricsAccumulator> subjects) {
    List<Metrics> resamples =
        bootstrap.each(
            draw -> {
              MetricsAccumulator pooled = new MetricsAccumulator();
              for (int subject : draw) {
                pooled.addAll(subjects.get(subject));
              }
              return pooled.metrics();
            });
    return new Confidence(
        interval(resamples, Metrics::rmseN),
        interval(resamples, Metrics::rmseBw),
        interval(resamples, Metrics::nrmsePercent),
        interval(resamples, Metrics::maeN),
        interval(resamples, Metrics::r),
        interval(resamples, Metrics::r2));
  }

  private static Interval interval(List<Metrics> resamples, ToDoubleFunction<Metrics> of) {
    return Bootstrap.interval(resamples.stream().mapToDouble(of));
  }
}
