package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
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
  void aNormThatIsNotFiniteScalesNothing() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Parameter parameter = new Parameter(Tensor.zeros(DType.FLOAT64, 2));
      parameter.gradient().copyFrom(Tensor.of(Shape.of(2), new double[] {5, bad}));
      double norm = GradientClip.byNorm(Backends.fp64(), List.of(parameter), 1);
      assertEquals(bad, norm);
      assertEquals(5, parameter.gradient().get(0));
    }
  }

  private static Optimizer sgd(double momentum, double weightDecay) {
    return new Sgd(Backends.fp64(), List.of(), momentum, false, weightDecay);
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
