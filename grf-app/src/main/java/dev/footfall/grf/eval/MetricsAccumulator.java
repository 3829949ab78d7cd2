package dev.footfall.grf.eval;

/**
 * Gathers {@link Metrics} sample by sample, in double precision and constant memory.
 *
 * <p>Means and second moments are updated by Welford's recurrence, which does not cancel where the
 * mean is large against the spread: {@code d = f - mean; mean += d / n; m2 += d (f - mean)}, and
 * likewise the co-moment (B. P. Welford, Technometrics 4(3), 1962). Two accumulators are joined by
 * {@code m2 = m2a + m2b + d^2 na nb / n}, {@code d} being the difference of the means (Chan, Golub
 * and LeVeque, The American Statistician 37(3), 1983).
 */
public final class MetricsAccumulator {
  private long samples;
  private long weighedSamples;
  private double squaredError;
  private double squaredErrorBw;
  private double absoluteError;
  private double trueMean;
  private double estimateMean;
  private double trueMoment;
  private double estimateMoment;
  private double coMoment;
  private double trueMin = Double.POSITIVE_INFINITY;
  private double trueMax = Double.NEGATIVE_INFINITY;

  /** Begins with nothing. */
  public MetricsAccumulator() {}

  /**
   * Adds a sample.
   *
   * @param bodyWeightN weight of whoever walked, in N; NaN where it is unknown
   * @throws ArithmeticException if either force is not finite: such an estimate has no error
   */
  public void add(double trueN, double estimateN, double bodyWeightN) {
    if (!Double.isFinite(trueN) || !Double.isFinite(estimateN)) {
      throw new ArithmeticException(
          "metrics: true force " + trueN + " N, estimate " + estimateN + " N; both must be finite");
    }
    samples++;
    double error = estimateN - trueN;
    squaredError += error * error;
    absoluteError += Math.abs(error);
    if (!Double.isNaN(bodyWeightN)) {
      weighedSamples++;
      squaredErrorBw += error / bodyWeightN * (error / bodyWeightN);
    }
    double trueDeviation = trueN - trueMean;
    double estimateDeviation = estimateN - estimateMean;
    trueMean += trueDeviation / samples;
    estimateMean += estimateDeviation / samples;
    trueMoment += trueDeviation * (trueN - trueMean);
    estimateMoment += estimateDeviation * (estimateN - estimateMean);
    coMoment += trueDeviation * (estimateN - estimateMean);
    trueMin = Math.min(trueMin, trueN);
    trueMax = Math.max(trueMax, trueN);
  }

  /** Adds all that another one has gathered, which stays as it is. */
  public void addAll(MetricsAccumulator other) {
    if (other.samples == 0) {
      return;
    }
    long all = samples + other.samples;
    double trueDeviation = other.trueMean - trueMean;
    double estimateDeviation = other.estimateMean - estimateMean;
    double share = (double) other.samples / all;
    double weight = samples * share;
    trueMoment += other.trueMoment + trueDeviation * trueDeviation * weight;
    estimateMoment += other.estimateMoment + estimateDeviation * estimateDeviation * weight;
    coMoment += other.coMoment + trueDeviation * estimateDeviation * weight;
    trueMean += trueDeviation * share;
    estimateMean += estimateDeviation * share;
    samples = all;
    weighedSamples += other.weighedSamples;
    squaredError += other.squaredError;
    squaredErrorBw += other.squaredErrorBw;
    absoluteError += other.absoluteError;
    trueMin = Math.min(trueMin, other.trueMin);
    trueMax = Math.max(trueMax, other.trueMax);
  }

  /** The metrics of what was added so far. */
  public Metrics metrics() {
    double rmseN = Math.sqrt(squaredError / samples);
    double rmseBw = Math.sqrt(squaredErrorBw / weighedSamples);
    // Each quotient is NaN where its divisor is 0, by the guard, not by luck: 1/0 is infinite.
    double range = trueMax - trueMin;
    double nrmsePercent = range > 0 ? 100 * rmseN / range : Double.NaN;
    double spread = Math.sqrt(trueMoment) * Math.sqrt(estimateMoment);
    double r = spread > 0 ? Math.clamp(coMoment / spread, -1.0, 1.0) : Double.NaN;
    double r2 = trueMoment > 0 ? 1 - squaredError / trueMoment : Double.NaN;
    return new Metrics(samples, rmseN, rmseBw, nrmsePercent, absoluteError / samples, r, r2);
  }
}
