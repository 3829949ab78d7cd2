package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;
import dev.footfall.engine.runtime.Workers;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Views of any kind, against the index formula that defines them. */
class MovementLawTest {
  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  @Test
  void scalarAndVectorAreTheSameCode() {
    assertSame(BackEnds.scalar().movement().getClass(), BackEnds.vector().movement().getClass());
  }

  @Property
  void everyBackEndFollowsTheIndices(
      @ForAll @IntRange(min = 1, max = 4) int a,
      @ForAll @IntRange(min = 1, max = 4) int b,
      @ForAll @IntRange(min = 1, max = 20) int c,
      @ForAll @IntRange(max = 5) int order,
      @ForAll @IntRange(max = 2) int slicedAxis,
      @ForAll @IntRange(min = -3, max = 3) int step,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = random(random, a, b, c);
    int extent = x.shape().extent(slicedAxis);
    int start = random.nextInt(extent);
    int room = step == 0 ? 5 : step > 0 ? (extent - 1 - start) / step : start / -step;
    int count = 1 + random.nextInt(room + 1);
    int[] axes = ORDERS[order];
    View from = View.of(x).slice(slicedAxis, start, count, step).permuted(axes);
    Shape shape = from.shape();
    Tensor expected = Tensor.zeros(x.dtype(), shape);
    int[] index = new int[3];
    for (int i = 0; i < expected.elements(); i++) {
      index[axes[0]] = i / (shape.extent(1) * shape.extent(2));
      index[axes[1]] = i / shape.extent(2) % shape.extent(1);
      index[axes[2]] = i % shape.extent(2);
      index[slicedAxis] = start + index[slicedAxis] * step;
      expected.set(i, x.get((index[0] * b + index[1]) * c + index[2]));
    }
    for (Kernels kernels : BackEnds.on(Workers.of(1))) {
      Tensor converted = x.to(kernels.dtype());
      View view = View.of(converted).slice(slicedAxis, start, count, step).permuted(axes);
      Tensor y = Tensor.zeros(kernels.dtype(), shape);
      kernels.movement().copy(view, View.of(y));
      assertSameBits(kernels.name() + " copy", expected.to(kernels.dtype()), y);
      Tensor sum = Tensor.zeros(kernels.dtype(), shape);
      kernels.movement().accumulate(1, view, View.of(sum));
      assertSameBits(kernels.name() + " accumulate", expected.to(kernels.dtype()), sum);
    }
  }

  /** {@code <copy(x), dy> = <x, accumulate(dy)>}, exactly, on small integers. */
  @Property
  void accumulateIsTheAdjointOfCopy(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll @IntRange(min = -3, max = 3) int step,
      @ForAll long seed) {
    Random random = new Random(seed);
    int start = random.nextInt(columns);
    int room = step == 0 ? 5 : step > 0 ? (columns - 1 - start) / step : start / -step;
    int count = 1 + random.nextInt(room + 1);
    for (Kernels kernels : BackEnds.on(Workers.of(1))) {
      Tensor x = integers(random, kernels, rows, columns);
      Tensor dy = integers(random, kernels, rows, count);
      Tensor y = Tensor.zeros(kernels.dtype(), rows, count);
      Tensor dx = Tensor.zeros(kernels.dtype(), rows, columns);
      kernels.movement().copy(View.of(x).slice(1, start, count, step), View.of(y));
      kernels.movement().accumulate(1, View.of(dy), View.of(dx).slice(1, start, count, step));
      assertEquals(dot(y, dy), dot(x, dx), kernels.name());
    }
  }

  private static Tensor integers(Random random, Kernels kernels, int rows, int columns) {
    Tensor tensor = Tensor.zeros(kernels.dtype(), rows, columns);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextInt(-9, 10));
    }
    return tensor;
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.elements(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }
}
