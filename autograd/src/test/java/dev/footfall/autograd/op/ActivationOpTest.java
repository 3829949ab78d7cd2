package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.ActivationOp.Function;
import dev.footfall.autograd.tape.Tape;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ActivationOpTest {

  /** No input is near 0, where relu has its kink. */
  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    for (Function function : Function.values()) {
      Application application = application(function, batch, channels, length, seed);
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("relu")
  void reluIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> F.relu(in.get("x"))));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("sigmoid")
  void sigmoidIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, withTerms(golden.application(in -> F.sigmoid(in.get("x")))));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("tanh")
  void tanhIsWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, withTerms(golden.application(in -> F.tanh(in.get("x")))));
  }

  @Test
  void errorsNameTheFunction() {
    assertEquals("relu", new ActivationOp(Function.RELU).name());
    assertEquals("sigmoid", new ActivationOp(Function.SIGMOID).name());
    assertEquals("tanh", new ActivationOp(Function.TANH).name());
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  private static Application application(
      Function function, int batch, int channels, int length, long seed) {
    Application application =
        Application.of(
                function.toString(), in -> Tape.apply(new ActivationOp(function), in.get("x")))
            .input("x", new RandomTensors(seed).awayFromZero(batch, channels, length));
    return function == Function.RELU ? application : withTerms(application);
  }

  /**
   * The slopes {@code y (1 - y)} and {@code 1 - y y} are differences of terms of size 1, times a
   * seed of at most 7.
   */
  private static Application withTerms(Application application) {
    return application.termsOf("dx", 7);
  }
}
