package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.GramOp.Axis;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class GramOpTest {

  @Property
  void gradientsAreRight(
      @ForAll Axis axis,
      @ForAll("sizes") int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("sizes") int length,
      @ForAll long seed) {
    application(axis, batch, channels, length, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll Axis axis,
      @ForAll("extents") int batch,
      @ForAll @IntRange(min = 1, max = 5) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    application(axis, batch, channels, length, seed).checkBackends();
  }

  /** The file has q [n, m]; the operation wants [N, C, T], and joins C and T again. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("gram_batch")
  void theMapOverTheBatchIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    GoldenCase threeAxes =
        new GoldenCase(
            golden.file(),
            golden.name(),
            golden.spec(),
            Map.of("q", withChannels(golden.inputs().get("q"))),
            golden.outputs(),
            golden.seedGradient(),
            golden.gradients().containsKey("q")
                ? Map.of("q", withChannels(golden.gradients().get("q")))
                : Map.of());
    Application application = threeAxes.application(in -> F.gram(in.get("q"), Axis.BATCH));
    threeAxes.check(kernels, withTerms(application, "q", Axis.BATCH));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("gram_time")
  void theMapOverTimeIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Application application = golden.application(in -> F.gram(in.get("x"), Axis.TIME));
    golden.check(kernels, withTerms(application, "x", Axis.TIME));
  }

  @Property
  void rowsAreUnitVectors(
      @ForAll Axis axis,
      @ForAll("sizes") int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("sizes") int length,
      @ForAll long seed) {
    Tensor y = application(axis, batch, channels, length, seed).run(Backends.fp64(), null).get("y");
    int size = y.shape().extent(0);
    for (int i = 0; i < size; i++) {
      double square = 0;
      for (int j = 0; j < size; j++) {
        square += y.get(i * size + j) * y.get(i * size + j);
      }
      assertEquals(1, square, 1e-14 * size);
    }
  }

  @Property
  void scalingByAPowerOfTwoChangesNoBit(
      @ForAll Axis axis,
      @ForAll("sizes") int batch,
      @ForAll("sizes") int length,
      @ForAll @IntRange(min = -20, max = 20) int exponent,
      @ForAll long seed) {
    Application application = application(axis, batch, 2, length, seed);
    Tensor scaled = application.inputs().get("x").copy();
    for (int i = 0; i < scaled.elements(); i++) {
      scaled.set(i, Math.scalb(scaled.get(i), exponent));
    }
    Tensor y = application.run(Backends.fp64(), null).get("y");
    Tensor yScaled = application.with(Map.of("x", scaled)).run(Backends.fp64(), null).get("y");
    // r is a square root of a sum of squares and 1 / r is rounded: all of them scale exactly.
    Near.requireSameBits("scaled", y, yScaled);
  }

  @Property
  void permutingTheBatchPermutesTheMapOverTheBatchAndLeavesThatOverTime(
      @ForAll @IntRange(min = 1, max = 7) int batch,
      @ForAll("sizes") int length,
      @ForAll @IntRange(min = 0, max = 6) int shift,
      @ForAll long seed) {
    Tensor x = application(Axis.BATCH, batch, 2, length, seed).inputs().get("x");
    Tensor moved = x.copy();
    for (int i = 0; i < x.elements(); i++) {
      moved.set(rotated(i, 2 * length, batch, shift), x.get(i));
    }
    Tensor y = map(x, Axis.BATCH);
    Tensor yMoved = map(moved, Axis.BATCH);
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        int at = (i + shift) % batch * batch + (j + shift) % batch;
        // Only the sum of squares of a row changes its order.
        assertEquals(y.get(i * batch + j), yMoved.get(at), 1e-14);
      }
    }
    Near.require("map over time", map(x, Axis.TIME), map(moved, Axis.TIME), (i, expected) -> 1e-13);
  }

  @Test
  void aRowOfZerosStaysZeroAndPassesNoGradient() {
    Tensor x = new RandomTensors(1).uniform(3, 2, 4);
    x.fill(8, 16, 0);
    Application application =
        Application.of("gram", in -> F.gram(in.get("x"), Axis.BATCH)).input("x", x);
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> results = application.run(kernels, application.seedGradient());
      for (int j = 0; j < 3; j++) {
        assertEquals(0, results.get("y").get(3 + j));
        assertEquals(0, results.get("y").get(j * 3 + 1));
      }
      assertEquals(-1, results.get("dx").firstNonFinite());
    }
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Extents.upTo(7);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  private static Application application(
      Axis axis, int batch, int channels, int length, long seed) {
    Application application =
        Application.of("gram " + axis, in -> F.gram(in.get("x"), axis))
            .input("x", new RandomTensors(seed).awayFromZero(batch, channels, length));
    return withTerms(application, "x", axis);
  }

  /**
   * The size of the terms behind {@code dx}: {@code (dy_i - y_i <y_i, dy_i>) / r_i} times Q, where
   * r_i is at least the squared norm of row i, y_i a unit vector and no seed above 4.
   */
  private static Application withTerms(Application application, String input, Axis axis) {
    Tensor x = application.inputs().get(input);
    Shape shape = x.shape();
    int size = shape.extent(axis == Axis.BATCH ? 0 : 2);
    double[] squares = new double[size];
    for (int i = 0; i < x.elements(); i++) {
      int row = axis == Axis.BATCH ? i / (shape.extent(1) * shape.extent(2)) : i % shape.extent(2);
      squares[row] += x.get(i) * x.get(i);
    }
    double largest = 0;
    for (double square : squares) {
      largest = square == 0 ? largest : Math.max(largest, 1 / square);
    }
    return application.termsOf("d" + input, 4 * 4 * Math.sqrt(size) * largest * Near.largest(x));
  }

  private static Tensor map(Tensor x, Axis axis) {
    return Application.of("gram", in -> F.gram(in.get("x"), axis))
        .input("x", x)
        .run(Backends.fp64(), null)
        .get("y");
  }

  private static int rotated(int index, int row, int rows, int shift) {
    return (index / row + shift) % rows * row + index % row;
  }

  private static Tensor withChannels(Tensor q) {
    return q.reshaped(Shape.of(q.shape().extent(0), 1, q.shape().extent(1)));
  }
}
