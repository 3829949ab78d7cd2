package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.ReduceOp.Function;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ReduceOpTest {

  /** The bits of a mask say which axes are reduced; none stands for all. */
  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll @IntRange(max = 7) int mask,
      @ForAll boolean keep,
      @ForAll long seed) {
    int[] axes = IntStream.range(0, 3).filter(axis -> (mask >> axis & 1) == 1).toArray();
    Tensor x = distinct(seed, Shape.of(batch, channels, length));
    for (Function function : Function.values()) {
      if (function != Function.SAMPLE_VARIANCE || reduced(x.shape(), axes) > 1) {
        Application application = application(ReduceOp.of(function, keep, axes), x);
        application.checkGradients();
        application.checkBackends();
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("reduce")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    List<Integer> axes = new ArrayList<>();
    while (golden.spec().find("axis_" + axes.size()).isPresent()) {
      axes.add(golden.spec().get("axis_" + axes.size()).asInt());
    }
    Function function =
        Function.valueOf(golden.spec().get("function").asString().toUpperCase(Locale.ROOT));
    ReduceOp op = new ReduceOp(function, golden.spec().get("keep").asBoolean(), axes);
    golden.check(kernels, withTerms(op, golden.application(in -> Tape.apply(op, in.get("x")))));
  }

  /** Some axes first and the others then is all of them, for sums and extremes. */
  @Property
  void reducingAxisByAxisIsReducingAll(
      @ForAll("extents") int rows, @ForAll("extents") int columns, @ForAll long seed) {
    Tensor x = distinct(seed, Shape.of(rows, columns));
    for (Function function : List.of(Function.MAX, Function.MIN, Function.SUM)) {
      Tensor all = run(ReduceOp.of(function, false), x);
      Tensor oneByOne =
          run(ReduceOp.of(function, false, 0), run(ReduceOp.of(function, true, 1), x));
      assertEquals(Shape.of(1), oneByOne.shape());
      // Multiples of 1/1024 below 1, of which each partial sum is exact.
      assertEquals(all.get(0), oneByOne.get(0), function.name());
    }
  }

  /** A million equal numbers, where a plain sum in single precision would lose three digits. */
  @Test
  void longSumsKeepTheirDigits() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 1 << 20);
    x.fill(0.1f);
    double exact = (1 << 20) * (double) 0.1f;
    for (Kernels kernels : Backends.float32()) {
      Tape tape = Tape.inference(kernels);
      // 1024 roundings in a piece, and one of the total.
      double limit = 1025 * kernels.dtype().unitRoundoff() * exact;
      assertEquals(exact, F.sum(tape.constant(x), false).item(), limit);
      assertEquals(0.1f, F.mean(tape.constant(x), false).item(), limit / x.elements());
    }
  }

  /** 1,500 is no multiple of the pieces that long sums are made of. */
  @Test
  void theLastPieceOfALongSumEndsWithItsRow() {
    Tensor x = Tensor.zeros(DType.FLOAT64, 2, 1500);
    x.fill(0, 1500, 1);
    x.fill(1500, 3000, 2);
    Tensor y = run(ReduceOp.of(Function.SUM, false, 1), x);
    assertEquals(1500, y.get(0));
    assertEquals(3000, y.get(1));
  }

  @Test
  void aSumOfNothingIsZero() {
    for (Kernels kernels : Backends.all()) {
      Tensor none = Tensor.zeros(kernels.dtype(), 3, 0);
      Tensor sums = F.sum(Tape.inference(kernels).constant(none), false, 1).value();
      assertEquals(Shape.of(3), sums.shape());
      assertEquals(0, Near.largest(sums));
    }
  }

  @Test
  void extremesThatTieShareTheGradient() {
    Tensor x = Tensor.of(Shape.of(2, 3), new double[] {4, 1, 4, 2, 2, 2});
    Tensor seed = Tensor.of(Shape.of(2), new double[] {6, 6});
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> max =
          application(ReduceOp.of(Function.MAX, false, 1), x).run(kernels, seed);
      Near.requireSameBits(
          "dx",
          Tensor.of(x.shape(), new double[] {3, 0, 3, 2, 2, 2}).to(kernels.dtype()),
          max.get("dx"));
      Map<String, Tensor> min =
          application(ReduceOp.of(Function.MIN, false, 1), x).run(kernels, seed);
      Near.requireSameBits(
          "dx",
          Tensor.of(x.shape(), new double[] {0, 6, 0, 2, 2, 2}).to(kernels.dtype()),
          min.get("dx"));
    }
  }

  private static Tensor run(ReduceOp op, Tensor x) {
    return application(op, x).run(Backends.scalar(), null).get("y");
  }

  private static Application application(ReduceOp op, Tensor x) {
    return withTerms(
        op, Application.of(op.toString(), in -> Tape.apply(op, in.get("x"))).input("x", x));
  }

  /**
   * Deviations are differences of numbers of at most 2, whose squares are y; 2/(m - 1) dy times one
   * is at most 16 for a seed of at most 2.
   */
  private static Application withTerms(ReduceOp op, Application application) {
    return switch (op.function()) {
      case VARIANCE, SAMPLE_VARIANCE -> application.termsOf("y", 16).termsOf("dx", 16);
      default -> application;
    };
  }

  /** Multiples of 1/1024 around 0, all different, in random order: no two are near a tie. */
  private static Tensor distinct(long seed, Shape shape) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.elements()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    Tensor tensor = Tensor.zeros(DType.FLOAT64, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, (order.get(i) - shape.elements() / 2) / 1024.0);
    }
    return tensor;
  }

  private static int reduced(Shape shape, int[] axes) {
    return axes.length == 0
        ? shape.elements()
        : IntStream.of(axes).map(shape::extent).reduce(1, (m, extent) -> m * extent);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
