package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class SliceOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(max = 2) int axis,
      @ForAll("extents") int extent,
      @ForAll @IntRange(min = 1, max = 4) int step,
      @ForAll boolean backwards,
      @ForAll @IntRange(max = 16) int from,
      @ForAll @IntRange(max = 17) int length,
      @ForAll long seed) {
    int start = from % extent;
    int room = backwards ? start + 1 : extent - start;
    int span = length % (room + 1);
    SliceOp slice =
        backwards
            ? new SliceOp(axis, start, start - span, -step)
            : new SliceOp(axis, start, start + span, step);
    Application application =
        application(slice, new RandomTensors(seed).uniform(shape(axis, extent)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("slice")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    golden.check(
        kernels,
        golden.application(
            in ->
                F.slice(
                    in.get("x"),
                    spec.get("axis").asInt(),
                    spec.get("start").asInt(),
                    spec.get("end").asInt(),
                    spec.get("step").asInt())));
  }

  @Property
  void slicesJoinToTheWhole(
      @ForAll @IntRange(max = 2) int axis,
      @ForAll("extents") int extent,
      @ForAll @IntRange(max = 17) int cut,
      @ForAll long seed) {
    int middle = cut % (extent + 1);
    Tensor x = new RandomTensors(seed).uniform(shape(axis, extent));
    Application application =
        Application.of(
                "halves",
                in ->
                    F.concat(
                        axis,
                        F.slice(in.get("x"), axis, 0, middle),
                        F.slice(in.get("x"), axis, middle, extent)))
            .input("x", x);
    Tensor seedGradient = application.seedGradient();
    Map<String, Tensor> results = application.run(Backends.fp64(), seedGradient);
    Near.requireSameBits("y", x, results.get("y"));
    Near.requireSameBits("dx", seedGradient, results.get("dx"));
  }

  @Property
  void aFlipIsItsOwnInverse(
      @ForAll @IntRange(max = 2) int axis, @ForAll("extents") int extent, @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(shape(axis, extent));
    Application application =
        Application.of("flip twice", in -> F.flip(F.flip(in.get("x"), axis), axis)).input("x", x);
    Near.requireSameBits("y", x, application.run(Backends.fp64(), null).get("y"));
  }

  @Test
  void aFlipOfNothingIsNothing() {
    Tensor nothing = new RandomTensors(1).uniform(2, 3, 0);
    Application application =
        Application.of("flip", in -> F.flip(in.get("x"), 2)).input("x", nothing);
    assertEquals(nothing.shape(), application.outputShape());
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }

  private static Shape shape(int axis, int extent) {
    return Shapes.with(Shape.of(2, 3, 2), axis, extent);
  }

  private static Application application(SliceOp op, Tensor x) {
    return Application.of(
            op.toString(), in -> F.slice(in.get("x"), op.axis(), op.start(), op.end(), op.step()))
        .input("x", x);
  }
}
