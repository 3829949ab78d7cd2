package dev.footfall.autograd.op;

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
import dev.footfall.engine.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;

class GatherOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(max = 2) int axis,
      @ForAll("extents") int extent,
      @ForAll @Size(max = 12) List<@IntRange(max = 16) Integer> drawn,
      @ForAll long seed) {
    List<Integer> indices = drawn.stream().map(index -> index % extent).toList();
    Application application =
        Application.of("gather " + indices, in -> F.gather(in.get("x"), axis, indices))
            .input(
                "x", new RandomTensors(seed).uniform(Shapes.with(Shape.of(2, 3, 2), axis, extent)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("gather")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    int axis = golden.spec().get("axis").asInt();
    List<Integer> indices = Arrays.stream(golden.spec().get("indices").asInts()).boxed().toList();
    golden.check(kernels, golden.application(in -> F.gather(in.get("x"), axis, indices)));
  }

  @Property
  void evenIndicesAreASlice(
      @ForAll("extents") int extent,
      @ForAll @IntRange(min = 1, max = 4) int step,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(2, 3, extent);
    List<Integer> indices = IntStream.iterate(0, t -> t < extent, t -> t + step).boxed().toList();
    Application gather =
        Application.of("gather", in -> F.gather(in.get("x"), 2, indices)).input("x", x);
    Application slice =
        Application.of("slice", in -> F.slice(in.get("x"), 2, 0, extent, step)).input("x", x);
    Tensor seedGradient = slice.seedGradient();
    Map<String, Tensor> expected = slice.run(Backends.fp64(), seedGradient);
    gather
        .run(Backends.fp64(), seedGradient)
        .forEach((result, found) -> Near.requireSameBits(result, expected.get(result), found));
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
