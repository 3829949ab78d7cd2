package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryFunction.Kind;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class UnaryOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 16) int eighths,
      @ForAll("exponents") double exponent,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    Shape shape = Shape.of(batch, channels, length);
    for (Kind kind : Kind.values()) {
      checkGradients(function(kind, eighths / 8.0, exponent), shape, seed);
    }
  }

  private static void checkGradients(UnaryFunction function, Shape shape, long seed) {
    boolean positive =
        switch (function.kind()) {
          case SQRT, LOG, X_LOG_X, POW -> true;
          default -> false;
        };
    Application application =
        withTerms(
            function,
            Application.of(
                    function.toString(), in -> Tape.apply(new UnaryOp(function), in.get("x")))
                .input("x", betweenKinks(new RandomTensors(seed), positive ? 0 : -4, shape)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("unary")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    UnaryFunction function =
        new UnaryFunction(
            Kind.valueOf(golden.spec().get("function").asString().toUpperCase(Locale.ROOT)),
            golden.spec().get("alpha").asDouble(),
            golden.spec().get("beta").asDouble());
    Application application =
        golden.application(in -> Tape.apply(new UnaryOp(function), in.get("x")));
    golden.check(kernels, withTerms(function, application));
  }

  /**
   * The slopes of these are sums of terms that cancel, each at most 8 for |x| up to 4 and a seed of
   * at most 2.
   */
  private static Application withTerms(UnaryFunction function, Application application) {
    return switch (function.kind()) {
      case GELU, GELU_TANH, SILU -> application.termsOf("dx", 8);
      default -> application;
    };
  }

  /** Odd multiples of 1/16 from {@code low} to 4: kinks lie at multiples of 1/8. */
  private static Tensor betweenKinks(RandomTensors random, double low, Shape shape) {
    Tensor tensor = random.between(8 * low, 32, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, (Math.floor(Math.min(tensor.get(i), 31)) + 0.5) / 8);
    }
    return tensor;
  }

  private static UnaryFunction function(Kind kind, double eighth, double exponent) {
    return switch (kind) {
      case AFFINE -> new UnaryFunction(kind, exponent, eighth);
      case CLAMP -> new UnaryFunction(kind, -eighth, eighth);
      case POW -> UnaryFunction.of(kind, exponent);
      case PINBALL -> UnaryFunction.of(kind, eighth / 2);
      default -> UnaryFunction.of(kind, eighth);
    };
  }

  @Provide
  Arbitrary<Double> exponents() {
    return Arbitraries.of(-2.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
