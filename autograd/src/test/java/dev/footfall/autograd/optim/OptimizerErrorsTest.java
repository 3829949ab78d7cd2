package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.testing.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OptimizerErrorsTest {

  @Test
  void sgdRejectsAMomentumOutsideItsRange() {
    String range = "sgd: momentum must be in [0, 1) and weight decay not negative ";
    rejects(range + "(momentum 1.0, weight decay 0.0)", () -> sgd(1, 0));
    rejects(range + "(momentum -0.1, weight decay 0.0)", () -> sgd(-0.1, 0));
    rejects(range + "(momentum NaN, weight decay 0.0)", () -> sgd(Double.NaN, 0));
    rejects(range + "(momentum 0.0, weight decay -1.0)", () -> sgd(0, -1));
    rejects(range + "(momentum 0.0, weight decay NaN)", () -> sgd(0, Double.NaN));
  }

  @Test
  void adamWRejectsANegativeWeightDecay() {
    rejects(
        "adamW: weight decay must not be negative (-0.5)",
        () -> new AdamW(Backends.fp64(), List.of(), -0.5));
    rejects(
        "adamW: weight decay must not be negative (NaN)",
        () -> new AdamW(Backends.fp64(), List.of(), Double.NaN));
  }

  @Test
  void sgdRejectsADampeningThatItCannotHave() {
    rejects(
        "sgd: dampening must be in [0, 1) (1.0)",
        () -> new Sgd(Backends.fp64(), List.of(), 0.5, 1, false, 0));
    rejects(
        "sgd: Nesterov's form has no dampening (0.25)",
        () -> new Sgd(Backends.fp64(), List.of(), 0.5, 0.25, true, 0));
  }

  @Test
  void adamRejectsWhatIsOutOfRange() {
    rejects("adam: beta1 must be in [0, 1) (1.0)", () -> adam(1, 0.5, 0, 0));
    rejects("adam: beta2 must be in [0, 1) (-0.5)", () -> adam(0.5, -0.5, 0, 0));
    rejects("adam: epsilon must not be negative (NaN)", () -> adam(0.5, 0.5, Double.NaN, 0));
    rejects("adam: weight decay must not be negative (-1.0)", () -> adam(0.5, 0.5, 0, -1));
  }

  private static Optimizer adam(double beta1, double beta2, double epsilon, double weightDecay) {
    return new Adam(Backends.fp64(), List.of(), beta1, beta2, epsilon, weightDecay);
  }

  @Test
  void rmsPropRejectsWhatIsOutOfRange() {
    rejects("rmsProp: alpha must be in [0, 1) (1.0)", () -> rmsProp(1, 0, 0, 0));
    rejects("rmsProp: epsilon must not be negative (-1.0)", () -> rmsProp(0.5, -1, 0, 0));
    rejects("rmsProp: momentum must be in [0, 1) (NaN)", () -> rmsProp(0.5, 0, Double.NaN, 0));
    rejects("rmsProp: weight decay must not be negative (-1.0)", () -> rmsProp(0.5, 0, 0, -1));
  }

  private static Optimizer rmsProp(
      double alpha, double epsilon, double momentum, double weightDecay) {
    return new RmsProp(Backends.fp64(), List.of(), alpha, epsilon, true, momentum, weightDecay);
  }

  @Test
  void lionRejectsWhatIsOutOfRange() {
    rejects("lion: beta1 must be in [0, 1) (1.0)", () -> lion(1, 0.5, 0));
    rejects("lion: beta2 must be in [0, 1) (NaN)", () -> lion(0.5, Double.NaN, 0));
    rejects("lion: weight decay must not be negative (-1.0)", () -> lion(0.5, 0.5, -1));
  }

  private static Optimizer lion(double beta1, double beta2, double weightDecay) {
    return new Lion(Backends.fp64(), List.of(), beta1, beta2, weightDecay);
  }

  private static Optimizer sgd(double momentum, double weightDecay) {
    return new Sgd(Backends.fp64(), List.of(), momentum, false, weightDecay);
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
