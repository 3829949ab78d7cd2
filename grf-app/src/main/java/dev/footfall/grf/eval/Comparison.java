package dev.footfall.grf.eval;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.eval.Bootstrap.Interval;
import dev.footfall.grf.eval.Evaluation.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.TTest;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Two models on the same subjects: the differences {@code d} of the RMSE of one from that of the
 * other, subject by subject. Subjects are the unit, as samples and steps of one are not
 * independent.
 *
 * @param other name of the other model
 * @param subjects number of subjects
 * @param better number of subjects on whom this model errs less than the other
 * @param meanN mean of {@code d}, in N: below 0 if this model is better
 * @param interval confidence interval of the mean, as {@link Bootstrap} has it
 * @param wilcoxonP p-value of Wilcoxon's signed rank test, two-sided; 1 if all {@code d} are 0
 * @param tP p-value of the paired t-test, two-sided; NaN if all {@code d} are equal
 * @param wilcoxonHolmP the first, corrected for the number of comparisons
 * @param tHolmP the second, corrected likewise
 * @param effect mean over standard deviation of {@code d}; NaN if all are equal
 * @param rankBiserial sum of the ranks of the {@code d} above 0 less that of those below, over both
 *     sums, by {@code |d|}: from -1, this model is better on everybody, to 1; 0 if all are 0
 */
public record Comparison(
    String other,
    int subjects,
    int better,
    double meanN,
    Interval interval,
    double wilcoxonP,
    double tP,
    double wilcoxonHolmP,
    double tHolmP,
    double effect,
    double rankBiserial) {

  /**
   * Compares an evaluation with those of other models on the same subjects.
   *
   * @throws InputException if there are fewer than two subjects
   */
  public static List<Comparison> of(
      Evaluation evaluation, List<String> names, List<Evaluation> others) {
    List<Comparison> single = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      single.add(of(names.get(i), errors(evaluation), errors(others.get(i))));
    }
    double[] wilcoxon = holm(single.stream().mapToDouble(Comparison::wilcoxonP).toArray());
    double[] t = holm(single.stream().mapToDouble(Comparison::tP).toArray());
    return IntStream.range(0, single.size())
        .mapToObj(i -> single.get(i).corrected(wilcoxon[i], t[i]))
        .toList();
  }

  private static double[] errors(Evaluation evaluation) {
    return evaluation.bySubject().stream()
        .map(Part::whole)
        .filter(whole -> whole.samples() > 0)
        .mapToDouble(Metrics::rmseN)
        .toArray();
  }

  static Comparison of(String other, double[] own, double[] others) {
    int n = own.length;
    if (n < 2) {
      throw new InputException("a comparison needs at least 2 subjects (found " + n + ")");
    }
    double[] d = new double[n];
    Moments moments = new Moments();
    for (int i = 0; i < n; i++) {
      d[i] = own[i] - others[i];
      moments.add(d[i]);
    }
    boolean equal = Arrays.stream(d).allMatch(x -> x == 0);
    double sd = moments.sd();
    double wilcoxonP = equal ? 1 : WilcoxonSignedRankTest.withDefaults().test(d).getPValue();
    double tP = sd > 0 ? TTest.withDefaults().test(d).getPValue() : Double.NaN;
    return new Comparison(
        other,
        n,
        (int) Arrays.stream(d).filter(x -> x < 0).count(),
        moments.mean(),
        Bootstrap.interval(
            new Bootstrap(n)
                    .each(
                        draw -> Arrays.stream(draw).mapToDouble(i -> d[i]).average().orElseThrow())
                    .stream()
                    .mapToDouble(mean -> mean)),
        wilcoxonP,
        tP,
        wilcoxonP,
        tP,
        sd > 0 ? moments.mean() / sd : Double.NaN,
        rankBiserial(d));
  }

  private Comparison corrected(double wilcoxon, double t) {
    return new Comparison(
        other, subjects, better, meanN, interval, wilcoxonP, tP, wilcoxon, t, effect, rankBiserial);
  }

  /** Zeros have no sign and no rank; equal sizes share the mean of their ranks. */
  private static double rankBiserial(double[] differences) {
    double[] d = Arrays.stream(differences).filter(x -> x != 0).toArray();
    double signed = 0;
    double all = 0;
    for (double x : d) {
      double smaller = Arrays.stream(d).filter(y -> Math.abs(y) < Math.abs(x)).count();
      double same = Arrays.stream(d).filter(y -> Math.abs(y) == Math.abs(x)).count();
      double rank = smaller + (same + 1) / 2;
      signed += Math.signum(x) * rank;
      all += rank;
    }
    return all == 0 ? 0 : signed / all;
  }

  /**
   * Holm's correction: with the p-values sorted, {@code q_i = max_(j <= i) min(1, (m - j) p_j)}
   * from {@code j = 0} on; those that are NaN stay so and do not count to m.
   */
  static double[] holm(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .toList();
    double[] corrected = p.clone();
    double least = 0;
    for (int j = 0; j < order.size(); j++) {
      least = Math.max(least, Math.min(1, (order.size() - j) * p[order.get(j)]));
      corrected[order.get(j)] = least;
    }
    return corrected;
  }
}
