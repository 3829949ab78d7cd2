package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Parameters after every step of an optimiser, and clipped gradients, against PyTorch. */
class OptimizerGoldenTest {

  /** Roundings of one element in one step, generously. */
  private static final int ROUNDINGS = 20;

  /** Makes the optimiser of a case. */
  private interface Maker {
    Optimizer make(Kernels kernels, List<Parameter> parameters, Json spec);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("sgd")
  void sgdStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(
        golden,
        kernels,
        (k, parameters, spec) ->
            new Sgd(
                k,
                parameters,
                spec.get("momentum").asDouble(),
                spec.get("nesterov").asBoolean(),
                spec.get("weight_decay").asDouble()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("sgd_20_steps")
  void sgdWithDampeningStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(
        golden,
        kernels,
        (k, parameters, spec) ->
            new Sgd(
                k,
                parameters,
                spec.get("momentum").asDouble(),
                spec.get("dampening").asDouble(),
                spec.get("nesterov").asBoolean(),
                spec.get("weight_decay").asDouble()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("adamw")
  void adamWStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(golden, kernels, OptimizerGoldenTest::adamW);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("adamw_20_steps")
  void adamWStepsTwentyTimesAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(golden, kernels, OptimizerGoldenTest::adamW);
  }

  /** A case with the usual constants is run with the constructor that takes them for granted. */
  private static Optimizer adamW(Kernels kernels, List<Parameter> parameters, Json spec) {
    double weightDecay = spec.get("weight_decay").asDouble();
    return hasUsualConstants(spec)
        ? new AdamW(kernels, parameters, weightDecay)
        : new AdamW(
            kernels,
            parameters,
            spec.get("beta1").asDouble(),
            spec.get("beta2").asDouble(),
            spec.get("eps").asDouble(),
            weightDecay);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("adam")
  void adamStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(
        golden,
        kernels,
        (k, parameters, spec) ->
            hasUsualConstants(spec)
                ? new Adam(k, parameters, spec.get("weight_decay").asDouble())
                : new Adam(
                    k,
                    parameters,
                    spec.get("beta1").asDouble(),
                    spec.get("beta2").asDouble(),
                    spec.get("eps").asDouble(),
                    spec.get("weight_decay").asDouble()));
  }

  @Test
  void someCasesHaveTheUsualConstants() {
    assertEquals(List.of("defaults", "weight_decay", "zero_gradient_halves"), usual("adamw"));
    assertEquals(List.of("defaults", "weight_decay"), usual("adamw_20_steps"));
    assertEquals(List.of("defaults", "weight_decay"), usual("adam"));
  }

  private static List<String> usual(String file) {
    return GoldenCase.of(file).stream()
        .filter(golden -> hasUsualConstants(golden.spec()))
        .map(GoldenCase::name)
        .toList();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("rmsprop")
  void rmsPropStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    check(
        golden,
        kernels,
        (k, parameters, spec) ->
            new RmsProp(
                k,
                parameters,
                spec.get("alpha").asDouble(),
                spec.get("eps").asDouble(),
                spec.get("centered").asBoolean(),
                spec.get("momentum").asDouble(),
                spec.get("weight_decay").asDouble()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("lion")
  void lionStepsAsItsPaperDoes(GoldenCase golden, Kernels kernels) {
    check(
        golden,
        kernels,
        (k, parameters, spec) ->
            new Lion(
                k,
                parameters,
                spec.get("beta1").asDouble(),
                spec.get("beta2").asDouble(),
                spec.get("weight_decay").asDouble()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("clip_grad_value")
  void clippingByValueIsThatOfPyTorch(GoldenCase golden, Kernels kernels) {
    List<Parameter> parameters = withGradients(golden, kernels);
    GradientClip.byValue(parameters, golden.spec().get("limit").asDouble());
    for (int p = 0; p < 2; p++) {
      // Multiples of 1/16 and the limit are exact in every element type.
      Near.require(
          golden.toString(),
          golden.outputs().get(p == 0 ? "a" : "b"),
          parameters.get(p).gradient(),
          (i, expected) -> 0);
    }
  }

  /** PyTorch divides by the norm plus 1e-6, we by the norm itself. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("clip_grad_norm")
  void clippingScalesAsPyTorchDoesButForItsEpsilon(GoldenCase golden, Kernels kernels) {
    List<Parameter> parameters = withGradients(golden, kernels);
    double limit = golden.spec().get("max_norm").asDouble();
    double norm = golden.outputs().get("norm").get(0);
    double found = GradientClip.byNorm(kernels, parameters, limit);
    double u = ROUNDINGS * kernels.dtype().unitRoundoff();
    assertEquals(norm, found, GoldenCase.halfNinthDigit(norm) + u * norm);
    double without = norm > limit ? (norm + golden.spec().get("eps").asDouble()) / norm : 1;
    for (int p = 0; p < 2; p++) {
      Near.require(
          golden.toString(),
          golden.outputs().get(p == 0 ? "a" : "b"),
          parameters.get(p).gradient(),
          // The bound is around the value without epsilon; the distance to it is added.
          (i, expected) ->
              Math.abs(expected) * (without - 1)
                  + GoldenCase.halfNinthDigit(expected)
                  + u * Math.abs(expected));
    }
    if (norm > limit) {
      double after = GradientClip.byNorm(kernels, parameters, limit);
      assertEquals(limit, after, u * limit);
    }
  }

  private static List<Parameter> withGradients(GoldenCase golden, Kernels kernels) {
    return List.of("a", "b").stream()
        .map(
            name -> {
              Tensor gradient = golden.inputs().get(name);
              Parameter parameter = new Parameter(Tensor.zeros(kernels.dtype(), gradient.shape()));
              parameter.gradient().copyFrom(gradient);
              return parameter;
            })
        .toList();
  }

  private static boolean hasUsualConstants(Json spec) {
    return spec.get("beta1").asDouble() == 0.9
        && spec.get("beta2").asDouble() == 0.999
        && spec.get("eps").asDouble() == 1e-8;
  }

  private static void check(GoldenCase golden, Kernels kernels, Maker maker) {
    Parameter parameter = new Parameter(golden.inputs().get("parameter").to(kernels.dtype()));
    Optimizer optimizer = maker.make(kernels, List.of(parameter), golden.spec());
    double learningRate = golden.spec().get("learning_rate").asDouble();
    Tensor gradients = golden.inputs().get("gradient");
    Tensor expected = golden.outputs().get("parameter");
    int n = parameter.value().elements();
    int steps = gradients.shape().extent(0);
    double largest = Math.max(Near.largest(expected), Near.largest(parameter.value()));
    for (int s = 0; s < steps; s++) {
      for (int i = 0; i < n; i++) {
        parameter.gradient().set(i, gradients.get(s * n + i));
      }
      Tensor before = parameter.gradient().copy();
      optimizer.step(learningRate);
      Near.requireSameBits("gradient", before, parameter.gradient());
      double rounding = (s + 1) * ROUNDINGS * kernels.dtype().unitRoundoff() * largest;
      for (int i = 0; i < n; i++) {
        double value = expected.get(s * n + i);
        assertEquals(
            value,
            parameter.value().get(i),
            GoldenCase.halfNinthDigit(value) + rounding,
            golden + " on " + kernels.name() + ": step " + s + " element " + i);
      }
    }
  }
}
