package dev.footfall.autograd;

import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.kernel.Kernels;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

/** Scaled dot-product attention against PyTorch and against central differences. */
class AttentionTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 9) int queries,
      @ForAll @IntRange(min = 1, max = 9) int keys,
      @ForAll @IntRange(min = 1, max = 4) int width,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        attention("attention")
            .input("q", random.uniform(batch, queries, width))
            .input("k", random.uniform(batch, keys, width))
            .input("v", random.uniform(batch, keys, 2));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("attention")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Application application = attention(golden.toString());
    golden.inputs().forEach(application::input);
    golden.check(kernels, application);
  }

  private static Application attention(String name) {
    return Application.of(name, in -> F.attention(in.get("q"), in.get("k"), in.get("v")));
  }
}
