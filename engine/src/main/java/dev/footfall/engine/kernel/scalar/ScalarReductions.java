package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ReductionKernel;

/** Sums in ascending order, and extremes, whose tail the vector back end leaves to it. */
public final class ScalarReductions implements ReductionKernel {

  @Override
  public double sum(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += xs[xOffset + i];
    }
    return sum;
  }

  @Override
  public double dot(int n, Tensor a, int aOffset, double center, Tensor b, int bOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float middle = (float) center;
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += as[aOffset + i] * (bs[bOffset + i] - middle);
    }
    return sum;
  }

  @Override
  public double sumOfSquaredDeviations(int n, double center, Tensor x, int xOffset) {
    float[] xs = x.floats();
    float middle = (float) center;
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float deviation = xs[xOffset + i] - middle;
      sum += deviation * deviation;
    }
    return sum;
  }

  @Override
  public double squaredDistance(int n, Tensor a, int aOffset, Tensor b, int bOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float difference = as[aOffset + i] - bs[bOffset + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double max(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    float extreme = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      extreme = Math.max(extreme, xs[xOffset + i]);
    }
    return extreme;
  }

  @Override
  public double min(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    float extreme = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      extreme = Math.min(extreme, xs[xOffset + i]);
    }
    return extreme;
  }
}
