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
import org.junit.jupiter.params.ParameterizedTest;

class MeanOpTest {

  @Property
  void gradientsAreRight(
      @ForAll("extents") int rows, @ForAll("extents") int columns, @ForAll long seed) {
    Application application =
        Application.of("mean", in -> F.mean(in.get("x")))
            .input("x", new RandomTensors(seed).uniform(rows, columns));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("mean")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> F.mean(in.get("x"))));
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
