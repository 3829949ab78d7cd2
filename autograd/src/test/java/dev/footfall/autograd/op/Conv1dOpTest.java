package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
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

  /** Channels given are those of one group. */
  @Property
  void gradientsAreRightInGroups(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 2) int inChannels,
      @ForAll @IntRange(min = 1, max = 2) int outChannels,
      @ForAll @IntRange(min = 2, max = 3) int groups,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    Conv1dSpec grouped = spec.grouped(groups);
    int in = groups * inChannels;
    int out = groups * outChannels;
    application(batch, in, out, length, kernelSize, grouped, bias, seed).checkGradients();
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

  @Property
  void backEndsAgreeInGroups(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 9) int inChannels,
      @ForAll @IntRange(min = 1, max = 9) int outChannels,
      @ForAll @IntRange(min = 2, max = 4) int groups,
      @ForAll("extents") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    Conv1dSpec grouped = spec.grouped(groups);
    int in = groups * inChannels;
    int out = groups * outChannels;
    application(batch, in, out, length, kernelSize, grouped, bias, seed).checkBackends();
  }

  @Property
  void backEndsAgreeOnDepthwiseConvolutions(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("extents") int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll("extents") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    Conv1dSpec depthwise = spec.grouped(channels);
    int out = channels * multiplier;
    application(batch, channels, out, length, kernelSize, depthwise, bias, seed).checkBackends();
  }

  /** Each group is a convolution of its own, and the groups stand one beside the other. */
  @Property
  void groupsAreConvolutionsSideBySide(
      @ForAll @IntRange(min = 1, max = 3) int inChannels,
      @ForAll @IntRange(min = 1, max = 3) int outChannels,
      @ForAll @IntRange(min = 1, max = 4) int groups,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") Conv1dSpec spec,
      @ForAll long seed) {
    int in = groups * inChannels;
    int out = groups * outChannels;
    Application whole =
        application(1, in, out, length, kernelSize, spec.grouped(groups), true, seed);
    Tensor seedGradient = whole.seedGradient();
    Map<String, Tensor> found = whole.run(Backends.fp64(), seedGradient);
    for (int g = 0; g < groups; g++) {
      Application one =
          application(1, inChannels, outChannels, length, kernelSize, spec, true, seed);
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> input : one.inputs().entrySet()) {
        Tensor all = whole.inputs().get(input.getKey());
        inputs.put(input.getKey(), share(all, input.getValue().shape(), g));
      }
      Tensor ofGroup = share(seedGradient, one.outputShape(), g);
      int group = g;
      one.with(inputs)
          .run(Backends.fp64(), ofGroup)
          .forEach(
              (result, expected) ->
                  Near.requireSameBits(
                      result, expected, share(found.get(result), expected.shape(), group)));
    }
  }

  /** Part g of a tensor that holds several of this shape one after the other. */
  private static Tensor share(Tensor all, Shape shape, int g) {
    Tensor share = Tensor.zeros(all.dtype(), shape);
    for (int i = 0; i < share.elements(); i++) {
      share.set(i, all.get(g * share.elements() + i));
    }
    return share;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("conv1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    check(golden, kernels, 1);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("conv1d_groups")
  void isWhatPyTorchComputesInGroups(GoldenCase golden, Kernels kernels) {
    check(golden, kernels, golden.spec().get("groups").asInt());
  }

  private static void check(GoldenCase golden, Kernels kernels, int groups) {
    Json json = golden.spec();
    Conv1dSpec spec =
        new Conv1dSpec(
            json.get("stride").asInt(),
            json.get("pad_left").asInt(),
            json.get("pad_right").asInt(),
            json.get("dilation").asInt(),
            groups);
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
      @ForAll boolean depthwise,
      @ForAll long seed) {
    int present = at % length;
    int outChannels = depthwise ? 4 : 3;
    Conv1dSpec spec = Conv1dSpec.causal(kernelSize, dilation).grouped(depthwise ? 2 : 1);
    Application before = application(1, 2, outChannels, length, kernelSize, spec, true, seed);
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
    for (int o = 0; o < outChannels; o++) {
      seedGradient.fill(o * length, o * length + present, 1);
    }
    for (Kernels kernels : Backends.all()) {
      Map<String, Tensor> first = before.run(kernels, seedGradient);
      Map<String, Tensor> second = after.run(kernels, seedGradient);
      assertEquals(Shape.of(1, outChannels, length), first.get("y").shape());
      for (int i = 0; i < outChannels * length; i++) {
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
        .as((stride, left, right, dilation) -> new Conv1dSpec(stride, left, right, dilation));
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
            .input("weight", random.uniform(outChannels, inChannels / spec.groups(), kernelSize));
    return bias ? application.input("bias", random.uniform(outChannels)) : application;
  }
}
