package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.autograd.testing.RoundingBound;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;

class GroupNormOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int channelsOfAGroup,
      @ForAll("lengths") int length,
      @ForAll("epsilons") double epsilon,
      @ForAll long seed) {
    application(batch, groups, groups * channelsOfAGroup, length, epsilon, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 4) int groups,
      @ForAll @IntRange(min = 1, max = 4) int channelsOfAGroup,
      @ForAll("extents") int length,
      @ForAll("epsilons") double epsilon,
      @ForAll long seed) {
    application(batch, groups, groups * channelsOfAGroup, length, epsilon, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("group_norm")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    double epsilon = golden.spec().get("eps").asDouble();
    int groups = golden.spec().get("groups").asInt();
    Application application =
        golden.application(
            in -> F.groupNorm(in.get("x"), in.get("gamma"), in.get("beta"), groups, epsilon));
    Shape x = golden.inputs().get("x").shape();
    golden.check(kernels, NormTerms.on(application, x.extent(1) / groups * x.extent(2), epsilon));
  }

  /** One window and a channel a group: it normalises what batch normalisation does in training. */
  @Property
  void ofOneWindowAndOneChannelItIsBatchNormalisation(
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll("lengths") int length,
      @ForAll("epsilons") double epsilon,
      @ForAll long seed) {
    Application group = application(1, channels, channels, length, epsilon, seed);
    Application batch =
        Application.of(
                "batchNorm",
                in ->
                    F.batchNorm(
                        in.get("x"),
                        in.get("gamma"),
                        in.get("beta"),
                        new BatchNormOp(
                            0.1,
                            epsilon,
                            Tensor.zeros(Backends.fp64().dtype(), channels),
                            Tensor.zeros(Backends.fp64().dtype(), channels))))
            .with(group.inputs());
    Tensor seedGradient = group.seedGradient();
    Map<String, Tensor> expected = batch.run(Backends.fp64(), seedGradient);
    RoundingBound bound = new RoundingBound(group, seedGradient);
    group
        .run(Backends.fp64(), seedGradient)
        .forEach(
            (result, found) ->
                Near.require(
                    result,
                    expected.get(result),
                    found,
                    (i, e) -> 2 * bound.of(result, Backends.fp64().dtype())));
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Extents.upTo(9);
  }

  @Provide
  Arbitrary<Integer> extents() {
    return Extents.upTo(33);
  }

  @Provide
  Arbitrary<Double> epsilons() {
    return Arbitraries.of(1e-5, 1e-3, 0.1, 1.0);
  }

  private static Application application(
      int batch, int groups, int channels, int length, double epsilon, long seed) {
    RandomTensors random = new RandomTensors(seed);
    Application application =
        Application.of(
                "group_norm of " + groups + ", epsilon " + epsilon,
                in -> F.groupNorm(in.get("x"), in.get("gamma"), in.get("beta"), groups, epsilon))
            .input("x", random.alternating(batch, channels, length))
            .input("gamma", random.uniform(channels))
            .input("beta", random.uniform(channels));
    return NormTerms.on(application, channels / groups * length, epsilon);
  }
}
