package dev.footfall.grf.eval;

import java.util.Collection;
import java.util.List;

/**
 * Bland and Altman's limits of agreement of two ways to measure: 95 % of the differences {@code d =
 * estimated - measured} lie within {@code bias +- 1.96 sd}, if they are normally distributed.
 *
 * <p>Several differences of one subject are not independent, so the variance is that of one more
 * difference of one more subject. With {@code m_i} differences of mean {@code d_i} for subject i of
 * n, and N in all:
 *
 * <pre>
 * within  = sum_i sum_j (d_ij - d_i)^2 / (N - n)
 * between = (sum_i m_i (d_i - bias)^2 / (n - 1) - within) / k, at least 0
 * k       = (N^2 - sum_i m_i^2) / ((n - 1) N)
 * sd^2    = between + within
 * </pre>
 *
 * <p>Of one subject, or of one difference for each, it is the plain standard deviation. Source: J.
 * M. Bland and D. G. Altman, Journal of Biopharmaceutical Statistics 17(4), 2007, section 3.
 *
 * @param quantity what is compared
 * @param unit its unit
 * @param differences number of differences N
 * @param bias their mean
 * @param sd their standard deviation as above; NaN of less than two
 */
public record Agreement(String quantity, String unit, long differences, double bias, double sd) {
  private static final double NORMAL_QUANTILE = 1.96;

  /** The agreement of what was gathered for each subject. */
  static Agreement of(String quantity, String unit, Collection<Moments> subjects) {
    List<Moments> some = subjects.stream().filter(s -> s.count() > 0).toList();
    long all = some.stream().mapToLong(Moments::count).sum();
    double bias = some.stream().mapToDouble(s -> s.count() * s.mean()).sum() / all;
    double squaresWithin = some.stream().mapToDouble(Moments::squares).sum();
    double squaresBetween = 0;
    double countsSquared = 0;
    for (Moments s : some) {
      squaresBetween += s.count() * (s.mean() - bias) * (s.mean() - bias);
      countsSquared += (double) s.count() * s.count();
    }
    int n = some.size();
    double variance;
    if (n < 2 || n == all) {
      variance = all < 2 ? Double.NaN : (squaresWithin + squaresBetween) / (all - 1);
    } else {
      double within = squaresWithin / (all - n);
      double k = (all - countsSquared / all) / (n - 1);
      variance = Math.max(0, (squaresBetween / (n - 1) - within) / k) + within;
    }
    return new Agreement(quantity, unit, all, bias, Math.sqrt(variance));
  }

  /** The lower limit. */
  public double lower() {
    return bias - NORMAL_QUANTILE * sd;
  }

  /** The upper limit. */
  public double upper() {
    return bias + NORMAL_QUANTILE * sd;
  }
}
