package dev.footfall.grf.eval;

/**
 * Gathers {@link Metrics} sample by sample, in double precision and constant memory.
 *
 * <p>Means and second moments are updated by Welford's recurrence, which does not cancel where the
 * mean is large against the spread: {@code d = f - mean; mean += d / n; m2 += d (f - mean)}, and
 * likewise the co-moment (B. P. Welford, Technometrics 4(3), 1962).
 */
public final class MetricsAccumulator {
  private long samples;
  private double squaredError;
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
   * @throws ArithmeticException if either force is not finite: such an estimate has no error
   */
  public void add(double trueN, double estimateN) {
    if (!Double.isFinite(trueN) || !Double.isFinite(estimateN)) {
      throw new ArithmeticException(
          "metrics: true force " + trueN + " N, estimate " + estimateN + " N; both must be finite");
    }
    samples++;
    double error = estimateN - trueN;
    squaredError += error * error;
    absoluteError += Math.abs(error);
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

  /** The metrics of what was added so far. */
  public Metrics metrics() {
    double rmseN = Math.sqrt(squaredError / samples);
    // Each quotient is NaN where its divisor is 0, by the guard, not by luck: 1/0 is infinite.
    double range = trueMax - trueMin;
    double nrmsePercent = range > 0 ? 100 * rmseN / range : Double.NaN;
    double spread = Math.sqrt(trueMoment) * Math.sqrt(estimateMoment);
    double r = spread > 0 ? Math.clamp(coMoment / spread, -1.0, 1.0) : Double.NaN;
    double r2 = trueMoment > 0 ? 1 - squaredError / trueMoment : Double.NaN;
    return new Metrics(samples, rmseN, nrmsePercent, absoluteError / samples, r, r2);
  }
}
