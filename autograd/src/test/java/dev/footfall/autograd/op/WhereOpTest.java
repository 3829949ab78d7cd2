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

class WhereOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll boolean conditionOfTime,
      @ForAll boolean bOfChannels,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Shape whole = Shape.of(2, channels, length);
    Tensor condition = random.uniform(conditionOfTime ? Shape.of(length) : whole);
    for (int i = 0; i < condition.elements(); i++) {
      condition.set(i, condition.get(i) > 0 ? 1 : 0);
    }
    Application application =
        Application.of("where", in -> F.where(condition, in.get("a"), in.get("b")))
            .input("a", random.uniform(whole))
            .input("b", random.uniform(bOfChannels ? Shape.of(channels, 1) : whole));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("where")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    golden.check(
        kernels,
        golden.application(in -> F.where(in.get("condition").value(), in.get("a"), in.get("b"))));
  }

  @Property
  void whatIsNotChosenDoesNotPass(@ForAll @IntRange(min = 1, max = 33) int n) {
    Tensor condition = Tensor.of(Shape.of(n), new float[n]);
    Tensor nan = Tensor.of(Shape.of(n), new double[n]);
    nan.fill(Double.NaN);
    Tensor b = new RandomTensors(n).uniform(n);
    Application application =
        Application.of("where", in -> F.where(condition, in.get("a"), in.get("b")))
            .input("a", nan)
            .input("b", b);
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> results = application.run(kernels, nan);
      Near.requireSameBits("y", b.to(kernels.dtype()), results.get("y"));
      assertEquals(0, Near.largest(results.get("da")));
      assertEquals(0, results.get("db").firstNonFinite());
    }
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }
}
