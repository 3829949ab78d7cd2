package dev.footfall.grf.eval;

/** Number, mean and spread of some values, gathered one by one as Welford's recurrence has it. */
final class Moments {
  private long count;
  private double mean;
  private double moment;

  void add(double value) {
    count++;
    double deviation = value - mean;
    mean += deviation / count;
    moment += deviation * (value - mean);
  }

  long count() {
    return count;
  }

  /** The mean; NaN of nothing. */
  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Sum of the squared deviations from the mean. */
  double squares() {
    return moment;
  }

  /** Standard deviation of the sample, {@code sqrt(squares / (n - 1))}; NaN of less than two. */
  double sd() {
    return count < 2 ? Double.NaN : Math.sqrt(moment / (count - 1));
  }
}
