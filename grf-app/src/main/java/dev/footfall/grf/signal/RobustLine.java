package dev.footfall.grf.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * A line through points of which some are wrong: {@code y = level + slope x}.
 *
 * <p>The median of the slopes of all pairs, and the median of what then remains (Theil and Sen),
 * bear up to 29 % of wrong points. Points within 3 robust standard deviations of that line, or
 * within 2 ms, are then fitted by least squares.
 *
 * @param points how many points are near the line
 * @param deviation standard deviation of those from it
 * @param meanX mean of their x
 * @param spreadX sum of the squares of {@code x - meanX}
 */
record RobustLine(
    double level, double slope, int points, double deviation, double meanX, double spreadX) {
  private static final double CLOSE = 2e-3;

  /** Median absolute deviation to standard deviation, for a normal distribution. */
  private static final double TO_DEVIATION = 1.4826;

  /**
   * The line through at least two points.
   *
   * @param points pairs of x, all different, and y
   */
  static RobustLine through(List<double[]> points) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = 0; j < i; j++) {
        double[] a = points.get(j);
        double[] b = points.get(i);
        slopes.add((b[1] - a[1]) / (b[0] - a[0]));
      }
    }
    double slope = median(slopes);
    double level = median(points.stream().map(p -> p[1] - slope * p[0]).toList());
    double spread =
        TO_DEVIATION
            * median(points.stream().map(p -> Math.abs(p[1] - level - slope * p[0])).toList());
    double bound = Math.max(CLOSE, 3 * spread);
    return leastSquares(
        points.stream().filter(p -> Math.abs(p[1] - level - slope * p[0]) <= bound).toList());
  }

  private static RobustLine leastSquares(List<double[]> points) {
    int n = points.size();
    double meanX = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
    double meanY = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
    double xx = 0;
    double xy = 0;
    for (double[] p : points) {
      xx += (p[0] - meanX) * (p[0] - meanX);
      xy += (p[0] - meanX) * (p[1] - meanY);
    }
    double slope = xx == 0 ? 0 : xy / xx;
    double level = meanY - slope * meanX;
    double squares = 0;
    for (double[] p : points) {
      double rest = p[1] - level - slope * p[0];
      squares += rest * rest;
    }
    double deviation = Math.sqrt(squares / Math.max(1, n - 2));
    return new RobustLine(level, slope, n, deviation, meanX, xx);
  }

  private static double median(List<Double> values) {
    return GaitEvents.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Standard error of the line at the further of {@code -x} and {@code x}. */
  double standardError(double x) {
    double away = Math.abs(x) + Math.abs(meanX);
    return deviation * Math.sqrt(1.0 / points + (spreadX == 0 ? 0 : away * away / spreadX));
  }
}
