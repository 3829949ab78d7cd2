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
import dev.footfall.engine.kernel.Kernels;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class LayerNormOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int channels,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 3) int axes,
      @ForAll("epsilons") double epsilon,
      @ForAll long seed) {
    application(batch, channels, length, axes, epsilon, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll("channels") int channels,
      @ForAll("extents") int length,
      @ForAll @IntRange(min = 1, max = 3) int axes,
      @ForAll("epsilons") double epsilon,
      @ForAll long seed) {
    application(batch, channels, length, axes, epsilon, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("layer_norm")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    double epsilon = golden.spec().get("eps").asDouble();
    Application application =
        golden.application(
            in -> F.layerNorm(in.get("x"), in.get("gamma"), in.get("beta"), epsilon));
    int size = golden.inputs().get("gamma").elements();
    golden.check(kernels, NormTerms.on(application, size, epsilon));
  }

  @Property
  void rowsHaveTheMeanAndVarianceAskedFor(@ForAll("lengths") int length, @ForAll long seed) {
    Tensor y = standardised(new RandomTensors(seed).alternating(2, 3, length), length);
    for (int row = 0; row < 6; row++) {
      double sum = 0;
      double squares = 0;
      for (int t = 0; t < length; t++) {
        sum += y.get(row * length + t);
        squares += y.get(row * length + t) * y.get(row * length + t);
      }
      // A variance of at least 1/16 beside an epsilon of 1e-12.
      assertEquals(0, sum / length, 1e-12);
      assertEquals(length == 1 ? 0 : 1, squares / length, 1e-10);
    }
  }

  /** Scale and offset of a row do not matter, as far as epsilon is small. */
  @Property
  void rowsKnowNoScaleAndNoOffset(@ForAll("lengths") int length, @ForAll long seed) {
    Tensor x = new RandomTensors(seed).alternating(2, 3, length);
    Tensor moved = x.copy();
    for (int i = 0; i < moved.elements(); i++) {
      moved.set(i, 4 * moved.get(i) + 5);
    }
    Near.require("y", standardised(x, length), standardised(moved, length), (i, expected) -> 1e-10);
  }

  private static Tensor standardised(Tensor x, int length) {
    Tensor one = Tensor.zeros(x.dtype(), length);
    one.fill(1);
    Application application =
        Application.of(
                "layer_norm", in -> F.layerNorm(in.get("x"), in.get("one"), in.get("zero"), 1e-12))
            .input("x", x)
            .constant("one", one)
            .constant("zero", Tensor.zeros(x.dtype(), length));
    return application.run(Backends.fp64(), null).get("y");
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.of(1, 2, 3, 5);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Extents.upTo(9);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Double> epsilons() {
    return Arbitraries.of(1e-5, 1e-3, 0.1, 1.0);
  }

  private static Application application(
      int batch, int channels, int length, int axes, double epsilon, long seed) {
    RandomTensors random = new RandomTensors(seed);
    int[] extents = {batch, channels, length};
    Shape normalised = Shape.of(Arrays.copyOfRange(extents, 3 - axes, 3));
    Application application =
        Application.of(
                "layer_norm epsilon " + epsilon,
                in -> F.layerNorm(in.get("x"), in.get("gamma"), in.get("beta"), epsilon))
            .input("x", random.alternating(batch, channels, length))
            .input("gamma", random.uniform(normalised))
            .input("beta", random.uniform(normalised));
    return NormTerms.on(application, normalised.elements(), epsilon);
  }
}
