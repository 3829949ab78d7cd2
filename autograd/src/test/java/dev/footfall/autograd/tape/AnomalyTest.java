package dev.footfall.autograd.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AnomalyTest {

  /** Adds its inputs, but plants a number at the second element of an output or a gradient. */
  private record Planting(double inOutput, double inFirstGradient, double inSecondGradient)
      implements Op {
    @Override
    public String name() {
      return "planting";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(OpContext cx) {
      for (int i = 0; i < cx.output().elements(); i++) {
        cx.output().set(i, cx.input(0).get(i) + cx.input(1).get(i));
      }
      plant(inOutput, cx.output());
    }

    @Override
    public void backward(OpContext cx) {
      plant(inFirstGradient, cx.inputGradient(0));
      plant(inSecondGradient, cx.inputGradient(1));
    }

    private static void plant(double value, Tensor tensor) {
      tensor.set(1, tensor.get(1) + value);
    }
  }

  private static final Op HARMLESS = new Planting(0, 0, 0);

  private final Tape tape = Tape.training(Backends.fp64()).detectAnomaly(true);
  private final Variable x = tape.input(vector(1, 2, 3));
  private final Variable y = F.scale(2, x);

  private static Tensor vector(double... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static void stops(String message, Executable call) {
    assertEquals(message, assertThrows(ArithmeticException.class, call).getMessage());
  }

  @Test
  void anOutputThatIsNotFiniteIsNamed() {
    F.scale(1, y);
    stops(
        "anomaly: planting, operation 2 of the tape, forward: the output is NaN at element 1;"
            + " all inputs are finite (inputs [[3], [3]], output [3])",
        () -> Tape.apply(new Planting(Double.NaN, 0, 0), y, x));
    stops(
        "anomaly: planting, operation 3 of the tape, forward: the output is -Infinity at element 1;"
            + " all inputs are finite (inputs [[3], [3]], output [3])",
        () -> Tape.apply(new Planting(Double.NEGATIVE_INFINITY, 0, 0), y, x));
  }

  @Test
  void anInputThatWasNotFiniteBeforeIsNamed() {
    Variable bad = tape.constant(vector(1, 2, Double.NaN));
    stops(
        "anomaly: planting, operation 1 of the tape, forward: the output is NaN at element 2;"
            + " input 1 is NaN at element 2 already (inputs [[3], [3]], output [3])",
        () -> Tape.apply(HARMLESS, y, bad));
  }

  @Test
  void aGradientThatIsNotFiniteIsNamed() {
    Variable first = Tape.apply(new Planting(0, Double.NaN, 0), y, x);
    stops(
        "anomaly: planting, operation 1 of the tape, backward: the gradient of input 0 is NaN at"
            + " element 1 after it (inputs [[3], [3]], output [3])",
        () -> tape.backward(F.scale(1, first), vector(1, 1, 1)));
    tape.reset();
    Variable a = tape.input(vector(1, 2));
    Variable second = Tape.apply(new Planting(0, 0, Double.POSITIVE_INFINITY), a, F.scale(1, a));
    stops(
        "anomaly: planting, operation 1 of the tape, backward: the gradient of input 1 is Infinity"
            + " at element 1 after it (inputs [[2], [2]], output [2])",
        () -> tape.backward(second, vector(1, 1)));
  }

  @Test
  void aGradientThatWasLeftFromBeforeIsNotBlamedOnTheOperation() {
    Parameter p = new Parameter(vector(1, 2, 3));
    p.gradient().set(2, Double.NaN);
    Variable sum = Tape.apply(HARMLESS, y, p);
    stops(
        "anomaly: planting, operation 1 of the tape, backward: the gradient of input 1 is NaN at"
            + " element 2 before it (inputs [[3], [3]], output [3])",
        () -> tape.backward(sum, vector(1, 1, 1)));
  }

  @Test
  void aSeedThatIsNotFiniteIsNamed() {
    stops(
        "anomaly: the seed gradient is NaN at element 0 ([3])",
        () -> tape.backward(y, vector(Double.NaN, 1, 1)));
  }

  @Test
  void nothingIsLookedAtUnlessAskedFor() {
    tape.detectAnomaly(false);
    Variable bad = Tape.apply(new Planting(Double.NaN, Double.NaN, 0), y, x);
    tape.backward(bad, vector(1, 1, 1));
    assertEquals(Double.NaN, x.gradient().get(1));
  }

  @Test
  void whatIsFiniteAndWhatIsFrozenPasses() {
    Parameter frozen = new Parameter(Tensor.zeros(DType.FLOAT64, 3));
    frozen.gradient().fill(Double.NaN);
    frozen.freeze(true);
    Variable sum = F.add(y, F.add(frozen, x));
    tape.backward(sum, vector(1, 1, 1));
    tape.backward(sum, vector(1, 1, 1));
    assertEquals(6, x.gradient().get(0));
  }

  @Test
  void inferenceIsLookedAtToo() {
    Tape inference = Tape.inference(Backends.scalar()).detectAnomaly(true);
    Variable large = inference.constant(vector(1e30, 1).to(DType.FLOAT32));
    stops(
        "anomaly: scale, operation 0 of the tape, forward: the output is Infinity at element 0;"
            + " all inputs are finite (inputs [[2]], output [2])",
        () -> F.scale(1e30, large));
  }
}
