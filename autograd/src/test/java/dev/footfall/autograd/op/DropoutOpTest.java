package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class DropoutOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @DoubleRange(min = 0, max = 0.9) double p,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int length,
      @ForAll boolean training,
      @ForAll long seed) {
    Application application = application(p, seed, new RandomTensors(seed).uniform(batch, length));
    if (!training) {
      application.atInference();
    }
    application.checkGradients();
    application.checkBackends();
  }

  /** The generator of the golden file has its own SplitMix64. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("dropout")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    double p = golden.spec().get("p").asDouble();
    long seed = golden.spec().get("seed").asLong();
    golden.check(kernels, golden.application(in -> F.dropout(in.get("x"), p, seed)));
  }

  @Property
  void inferenceIsTheIdentity(@ForAll @IntRange(min = 1, max = 33) int n, @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(n);
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> results = application(0.5, seed, x).atInference().run(kernels, x);
      Near.requireSameBits("y", x.to(kernels.dtype()), results.get("y"));
      Near.requireSameBits("dx", x.to(kernels.dtype()), results.get("dx"));
    }
  }

  /** The number dropped is binomial: five standard deviations. */
  @Test
  void theShareOfZerosIsP() {
    int n = 100_000;
    Tensor x = Tensor.of(Shape.of(n), new double[n]);
    x.fill(1);
    for (double p : new double[] {0.1, 0.5, 0.9}) {
      Tensor y = application(p, 1, x).run(Backends.fp64(), null).get("y");
      int zeros = 0;
      for (int i = 0; i < n; i++) {
        zeros += y.get(i) == 0 ? 1 : 0;
        assertTrue(y.get(i) == 0 || y.get(i) == 1 / (1 - p));
      }
      assertEquals(p * n, zeros, 5 * Math.sqrt(p * (1 - p) * n));
    }
  }

  @Test
  void sharesOutOfRangeAreRejected() {
    for (double p : new double[] {-0.1, 1, Double.NaN}) {
      assertEquals(
          "dropout: p must be at least 0 and below 1 (" + p + ")",
          assertThrows(IllegalArgumentException.class, () -> new DropoutOp(p, 1)).getMessage());
    }
  }

  private static Application application(double p, long seed, Tensor x) {
    return Application.of("dropout of " + p, in -> F.dropout(in.get("x"), p, seed)).input("x", x);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
