package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class LinearOpTest {

  @Property
  void gradientsAreRight(
      @ForAll("sizes") int batch,
      @ForAll("sizes") int in,
      @ForAll("sizes") int out,
      @ForAll long seed) {
    application(batch, in, out, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll("extents") int batch,
      @ForAll("extents") int in,
      @ForAll("extents") int out,
      @ForAll long seed) {
    application(batch, in, out, seed).checkBackends();
  }

  /** The layer always has a bias; a file case without one is the case of a zero bias. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("linear")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Application application =
        golden.application(in -> F.linear(in.get("x"), in.get("w"), in.get("b")));
    if (!golden.inputs().containsKey("b")) {
      int out = golden.inputs().get("w").shape().extent(0);
      application.constant("b", Tensor.zeros(DType.FLOAT64, out));
    }
    golden.check(kernels, application);
  }

  @Property
  void gradientsAreRightOverSeveralAxes(
      @ForAll @IntRange(min = 1, max = 3) int windows,
      @ForAll @IntRange(min = 1, max = 3) int samples,
      @ForAll("sizes") int in,
      @ForAll("sizes") int out,
      @ForAll long seed) {
    Tensor rows = new RandomTensors(seed).uniform(windows, samples, in);
    Application application = application(1, in, out, seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>(application.inputs());
    inputs.put("x", rows);
    application.with(inputs).checkGradients();
    application.with(inputs).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("linear_axes")
  void isWhatPyTorchComputesOverSeveralAxes(GoldenCase golden, Kernels kernels) {
    golden.check(
        kernels, golden.application(in -> F.linear(in.get("x"), in.get("w"), in.get("b"))));
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Extents.upTo(9);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  private static Application application(int batch, int in, int out, long seed) {
    RandomTensors random = new RandomTensors(seed);
    return Application.of("linear", v -> F.linear(v.get("x"), v.get("weight"), v.get("bias")))
        .input("x", random.uniform(batch, in))
        .input("weight", random.uniform(out, in))
        .input("bias", random.uniform(out));
  }
}
