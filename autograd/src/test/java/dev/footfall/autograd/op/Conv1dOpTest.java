package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Shape;
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

class Conv1dOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int inChannels,
      @ForAll @IntRange(min = 1, max = 4) int outChannels,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    application(batch, inChannels, outChannels, length, kernelSize, spec, bias, seed)
        .checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int inChannels,
      @ForAll("extents") int outChannels,
      @ForAll("extents") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    application(batch, inChannels, outChannels, length, kernelSize, spec, bias, seed)
        .checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("conv1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Json json = golden.spec();
    Conv1dSpec spec =
        new Conv1dSpec(
            json.get("stride").asInt(),
            json.get("pad_left").asInt(),
            json.get("pad_right").asInt(),
            json.get("dilation").asInt());
    golden.check(
        kernels,
        golden.application(
            in ->
                in.containsKey("b")
                    ? F.conv1d(in.get("x"), in.get("w"), in.get("b"), spec)
                    : F.conv1d(in.get("x"), in.get("w"), spec)));
  }

  @Property
  void causalConvolutionDoesNotSeeTheFuture(
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll @IntRange(min = 1, max = 4) int dilation,
      @ForAll @IntRange(min = 1, max = 20) int length,
      @ForAll @IntRange(min = 0, max = 19) int at,
      @ForAll long seed) {
    int present = at % length;
    Conv1dSpec spec = Conv1dSpec.causal(kernelSize, dilation);
    Application before = application(1, 2, 3, length, kernelSize, spec, true, seed);
    Tensor changed = before.inputs().get("x").copy();
    for (int c = 0; c < 2; c++) {
      changed.fill(c * length + present, (c + 1) * length, 1e6);
    }
    Application after =
        before.with(
            Map.of(
                "x", changed,
                "weight", before.inputs().get("weight"),
                "bias", before.inputs().get("bias")));
    // And the other way round: samples before the present one have no influence from its gradient.
    Tensor seedGradient = Tensor.zeros(changed.dtype(), before.outputShape());
    for (int o = 0; o < 3; o++) {
      seedGradient.fill(o * length, o * length + present, 1);
    }
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> first = before.run(kernels, seedGradient);
      Map<String, Tensor> second = after.run(kernels, seedGradient);
      assertEquals(Shape.of(1, 3, length), first.get("y").shape());
      for (int i = 0; i < 3 * length; i++) {
        if (i % length < present) {
          assertEquals(first.get("y").get(i), second.get("y").get(i), "y at " + i);
        }
      }
      for (int i = 0; i < 2 * length; i++) {
        if (i % length >= present) {
          assertEquals(0, first.get("dx").get(i), "dx at " + i);
        }
      }
    }
  }

  @Test
  void samePaddingKeepsTheLengthAndTheMiddle() {
    // A kernel that is 1 at its middle tap copies its input.
    for (int kernelSize = 1; kernelSize <= 5; kernelSize++) {
      for (int dilation = 1; dilation <= 4; dilation++) {
        Conv1dSpec spec = Conv1dSpec.same(kernelSize, dilation);
        assertEquals((kernelSize - 1) * dilation, spec.padLeft() + spec.padRight());
        assertTrue(spec.padRight() - spec.padLeft() <= 1 && spec.padRight() >= spec.padLeft());
        Application application = application(1, 1, 1, 9, kernelSize, spec, false, 1);
        assertEquals(Shape.of(1, 1, 9), application.outputShape());
        if (kernelSize % 2 == 1) {
          Tensor weight = application.inputs().get("weight");
          weight.fill(0);
          weight.set(kernelSize / 2, 1);
          Tensor y = application.run(Backends.fp64(), null).get("y");
          for (int t = 0; t < 9; t++) {
            assertEquals(application.inputs().get("x").get(t), y.get(t));
          }
        }
      }
    }
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Extents.upTo(17);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Conv1dSpec> specs() {
    Arbitrary<Integer> padding = Arbitraries.integers().between(0, 9);
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            padding,
            padding,
            Arbitraries.integers().between(1, 4))
        .as(Conv1dSpec::new);
  }

  /** The input is made as long as the kernel demands. */
  private static Application application(
      int batch,
      int inChannels,
      int outChannels,
      int wantedLength,
      int kernelSize,
      Conv1dSpec spec,
      boolean bias,
      long seed) {
    RandomTensors random = new RandomTensors(seed);
    int least = (kernelSize - 1) * spec.dilation() + 1 - spec.padLeft() - spec.padRight();
    Application application =
        Application.of(
                "conv1d " + spec,
                in ->
                    bias
                        ? F.conv1d(in.get("x"), in.get("weight"), in.get("bias"), spec)
                        : F.conv1d(in.get("x"), in.get("weight"), spec))
            .input("x", random.uniform(batch, inChannels, Math.max(least, wantedLength)))
            .input("weight", random.uniform(outChannels, inChannels, kernelSize));
    return bias ? application.input("bias", random.uniform(outChannels)) : application;
  }
}
