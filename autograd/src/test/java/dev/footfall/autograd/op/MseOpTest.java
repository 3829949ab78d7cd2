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
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class MseOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        application(
            random.uniform(batch, channels, length), random.uniform(batch, channels, length));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("mse")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(kernels, golden.application(in -> F.mse(in.get("prediction"), in.get("target"))));
  }

  /** Near the optimum the gradient is small, not the difference of two large products. */
  @Property
  void theGradientOfASmallErrorIsAsPreciseAsTheError(
      @ForAll @IntRange(min = 1, max = 33) int n,
      @ForAll @IntRange(min = 0, max = 20) int digits,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor target = random.between(1, 1.4, Shape.of(n));
    // All below 2, so exact in FLOAT32: multiples of 2^-23.
    Tensor prediction = target.copy();
    for (int i = 0; i < n; i++) {
      prediction.set(i, target.get(i) + i % 3 * Math.scalb(1.0, digits - 23));
    }
    Application application = application(prediction, target);
    Tensor seedGradient = Tensor.of(Shape.of(), new double[] {1});
    for (Kernels kernels : Backends.float32()) {
      Map<String, Tensor> found = application.run(kernels, seedGradient);
      for (int i = 0; i < n; i++) {
        double expected = 2 * (prediction.get(i) - target.get(i)) / n;
        // Two roundings: that of 2 / n and that of the product.
        double limit = 2.001 * kernels.dtype().unitRoundoff() * Math.abs(expected);
        assertEquals(expected, found.get("da").get(i), limit, kernels.name());
        assertEquals(-expected, found.get("db").get(i), limit, kernels.name());
      }
    }
  }

  @Property
  void equalTensorsHaveNeitherErrorNorGradient(
      @ForAll @IntRange(min = 1, max = 33) int n, @ForAll long seed) {
    Tensor a = new RandomTensors(seed).uniform(n);
    Tensor seedGradient = Tensor.of(Shape.of(), new double[] {3});
    for (Kernels kernels : Backends.all()) {
      application(a, a.copy())
          .run(kernels, seedGradient)
          .forEach((result, value) -> assertEquals(0, Near.largest(value), result));
    }
  }

  private static Application application(Tensor a, Tensor b) {
    return Application.of("mse", in -> F.mse(in.get("a"), in.get("b"))).input("a", a).input("b", b);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
