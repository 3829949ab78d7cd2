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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class Upsample1dOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll @IntRange(min = 1, max = 5) int factor,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(batch, channels, length);
    for (Upsample1dOp.Mode mode : Upsample1dOp.Mode.values()) {
      Application application = application(x, factor, mode);
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("upsample1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    int factor = golden.spec().get("factor").asInt();
    Upsample1dOp.Mode mode =
        golden.spec().get("linear").asBoolean()
            ? Upsample1dOp.Mode.LINEAR
            : Upsample1dOp.Mode.NEAREST;
    golden.check(kernels, golden.application(in -> F.upsample1d(in.get("x"), factor, mode)));
  }

  /** The mean over the interval of each sample gives it back: exactly so without interpolation. */
  @Property
  void averagingUndoesNearest(
      @ForAll("extents") int length, @ForAll @IntRange(min = 1, max = 4) int power) {
    int factor = 1 << power; // sums and quotients are exact
    Tensor x = new RandomTensors(7).uniform(1, 2, length);
    Application application =
        Application.of(
                "there and back",
                in ->
                    F.avgPool1d(
                        F.upsample1d(in.get("x"), factor, Upsample1dOp.Mode.NEAREST),
                        Pool1dSpec.of(factor)))
            .input("x", x);
    Near.requireSameBits("y", x, application.run(Backends.fp64(), null).get("y"));
  }

  /** A ramp of slope r becomes one of slope 1, but for the ends, where it is constant. */
  @Test
  void aRampStaysARampAwayFromTheEnds() {
    for (int factor = 1; factor <= 4; factor++) {
      Tensor x = Tensor.of(Shape.of(1, 1, 3), new double[] {0, 8 * factor, 16 * factor});
      Tensor y =
          application(x, factor, Upsample1dOp.Mode.LINEAR).run(Backends.fp64(), null).get("y");
      for (int t = 0; t < y.elements(); t++) {
        double ramp = 8 * (t + 0.5) - 4 * factor;
        // Weights and products of numbers of at most 64, a few roundings each.
        assertEquals(Math.clamp(ramp, 0, 16 * factor), y.get(t), 8 * 64 * 0x1p-53);
      }
    }
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }

  private static Application application(Tensor x, int factor, Upsample1dOp.Mode mode) {
    return Application.of(
            "upsample1d " + mode + " by " + factor, in -> F.upsample1d(in.get("x"), factor, mode))
        .input("x", x);
  }
}
