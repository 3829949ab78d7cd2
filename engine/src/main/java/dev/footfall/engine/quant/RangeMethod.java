package dev.footfall.engine.quant;

import java.util.Locale;

/** How the range of a value is chosen from what it was on the calibration windows. */
public enum RangeMethod {
  /** From the least to the greatest number. */
  MIN_MAX {
    @Override
    public Range of(Histogram seen) {
      return Range.around(seen.min(), seen.max());
    }
  },

  /** Without one number in 10,000 at either end, to the edge of a bin. */
  PERCENTILE {
    @Override
    public Range of(Histogram seen) {
      long tail = (long) (seen.total() * TAIL);
      int first = 0;
      for (long below = seen.count(0); below <= tail; below += seen.count(first)) {
        first++;
      }
      int last = Histogram.BINS - 1;
      for (long above = seen.count(last); above <= tail; above += seen.count(last)) {
        last--;
      }
      return Range.around(
          Math.max(seen.min(), seen.edge(first)), Math.min(seen.max(), seen.edge(last + 1)));
    }
  },

  /**
   * With the least mean squared error {@code sum count (x - real(q(x)))^2}, x the middle of a bin:
   * of cutting large numbers off, and of rounding the others.
   */
  MEAN_SQUARED_ERROR {
    @Override
    public Range of(Histogram seen) {
      double min = Math.min(0, seen.min());
      double max = Math.max(0, seen.max());
      double low = min;
      double high = max;
      // One end at a time: each round can only lower the error.
      for (int round = 0; round < ROUNDS; round++) {
        high = best(seen, low, max, true);
        low = best(seen, high, min, false);
      }
      return Range.around(low, high);
    }
  };

  private static final double TAIL = 1e-4;
  private static final int ROUNDS = 2;
  private static final int CANDIDATES = 64;

  /** The range of a value. */
  public abstract Range of(Histogram seen);

  /** The name as in files and on the command line: {@code min-max}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static RangeMethod named(String name) {
    for (RangeMethod method : values()) {
      if (method.toString().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "method \"" + name + "\" is unknown; known: min-max, percentile, mean-squared-error");
  }

  /** The best of the shares 1/64, 2/64, ... of an extreme as one end, the other end being fixed. */
  private static double best(Histogram seen, double otherEnd, double extreme, boolean upper) {
    double best = extreme;
    double least = Double.POSITIVE_INFINITY;
    for (int i = CANDIDATES; i > 0; i--) {
      double end = extreme * i / CANDIDATES;
      Range range = Range.around(upper ? otherEnd : end, upper ? end : otherEnd);
      double error = squaredError(seen, Quantization.of(range));
      if (error < least) {
        least = error;
        best = end;
      }
    }
    return best;
  }

  /** The sum of squared errors of a quantisation over what was seen. */
  static double squaredError(Histogram seen, Quantization quantization) {
    double sum = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      if (seen.count(bin) > 0) {
        double x = seen.middle(bin);
        double error = x - quantization.dequantize(quantization.quantize(x));
        sum += seen.count(bin) * error * error;
      }
    }
    return sum;
  }
}
