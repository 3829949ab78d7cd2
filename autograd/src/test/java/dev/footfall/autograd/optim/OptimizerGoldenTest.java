package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
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

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("sgd")
  void sgdStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    Parameter parameter = new Parameter(golden.inputs().get("parameter").to(kernels.dtype()));
    Optimizer optimizer =
        new Sgd(
            kernels,
            List.of(parameter),
            spec.get("momentum").asDouble(),
            spec.get("nesterov").asBoolean(),
            spec.get("weight_decay").asDouble());
    double learningRate = spec.get("learning_rate").asDouble();
    check(golden, kernels, parameter, () -> optimizer.step(learningRate));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("adamw")
  void adamWStepsAsPyTorchDoes(GoldenCase golden, Kernels kernels) {
    Json spec = golden.spec();
    Parameter parameter = new Parameter(golden.inputs().get("parameter").to(kernels.dtype()));
    double learningRate = spec.get("learning_rate").asDouble();
    if (hasOurConstants(spec)) {
      Optimizer optimizer =
          new AdamW(kernels, List.of(parameter), spec.get("weight_decay").asDouble());
      check(golden, kernels, parameter, () -> optimizer.step(learningRate));
    } else {
      check(golden, kernels, parameter, new Kernel(kernels, spec, parameter)::step);
    }
  }

  /** The optimiser has fixed constants; the kernel under it takes any. */
  @Test
  void threeCasesHaveTheConstantsOfTheOptimiser() {
    assertEquals(
        List.of("defaults", "weight_decay", "zero_gradient_halves"),
        GoldenCase.of("adamw").stream()
            .filter(golden -> hasOurConstants(golden.spec()))
            .map(GoldenCase::name)
            .toList());
  }

  /** PyTorch divides by the norm plus 1e-6, we by the norm itself. */
  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("clip_grad_norm")
  void clippingScalesAsPyTorchDoesButForItsEpsilon(GoldenCase golden, Kernels kernels) {
    List<Parameter> parameters =
        List.of("a", "b").stream()
            .map(
                name -> {
                  Tensor gradient = golden.inputs().get(name);
                  Parameter parameter =
                      new Parameter(Tensor.zeros(kernels.dtype(), gradient.shape()));
                  parameter.gradient().copyFrom(gradient);
                  return parameter;
                })
            .toList();
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

  private static boolean hasOurConstants(Json spec) {
    return spec.get("beta1").asDouble() == 0.9
        && spec.get("beta2").asDouble() == 0.999
        && spec.get("eps").asDouble() == 1e-8;
  }

  private static void check(
      GoldenCase golden, Kernels kernels, Parameter parameter, Runnable step) {
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
      step.run();
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

  /** AdamW with constants of one's own, from the kernel. */
  private static final class Kernel {
    final Kernels kernels;
    final Json spec;
    final Parameter parameter;
    final Tensor mean;
    final Tensor square;
    int steps;

    Kernel(Kernels kernels, Json spec, Parameter parameter) {
      this.kernels = kernels;
      this.spec = spec;
      this.parameter = parameter;
      mean = Tensor.zeros(parameter.dtype(), parameter.shape());
      square = Tensor.zeros(parameter.dtype(), parameter.shape());
    }

    void step() {
      steps++;
      double learningRate = spec.get("learning_rate").asDouble();
      double beta1 = spec.get("beta1").asDouble();
      double beta2 = spec.get("beta2").asDouble();
      kernels
          .elementwise()
          .adamW(
              parameter.value().elements(),
              learningRate * spec.get("weight_decay").asDouble(),
              beta1,
              beta2,
              spec.get("eps").asDouble(),
              learningRate / (1 - Math.pow(beta1, steps)),
              Math.sqrt(1 - Math.pow(beta2, steps)),
              parameter.gradient(),
              mean,
              square,
              parameter.value());
    }
  }

  @Test
  void frozenParametersStay() {
    Kernels kernels = Backends.fp64();
    Parameter frozen = new Parameter(Tensor.zeros(DType.FLOAT64, 2));
    Parameter free = new Parameter(Tensor.zeros(DType.FLOAT64, 2));
    List<Parameter> both = List.of(frozen, free);
    frozen.gradient().fill(3);
    free.gradient().fill(4);
    frozen.freeze(true);
    new Sgd(kernels, both, 0.9, true, 0.1).step(1);
    new AdamW(kernels, both, 0.1).step(1);
    assertEquals(0, Near.largest(frozen.value()));
    assertEquals(Math.sqrt(32), GradientClip.byNorm(kernels, both, 1), 1e-15);
    assertEquals(3, frozen.gradient().get(0));
    assertEquals(Math.sqrt(0.5), free.gradient().get(0), 1e-15);
  }
}
