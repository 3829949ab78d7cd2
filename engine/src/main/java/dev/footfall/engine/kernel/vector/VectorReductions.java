package dev.footfall.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ADD;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ReductionKernel;
import jdk.incubator.vector.FloatVector;

/**
 * Sums with two vector accumulators, a scalar tail and one reduction at the end. Two suffice: the
 * rows are short, and loads, not additions, set the pace.
 */
final class VectorReductions implements ReductionKernel {

  @Override
  public double sum(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= n - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
      s0 = s0.add(load(xs, xOffset + i));
      s1 = s1.add(load(xs, xOffset + i + Lanes.COUNT));
    }
    float tail = 0;
    for (; i < n; i++) {
      tail += xs[xOffset + i];
    }
    return s0.add(s1).reduceLanes(ADD) + tail;
  }

  @Override
  public double dot(int n, Tensor a, int aOffset, double center, Tensor b, int bOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float middle = (float) center;
    FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= n - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
      FloatVector d0 = load(bs, bOffset + i).sub(middle);
      FloatVector d1 = load(bs, bOffset + i + Lanes.COUNT).sub(middle);
      s0 = load(as, aOffset + i).fma(d0, s0);
      s1 = load(as, aOffset + i + Lanes.COUNT).fma(d1, s1);
    }
    float tail = 0;
    for (; i < n; i++) {
      tail += as[aOffset + i] * (bs[bOffset + i] - middle);
    }
    return s0.add(s1).reduceLanes(ADD) + tail;
  }

  @Override
  public double sumOfSquaredDeviations(int n, double center, Tensor x, int xOffset) {
    float[] xs = x.floats();
    float middle = (float) center;
    FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= n - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
      FloatVector d0 = load(xs, xOffset + i).sub(middle);
      FloatVector d1 = load(xs, xOffset + i + Lanes.COUNT).sub(middle);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
    }
    float tail = 0;
    for (; i < n; i++) {
      float deviation = xs[xOffset + i] - middle;
      tail += deviation * deviation;
    }
    return s0.add(s1).reduceLanes(ADD) + tail;
  }

  @Override
  public double squaredDistance(int n, Tensor a, int aOffset, Tensor b, int bOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= n - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
      FloatVector d0 = load(as, aOffset + i).sub(load(bs, bOffset + i));
      FloatVector d1 = load(as, aOffset + i + Lanes.COUNT).sub(load(bs, bOffset + i + Lanes.COUNT));
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
    }
    float tail = 0;
    for (; i < n; i++) {
      float difference = as[aOffset + i] - bs[bOffset + i];
      tail += difference * difference;
    }
    return s0.add(s1).reduceLanes(ADD) + tail;
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset);
  }
}
