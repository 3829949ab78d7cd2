package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
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
import org.junit.jupiter.params.ParameterizedTest;

/** Channels in the properties are those of one group. */
class ConvTranspose1dOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 2) int inChannels,
      @ForAll @IntRange(min = 1, max = 2) int outChannels,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") ConvTranspose1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    application(batch, inChannels, outChannels, length, kernelSize, spec, bias, seed)
        .checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int inChannels,
      @ForAll("channels") int outChannels,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") ConvTranspose1dSpec spec,
      @ForAll boolean bias,
      @ForAll long seed) {
    application(batch, inChannels, outChannels, length, kernelSize, spec, bias, seed)
        .checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("conv_transpose1d")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Json json = golden.spec();
    ConvTranspose1dSpec spec =
        new ConvTranspose1dSpec(
            json.get("stride").asInt(),
            json.get("padding").asInt(),
            json.get("output_padding").asInt(),
            json.get("dilation").asInt(),
            json.get("groups").asInt());
    golden.check(
        kernels,
        golden.application(
            in ->
                in.containsKey("b")
                    ? F.convTranspose1d(in.get("x"), in.get("w"), in.get("b"), spec)
                    : F.convTranspose1d(in.get("x"), in.get("w"), spec)));
  }

  /** {@code <conv(y), x> = <y, convT(x)>} for the convolution with the same weight. */
  @Property
  void isTheAdjointOfTheConvolution(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int inChannels,
      @ForAll("channels") int outChannels,
      @ForAll("lengths") int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll("specs") ConvTranspose1dSpec spec,
      @ForAll long seed) {
    Application transposed =
        application(batch, inChannels, outChannels, length, kernelSize, spec, false, seed);
    Tensor x = transposed.inputs().get("x");
    Tensor y = new RandomTensors(seed + 1).uniform(transposed.outputShape());
    Conv1dSpec back =
        new Conv1dSpec(
            spec.stride(), spec.padding(), spec.padding(), spec.dilation(), spec.groups());
    Application convolution =
        Application.of("conv1d " + back, in -> F.conv1d(in.get("y"), in.get("weight"), back))
            .input("y", y)
            .input("weight", transposed.inputs().get("weight"));
    assertEquals(x.shape(), convolution.outputShape());
    double there = dot(convolution.run(Backends.fp64(), null).get("y"), x);
    double andBack = dot(y, transposed.run(Backends.fp64(), null).get("y"));
    // The longest way of a product into either sum: all of them one after the other, and two more
    // roundings. Each sum is off by no more than that many u of the sum of magnitudes.
    Map<String, Tensor> magnitudes = new LinkedHashMap<>();
    convolution.inputs().forEach((name, value) -> magnitudes.put(name, magnitude(value)));
    double magnitude =
        dot(convolution.with(magnitudes).run(Backends.fp64(), null).get("y"), magnitude(x));
    double products =
        (double) x.elements() * transposed.inputs().get("weight").elements() / x.shape().extent(1);
    assertEquals(there, andBack, 2 * (products + 2) * DType.FLOAT64.unitRoundoff() * magnitude);
  }

  private static Tensor magnitude(Tensor tensor) {
    Tensor magnitude = tensor.copy();
    for (int i = 0; i < tensor.elements(); i++) {
      magnitude.set(i, Math.abs(tensor.get(i)));
    }
    return magnitude;
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.elements(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Extents.upTo(9);
  }

  @Provide
  Arbitrary<ConvTranspose1dSpec> specs() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 3))
        .as(
            (stride, padding, outputPadding, dilation, groups) ->
                new ConvTranspose1dSpec(stride, padding, outputPadding % stride, dilation, groups));
  }

  /** The input is made as long as the padding demands. */
  private static Application application(
      int batch,
      int inChannels,
      int outChannels,
      int wantedLength,
      int kernelSize,
      ConvTranspose1dSpec spec,
      boolean bias,
      long seed) {
    RandomTensors random = new RandomTensors(seed);
    int span = (kernelSize - 1) * spec.dilation() + 1;
    int missing = 2 * spec.padding() - span - spec.outputPadding() + 1;
    int least = missing <= 0 ? 1 : (missing + spec.stride() - 1) / spec.stride() + 1;
    Application application =
        Application.of(
                "convTranspose1d " + spec,
                in ->
                    bias
                        ? F.convTranspose1d(in.get("x"), in.get("weight"), in.get("bias"), spec)
                        : F.convTranspose1d(in.get("x"), in.get("weight"), spec))
            .input(
                "x",
                random.uniform(batch, inChannels * spec.groups(), Math.max(least, wantedLength)))
            .input("weight", random.uniform(inChannels * spec.groups(), outChannels, kernelSize));
    return bias
        ? application.input("bias", random.uniform(Shape.of(outChannels * spec.groups())))
        : application;
  }
}
