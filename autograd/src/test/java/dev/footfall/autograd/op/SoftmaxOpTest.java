package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Tape;
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
import org.junit.jupiter.params.ParameterizedTest;

class SoftmaxOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int channels,
      @ForAll("extents") int length,
      @ForAll @IntRange(max = 2) int axis,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).between(-2, 2, Shape.of(batch, channels, length));
    for (boolean log : new boolean[] {false, true}) {
      Application application = withTerms(application(axis, log, x));
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("softmax")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    int axis = golden.spec().get("axis").asInt();
    boolean log = golden.spec().get("log").asBoolean();
    golden.check(
        kernels,
        withTerms(golden.application(in -> Tape.apply(new SoftmaxOp(axis, log), in.get("x")))));
  }

  @Property
  void probabilitiesSumToOneAndIgnoreAShift(
      @ForAll("extents") int n, @ForAll @IntRange(min = -1000, max = 1000) int shift) {
    Tensor x = new RandomTensors(n).between(-2, 2, Shape.of(n, 3));
    Tensor shifted = x.copy();
    for (int i = 0; i < x.elements(); i++) {
      x.set(i, Math.rint(16 * x.get(i)) / 16); // so that the sum below is exact
      shifted.set(i, x.get(i) + shift);
    }
    for (Kernels kernels : Backends.all()) {
      Tensor y = application(0, false, x).run(kernels, null).get("y");
      for (int column = 0; column < 3; column++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += y.get(3 * i + column);
        }
        // A sum of n positive numbers and a quotient, both rounded.
        assertEquals(1, sum, (n + 1) * kernels.dtype().unitRoundoff());
      }
      Near.requireSameBits("y", y, application(0, false, shifted).run(kernels, null).get("y"));
    }
  }

  @Property
  void minusInfinityHasNoProbability(@ForAll("extents") int n) {
    Tensor x = new RandomTensors(n).uniform(n + 1);
    x.set(n, Double.NEGATIVE_INFINITY);
    for (Kernels kernels : Backends.all()) {
      assertEquals(0, application(0, false, x).run(kernels, null).get("y").get(n));
    }
  }

  private static Application application(int axis, boolean log, Tensor x) {
    return Application.of(
            log ? "logSoftmax" : "softmax",
            in -> log ? F.logSoftmax(in.get("x"), axis) : F.softmax(in.get("x"), axis))
        .input("x", x);
  }

  /**
   * A logarithm is a difference, of terms of at most 8 here, and so is every gradient, for a seed
   * of at most 2; a softmax of one element is 1 whatever it is.
   */
  private static Application withTerms(Application application) {
    return application.termsOf("y", 8).termsOf("dx", 8);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
