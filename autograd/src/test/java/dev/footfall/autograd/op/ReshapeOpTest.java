package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
import dev.footfall.engine.kernel.Kernels;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ReshapeOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int a,
      @ForAll @IntRange(min = 1, max = 3) int b,
      @ForAll("extents") int c,
      @ForAll boolean join,
      @ForAll long seed) {
    Application application =
        Application.of(
                "reshape",
                in -> join ? F.reshape(in.get("x"), a * b, c) : F.reshape(in.get("x"), c, 1, b, a))
            .input("x", new RandomTensors(seed).uniform(a, b, c));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("reshape")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    int[] shape = golden.spec().get("shape").asInts();
    golden.check(kernels, golden.application(in -> F.reshape(in.get("x"), shape)));
  }

  @Test
  void aSingleElementIsAScalarIfOneLikes() {
    Application application =
        Application.of("scalar", in -> F.reshape(in.get("x")))
            .input("x", new RandomTensors(1).uniform(1, 1, 1));
    assertEquals(Shape.of(), application.outputShape());
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }
}
