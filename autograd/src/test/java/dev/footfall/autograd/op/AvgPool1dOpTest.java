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
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class AvgPool1dOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll("specs") Pool1dSpec spec,
      @ForAll long seed) {
    int fitting = MaxPool1dOpTest.fitting(length, spec);
    Tensor x = new RandomTensors(seed).uniform(batch, channels, fitting);
    for (boolean countPadding : new boolean[] {false, true}) {
      Application application =
          Application.of(
                  "avg_pool1d " + spec + (countPadding ? " counts padding" : ""),
                  in -> F.avgPool1d(in.get("x"), spec, countPadding))
              .input("x", x);
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("avg_pool1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Pool1dSpec spec = MaxPool1dOpTest.spec(golden.spec(), 1);
    boolean countPadding = golden.spec().get("count_padding").asBoolean();
    golden.check(kernels, golden.application(in -> F.avgPool1d(in.get("x"), spec, countPadding)));
  }

  /** Padding counted, it is a convolution with K weights of 1 / K, dilated or not. */
  @Property
  void isAConvolutionWithEqualWeights(
      @ForAll("extents") int length, @ForAll("specs") Pool1dSpec spec, @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(2, 1, MaxPool1dOpTest.fitting(length, spec));
    Tensor weight = Tensor.zeros(x.dtype(), 1, 1, spec.kernelSize());
    weight.fill(1.0 / spec.kernelSize());
    Conv1dSpec convolution =
        new Conv1dSpec(spec.stride(), spec.padLeft(), spec.padRight(), spec.dilation());
    Application expected =
        Application.of("conv1d", in -> F.conv1d(in.get("x"), in.get("weight"), convolution))
            .input("x", x)
            .constant("weight", weight);
    Application pooled =
        Application.of("avg_pool1d", in -> F.avgPool1d(in.get("x"), spec)).input("x", x);
    Tensor seedGradient = expected.seedGradient();
    Map<String, Tensor> results = expected.run(Backends.fp64(), seedGradient);
    // At most 5 terms of at most 1 in a sum, each weight rounded and each sum divided.
    pooled
        .run(Backends.fp64(), seedGradient)
        .forEach(
            (result, found) ->
                Near.require(result, results.get(result), found, (i, e) -> 2 * 5 * 7 * 0x1p-53));
  }

  /** Padding left out, the mean of a constant is that constant. */
  @Property
  void aConstantStaysAConstant(@ForAll("extents") int length, @ForAll("specs") Pool1dSpec spec) {
    Tensor x = Tensor.zeros(Backends.fp64().dtype(), 1, 1, MaxPool1dOpTest.fitting(length, spec));
    x.fill(3);
    Application application =
        Application.of("avg_pool1d", in -> F.avgPool1d(in.get("x"), spec, false)).input("x", x);
    for (Kernels kernels : Backends.all()) {
      Tensor y = application.run(kernels, null).get("y");
      for (int t = 0; t < y.elements(); t++) {
        assertEquals(3, y.get(t));
      }
    }
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Pool1dSpec> specs() {
    return MaxPool1dOpTest.poolings();
  }
}
