package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.kernel.Kernels;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;

class ConcatOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 4) Integer> channels,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int length,
      @ForAll boolean withTime,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of(
            "concat of " + channels, in -> F.concat(in.values().toArray(Variable[]::new)));
    for (int i = 0; i < channels.size(); i++) {
      application.input(
          "x" + i,
          withTime
              ? random.uniform(batch, channels.get(i), length)
              : random.uniform(batch, channels.get(i)));
    }
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("concat")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(
        kernels, golden.application(in -> F.concat(in.get("a"), in.get("b"), in.get("c"))));
  }

  @Property
  void gradientsAreRightAlongAnyAxis(
      @ForAll @IntRange(max = 2) int axis,
      @ForAll("extents") int first,
      @ForAll @IntRange(max = 4) int second,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Shape shape = Shape.of(2, 3, 2);
    Application application =
        Application.of("concat along " + axis, in -> F.concat(axis, in.get("a"), in.get("b")))
            .input("a", random.uniform(Shapes.with(shape, axis, first)))
            .input("b", random.uniform(Shapes.with(shape, axis, second)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("concat_axis")
  void isWhatPyTorchComputesAlongAnyAxis(GoldenCase golden, Kernels kernels) {
    int axis = golden.spec().get("axis").asInt();
    golden.check(kernels, golden.application(in -> F.concat(axis, in.get("a"), in.get("b"))));
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(9);
  }
}
