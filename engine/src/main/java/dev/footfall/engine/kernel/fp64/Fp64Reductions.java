package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ReductionKernel;

/** Sums in double precision, in ascending order, and extremes. */
final class Fp64Reductions implements ReductionKernel {

  @Override
  public double sum(int n, Tensor x, int xOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x.doubles()[xOffset + i];
    }
    return sum;
  }

  @Override
  public double dot(int n, Tensor a, int aOffset, double center, Tensor b, int bOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a.doubles()[aOffset + i] * (b.doubles()[bOffset + i] - center);
    }
    return sum;
  }

  @Override
  public double sumOfSquaredDeviations(int n, double center, Tensor x, int xOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double deviation = x.doubles()[xOffset + i] - center;
      sum += deviation * deviation;
    }
    return sum;
  }

  @Override
  public double squaredDistance(int n, Tensor a, int aOffset, Tensor b, int bOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double difference = a.doubles()[aOffset + i] - b.doubles()[bOffset + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double max(int n, Tensor x, int xOffset) {
    double extreme = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      extreme = Math.max(extreme, x.doubles()[xOffset + i]);
    }
    return extreme;
  }

  @Override
  public double min(int n, Tensor x, int xOffset) {
    double extreme = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      extreme = Math.min(extreme, x.doubles()[xOffset + i]);
    }
    return extreme;
  }
}
