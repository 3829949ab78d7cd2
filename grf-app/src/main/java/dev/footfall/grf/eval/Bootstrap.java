package dev.footfall.grf.eval;

import dev.footfall.autograd.SplitMix;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Confidence intervals by the percentile bootstrap over subjects, who are drawn with replacement:
 * the samples of a walk are not independent of each other, people are.
 *
 * <p>The ends of the interval are the {@code (1 - level) / 2} and {@code (1 + level) / 2} quantiles
 * of the statistic over the resamples, interpolated linearly between the sorted values ({@code
 * numpy.percentile}'s default). The same seed draws the same subjects. Source: B. Efron and R.
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
public final class Bootstrap {
  /** Share of the resamples that an interval holds. */
  public static final double LEVEL = 0.95;

  /** How often subjects are drawn. */
  public static final int RESAMPLES = 2000;

  /** Decides which. */
  public static final long SEED = 1;

  private final int[][] draws;

  /**
   * An interval.
   *
   * @param lower end; NaN where the statistic does not exist in some resample
   * @param upper end
   */
  public record Interval(double lower, double upper) {}

  /** Draws from this many subjects. */
  Bootstrap(int subjects) {
    this(new int[RESAMPLES][subjects]);
    SplitMix random = new SplitMix(SEED);
    for (int[] draw : draws) {
      Arrays.setAll(draw, _ -> random.nextInt(subjects));
    }
  }

  /** The given draws, {@code [resamples][subjects]}. */
  Bootstrap(int[][] draws) {
    this.draws = draws;
  }

  /** What a function makes of each draw. */
  <T> List<T> each(Function<int[], T> of) {
    return Arrays.stream(draws).map(of).toList();
  }

  /** The interval of a statistic, of which there is a value for each draw. */
  static Interval interval(DoubleStream statistic) {
    double[] values = statistic.sorted().toArray();
    return new Interval(quantile(values, (1 - LEVEL) / 2), quantile(values, (1 + LEVEL) / 2));
  }

  /** Of sorted values; NaN, which sorts last, makes all NaN. */
  private static double quantile(double[] sorted, double q) {
    if (Double.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    double position = q * (sorted.length - 1);
    int left = (int) position;
    int right = Math.min(left + 1, sorted.length - 1);
    return sorted[left] + (position - left) * (sorted[right] - sorted[left]);
  }
}
