package dev.footfall.autograd.op;

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
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class PadOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(max = 2) int axis,
      @ForAll("extents") int extent,
      @ForAll @IntRange(max = 9) int before,
      @ForAll @IntRange(max = 9) int after,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(Shapes.with(Shape.of(2, 3, 2), axis, extent));
    for (boolean replicate : new boolean[] {false, true}) {
      Application application = application(axis, before, after, replicate, -0.5).input("x", x);
      application.checkGradients();
      application.checkBackends();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("pad")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    int axis = spec.get("axis").asInt();
    int before = spec.get("before").asInt();
    int after = spec.get("after").asInt();
    boolean replicate = spec.get("replicate").asBoolean();
    double value = spec.get("value").asDouble();
    Application padded = application(axis, before, after, replicate, value);
    golden.check(kernels, golden.application(padded::apply));
  }

  @Property
  void aSliceUndoesIt(
      @ForAll @IntRange(max = 9) int before,
      @ForAll @IntRange(max = 9) int after,
      @ForAll boolean replicate,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).uniform(2, 3, 5);
    Application padded = application(2, before, after, replicate, 3);
    Application application =
        Application.of("slice", in -> F.slice(padded.apply(in), 2, before, before + 5))
            .input("x", x);
    Near.requireSameBits("y", x, application.run(Backends.fp64(), null).get("y"));
  }

  /** A causal convolution pads with zeros on the left. */
  @Property
  void paddingBeforeAConvolutionIsThatOfTheConvolution(
      @ForAll @IntRange(max = 5) int before,
      @ForAll @IntRange(max = 5) int after,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor x = random.uniform(2, 3, 7);
    Tensor weight = random.uniform(4, 3, 3);
    Conv1dSpec spec = new Conv1dSpec(1, before, after, 1);
    Application inside =
        Application.of("inside", in -> F.conv1d(in.get("x"), in.get("w"), spec))
            .input("x", x)
            .input("w", weight);
    Application outside =
        Application.of(
                "outside",
                in ->
                    F.conv1d(
                        F.pad(in.get("x"), 2, before, after, 0), in.get("w"), Conv1dSpec.PLAIN))
            .input("x", x)
            .input("w", weight);
    Tensor seedGradient = inside.seedGradient();
    Map<String, Tensor> expected = inside.run(Backends.fp64(), seedGradient);
    // At most 2 * 11 products in a sum, each at most 1.
    outside
        .run(Backends.fp64(), seedGradient)
        .forEach(
            (result, found) ->
                Near.require(result, expected.get(result), found, (i, e) -> 2 * 22 * 22 * 0x1p-53));
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(17);
  }

  private static Application application(
      int axis, int before, int after, boolean replicate, double value) {
    return Application.of(
        "pad axis " + axis + " by " + before + " and " + after + (replicate ? " replicate" : ""),
        in ->
            replicate
                ? F.padReplicate(in.get("x"), axis, before, after)
                : F.pad(in.get("x"), axis, before, after, value));
  }
}
