package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.kernel.Kernels;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class AddOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of("add", in -> F.add(in.get("a"), in.get("b")))
            .input("a", random.uniform(batch, channels, length))
            .input("b", random.uniform(batch, channels, length));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("add")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(
        kernels, golden.application(in -> F.add(in.get("a"), in.getOrDefault("b", in.get("a")))));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("add_broadcast")
  void broadcastsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> F.add(in.get("a"), in.get("b"))));
  }

  @Property
  void gradientsAreRightWhereAnOperandIsStretched(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll boolean alongTime,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of("add", in -> F.add(in.get("a"), in.get("b")))
            .input("a", random.uniform(batch, channels, length))
            .input("b", alongTime ? random.uniform(channels, 1) : random.uniform(length));
    application.checkGradients();
    application.checkBackends();
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
