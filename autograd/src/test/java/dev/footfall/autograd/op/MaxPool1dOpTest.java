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
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class MaxPool1dOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("extents") int length,
      @ForAll("specs") Pool1dSpec spec,
      @ForAll long seed) {
    Application application =
        Application.of("max_pool1d " + spec, in -> F.maxPool1d(in.get("x"), spec))
            .input("x", new RandomTensors(seed).distinct(batch, channels, fitting(length, spec)));
    application.checkGradients();
    application.checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("max_pool1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Pool1dSpec spec = spec(golden.spec(), golden.spec().get("dilation").asInt());
    golden.check(kernels, golden.application(in -> F.maxPool1d(in.get("x"), spec)));
  }

  /**
   * A rounding bound is blind where a change of the inputs moves the maximum: here are the bits.
   */
  @Test
  void ofEqualSamplesTheFirstPassesTheGradientOnEveryBackEnd() {
    GoldenCase ties = GoldenCase.of("max_pool1d", "ties");
    Application application =
        ties.application(in -> F.maxPool1d(in.get("x"), new Pool1dSpec(3, 1, 0, 0, 1)));
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> found = application.run(kernels, ties.seedGradient().orElseThrow());
      Near.requireSameBits("y", ties.outputs().get("y").to(kernels.dtype()), found.get("y"));
      Near.requireSameBits("dx", ties.gradients().get("x").to(kernels.dtype()), found.get("dx"));
    }
  }

  /** The largest of all is the largest of the largest. */
  @Property
  void windowsOfWindowsAreLongerWindows(
      @ForAll @IntRange(min = 1, max = 4) int first,
      @ForAll @IntRange(min = 1, max = 4) int second,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).distinct(2, 3, first * second * 3);
    Application twice =
        Application.of(
                "twice",
                in ->
                    F.maxPool1d(
                        F.maxPool1d(in.get("x"), Pool1dSpec.of(first)), Pool1dSpec.of(second)))
            .input("x", x);
    Application once =
        Application.of("once", in -> F.maxPool1d(in.get("x"), Pool1dSpec.of(first * second)))
            .input("x", x);
    Tensor seedGradient = once.seedGradient();
    Map<String, Tensor> expected = once.run(Backends.fp64(), seedGradient);
    twice
        .run(Backends.fp64(), seedGradient)
        .forEach((result, found) -> Near.requireSameBits(result, expected.get(result), found));
  }

  @Property
  void causalPoolingKeepsTheLengthAndDoesNotSeeTheFuture(
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 20) int length,
      @ForAll @IntRange(max = 19) int at,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).distinct(1, 1, length);
    Application application =
        Application.of(
            "causal", in -> F.maxPool1d(in.get("x"), Pool1dSpec.causal(kernelSize, dilation)));
    Tensor before = application.with(Map.of("x", x)).run(Backends.fp64(), null).get("y");
    assertEquals(x.shape(), before.shape());
    Tensor changed = x.copy();
    changed.fill(at % length, length, 1e6);
    Tensor after = application.with(Map.of("x", changed)).run(Backends.fp64(), null).get("y");
    for (int t = 0; t < length; t++) {
      assertEquals(t < at % length ? before.get(t) : 1e6, after.get(t), "t = " + t);
    }
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Pool1dSpec> specs() {
    return poolings();
  }

  /** Paddings of at most half the kernel, as PyTorch has them. */
  static Arbitrary<Pool1dSpec> poolings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 3))
        .as(
            (kernelSize, stride, left, right, dilation) ->
                new Pool1dSpec(
                    kernelSize,
                    stride,
                    Math.min(left, kernelSize / 2),
                    Math.min(right, kernelSize / 2),
                    dilation));
  }

  /** That of a golden case. */
  static Pool1dSpec spec(Json json, int dilation) {
    int padding = json.get("padding").asInt();
    int kernelSize = json.get("kernel_size").asInt();
    return new Pool1dSpec(kernelSize, json.get("stride").asInt(), padding, padding, dilation);
  }

  /** The length, but at least the span of a window: then every window holds a sample. */
  static int fitting(int length, Pool1dSpec spec) {
    return Math.max(length, (spec.kernelSize() - 1) * spec.dilation() + 1);
  }
}
