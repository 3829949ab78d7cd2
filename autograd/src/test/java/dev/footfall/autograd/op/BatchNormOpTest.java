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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class BatchNormOpTest {

  @Property
  void gradientsAreRight(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll("lengths") int length,
      @ForAll("epsilons") double epsilon,
      @ForAll boolean training,
      @ForAll long seed) {
    application(batch, channels, length, epsilon, training, seed).checkGradients();
  }

  @Property
  void backEndsAgree(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll("extents") int length,
      @ForAll("epsilons") double epsilon,
      @ForAll boolean training,
      @ForAll long seed) {
    application(batch, channels, length, epsilon, training, seed).checkBackends();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("batch_norm")
  void isWhatPyTorchComputes(GoldenCase golden, Kernels kernels) {
    double momentum = golden.spec().get("momentum").asDouble();
    double epsilon = golden.spec().get("eps").asDouble();
    Tensor mean = golden.inputs().get("running_mean");
    Tensor variance = golden.inputs().get("running_variance");
    Application application =
        golden.application(
            in ->
                F.batchNorm(
                    in.get("x"),
                    in.get("gamma"),
                    in.get("beta"),
                    new BatchNormOp(momentum, epsilon, mean.copy(), variance.copy())));
    boolean training = golden.spec().get("training").asBoolean();
    if (!training) {
      application.atInference();
    }
    golden.check(kernels, withTerms(application, epsilon, training ? null : variance));

    Tensor newMean = mean.to(kernels.dtype());
    Tensor newVariance = variance.to(kernels.dtype());
    Application updating =
        golden.application(
            in ->
                F.batchNorm(
                    in.get("x"),
                    in.get("gamma"),
                    in.get("beta"),
                    new BatchNormOp(momentum, epsilon, newMean, newVariance)));
    (training ? updating : updating.atInference()).run(kernels, null);
    requireStatistics(golden, kernels, "running_mean", newMean);
    requireStatistics(golden, kernels, "running_variance", newVariance);
  }

  /**
   * A mean of m values is off by gamma_m = m u times their mean magnitude, a variance by 2 gamma_m
   * times the mean square; the inputs are at most 8 and m at most 24.
   */
  private static void requireStatistics(
      GoldenCase golden, Kernels kernels, String name, Tensor found) {
    double rounding = 2 * 24 * kernels.dtype().unitRoundoff() * 8 * 8;
    Near.require(
        golden + " on " + kernels.name() + ": " + name,
        golden.outputs().get(name),
        found,
        (i, expected) -> GoldenCase.halfNinthDigit(expected) + rounding);
  }

  @Test
  void normalisedChannelsHaveTheMeanAndVarianceAskedFor() {
    Application application = application(4, 3, 9, 1e-12, true, 7);
    Tensor y = application.run(Backends.fp64(), null).get("y");
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < 4; n++) {
        for (int t = 0; t < 9; t++) {
          double value = y.get((n * 3 + c) * 9 + t);
          sum += value;
          squares += value * value;
        }
      }
      double mean = sum / 36;
      assertEquals(application.inputs().get("beta").get(c), mean, 1e-12);
      double gamma = application.inputs().get("gamma").get(c);
      assertEquals(gamma * gamma, squares / 36 - mean * mean, 1e-10);
    }
  }

  @Test
  void inferenceLeavesTheRunningStatisticsAlone() {
    Tensor mean = new RandomTensors(1).uniform(3);
    Tensor variance = new RandomTensors(2).between(0.5, 1, Shape.of(3));
    BatchNormOp op = new BatchNormOp(0.1, 1e-5, mean.copy(), variance.copy());
    Application.of("batchNorm", in -> F.batchNorm(in.get("x"), in.get("g"), in.get("b"), op))
        .input("x", new RandomTensors(3).uniform(2, 3, 4))
        .input("g", new RandomTensors(4).uniform(3))
        .input("b", new RandomTensors(5).uniform(3))
        .atInference()
        .run(Backends.fp64(), null);
    Near.requireSameBits("mean", mean, op.runningMean());
    Near.requireSameBits("variance", variance, op.runningVariance());
  }

  @Test
  void aSingleValueAChannelBecomesBetaAndPassesNoGradient() {
    Application application = application(1, 2, 1, 1e-5, true, 3);
    var results = application.run(Backends.fp64(), application.seedGradient());
    Near.requireSameBits(
        "y", application.inputs().get("beta").reshaped(Shape.of(1, 2, 1)), results.get("y"));
    assertEquals(0, Near.largest(results.get("dx")));
    assertEquals(0, Near.largest(results.get("dgamma")));
  }

  /** Frozen, it computes in training what it computes at inference, and learns nothing. */
  @Property
  void frozenItIsAsAtInference(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll("lengths") int length,
      @ForAll long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor mean = random.uniform(2);
    Tensor variance = random.between(0.25, 2, Shape.of(2));
    BatchNormOp op = new BatchNormOp(0.1, 1e-5, mean.copy(), variance.copy(), true);
    Application training =
        Application.of(
                "frozen", in -> F.batchNorm(in.get("x"), in.get("gamma"), in.get("beta"), op))
            .input("x", random.spread(batch, 2, length))
            .input("gamma", random.uniform(2))
            .input("beta", random.uniform(2));
    Application inference = training.with(training.inputs()).atInference();
    for (Kernels kernels : Backends.all()) {
      var expected = inference.run(kernels, inference.seedGradient());
      training
          .run(kernels, training.seedGradient())
          .forEach((result, found) -> Near.requireSameBits(result, expected.get(result), found));
    }
    training.checkGradients();
    Near.requireSameBits("mean", mean, op.runningMean());
    Near.requireSameBits("variance", variance, op.runningVariance());
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
  Arbitrary<Double> epsilons() {
    return Arbitraries.of(1e-5, 1e-3, 0.1, 1.0);
  }

  private static Application application(
      int batch, int channels, int length, double epsilon, boolean training, long seed) {
    RandomTensors random = new RandomTensors(seed);
    Tensor mean = random.uniform(channels);
    Tensor variance = random.between(0.25, 2, Shape.of(channels));
    Application application =
        Application.of(
                "batchNorm epsilon " + epsilon + (training ? " training" : " inference"),
                in ->
                    F.batchNorm(
                        in.get("x"),
                        in.get("gamma"),
                        in.get("beta"),
                        new BatchNormOp(0.1, epsilon, mean.copy(), variance.copy())))
            .input("x", random.spread(batch, channels, length))
            .input("gamma", random.uniform(channels))
            .input("beta", random.uniform(channels));
    return withTerms(
        training ? application : application.atInference(), epsilon, training ? null : variance);
  }

  /**
   * The sizes of the terms whose difference the results are: {@code y = s x + (beta - s mean)} with
   * {@code s = gamma r}, and {@code dx = s (dy - ... - xhat ...)} likewise, where {@code |xhat|} is
   * at most {@code 2 max |x| r}. The gradient fed in is at most 11, the largest in the files.
   */
  private static Application withTerms(
      Application application, double epsilon, Tensor runningVariance) {
    Tensor x = application.inputs().get("x");
    double largestR = 0;
    for (int c = 0; c < x.shape().extent(1); c++) {
      double variance = runningVariance == null ? variance(x, c) : runningVariance.get(c);
      largestR = Math.max(largestR, 1 / Math.sqrt(variance + epsilon));
    }
    double gamma = Near.largest(application.inputs().get("gamma"));
    double xhat = 2 * Near.largest(x) * largestR;
    double seed = 11;
    return application
        .termsOf("y", gamma * xhat)
        .termsOf("dx", gamma * largestR * seed * (1 + xhat) * (1 + xhat))
        .termsOf("dgamma", seed * xhat * x.elements() / x.shape().extent(1));
  }

  private static double variance(Tensor x, int c) {
    int length = x.shape().extent(2);
    int channels = x.shape().extent(1);
    double sum = 0;
    double squares = 0;
    int m = 0;
    for (int i = 0; i < x.elements(); i++) {
      if (i / length % channels == c) {
        sum += x.get(i);
        squares += x.get(i) * x.get(i);
        m++;
      }
    }
    return Math.max(0, squares / m - sum / m * (sum / m));
  }
}
