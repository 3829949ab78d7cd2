package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ReductionKernel;
import dev.footfall.engine.kernel.scalar.ScalarReductions;
import dev.footfall.engine.runtime.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums with two vector accumulators, a scalar tail and one reduction at the end. Two suffice: the
 * rows are short, and loads, not additions, set the pace. Extremes do not depend on an order: one
 * accumulator and {@code reduceLanes} do.
 */
final class VectorReductions implements ReductionKernel {
  private static final ReductionKernel TAIL = new ScalarReductions();

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
    return sumOfLanes(s0.add(s1)) + tail;
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
    return sumOfLanes(s0.add(s1)) + tail;
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
    return sumOfLanes(s0.add(s1)) + tail;
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
    return sumOfLanes(s0.add(s1)) + tail;
  }

  @Override
  public double max(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    FloatVector extreme = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      extreme = extreme.max(load(xs, xOffset + i));
    }
    double tail = TAIL.max(n - i, x, xOffset + i);
    return Math.max(extreme.reduceLanes(VectorOperators.MAX), tail);
  }

  @Override
  public double min(int n, Tensor x, int xOffset) {
    float[] xs = x.floats();
    FloatVector extreme = FloatVector.broadcast(Lanes.SPECIES, Float.POSITIVE_INFINITY);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      extreme = extreme.min(load(xs, xOffset + i));
    }
    double tail = TAIL.min(n - i, x, xOffset + i);
    return Math.min(extreme.reduceLanes(VectorOperators.MIN), tail);
  }

  /**
   * Sum of the lanes, halves onto halves. Not {@code reduceLanes}, which leaves the order open: C2
   * and the interpreter differ in it, and then a result depends on the moment of compilation.
   */
  static float sumOfLanes(FloatVector vector) {
    Scratch scratch = Scratch.ofThread();
    int mark = scratch.mark();
    float[] lanes = scratch.takeFloats(Lanes.COUNT);
    vector.intoArray(lanes, 0);
    for (int half = Lanes.COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    float sum = lanes[0];
    scratch.release(mark);
    return sum;
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(Lanes.SPECIES, values, offset);
  }
}
