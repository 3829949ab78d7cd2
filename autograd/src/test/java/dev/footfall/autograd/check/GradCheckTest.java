package dev.footfall.autograd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.autograd.F;
import dev.footfall.autograd.check.GradCheck.MismatchException;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Linear;
import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The check itself: planted bugs, and what it says about them. */
class GradCheckTest {

  /** {@code y = x^2} with a backward pass that a test breaks. */
  private record Square(Backward backward) implements Op {
    interface Backward {
      void run(Tensor x, Tensor dy, Tensor dx);
    }

    @Override
    public String name() {
      return "square";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(OpContext cx) {
      Tensor x = cx.input(0);
      for (int i = 0; i < x.elements(); i++) {
        cx.output().set(i, x.get(i) * x.get(i));
      }
    }

    @Override
    public void backward(OpContext cx) {
      backward.run(cx.input(0), cx.outputGradient(), cx.inputGradient(0));
    }
  }

  /** What the seed 1 draws as the direction r, and what the inputs are. */
  private static final double[] DIRECTION = directionOfSeed1();

  private static final Tensor X = Tensor.of(Shape.of(3), new double[] {1, 2, -0.5});

  @Test
  void aRightGradientPassesAndIsCounted() {
    assertEquals(
        3,
        square(
                (x, dy, dx) -> {
                  for (int i = 0; i < 3; i++) {
                    dx.set(i, dx.get(i) + 2 * x.get(i) * dy.get(i));
                  }
                })
            .check());
  }

  @Test
  void aForgottenFactorIsCaught() {
    GradCheck check =
        square(
            (x, dy, dx) -> {
              for (int i = 0; i < 3; i++) {
                dx.set(i, dx.get(i) + x.get(i) * dy.get(i));
              }
            });
    assertEquals(
        message(0, "is " + DIRECTION[0] + " but central differences give " + numeric(0)),
        failure(check));
  }

  @Test
  void aWrongElementIsNamed() {
    GradCheck check =
        square(
            (x, dy, dx) -> {
              for (int i = 0; i < 2; i++) {
                dx.set(i, dx.get(i) + 2 * x.get(i) * dy.get(i));
              }
            });
    assertEquals(message(2, "is 0.0 but central differences give " + numeric(2)), failure(check));
  }

  @Test
  void aGradientThatIsOverwrittenInsteadOfAddedIsCaught() {
    GradCheck check =
        square(
            (x, dy, dx) -> {
              for (int i = 0; i < 3; i++) {
                dx.set(i, 2 * x.get(i) * dy.get(i));
              }
            });
    double first = 2 * DIRECTION[0];
    assertEquals(
        message(0, "does not accumulate: " + first + " after one pass, " + first + " after two"),
        failure(check));
  }

  @Test
  void whatLeaksWithoutASeedIsCaught() {
    // Small enough to pass the comparison with central differences.
    GradCheck check =
        square(
            (x, dy, dx) -> {
              for (int i = 0; i < 3; i++) {
                dx.set(i, dx.get(i) + 2 * x.get(i) * dy.get(i) + (i == 1 ? 1e-9 : 0));
              }
            });
    assertEquals(message(1, "is 1.0E-9 for a zero seed"), failure(check));
  }

  @Test
  void nanIsNeverRight() {
    GradCheck check =
        square(
            (x, dy, dx) -> {
              for (int i = 0; i < 3; i++) {
                dx.set(i, dy.get(i) == 0 ? 0 : Double.NaN);
              }
            });
    assertEquals(message(0, "is NaN but central differences give " + numeric(0)), failure(check));
  }

  /** The wrong input is named, and all shapes are shown. */
  @Test
  void theMessageNamesTheInputAndAllShapes() {
    Op op =
        new Op() {
          @Override
          public String name() {
            return "difference";
          }

          @Override
          public Shape outputShape(Shape... inputs) {
            return inputs[0];
          }

          @Override
          public void forward(OpContext cx) {
            cx.output().set(0, cx.input(0).get(0) - cx.input(1).get(0));
          }

          @Override
          public void backward(OpContext cx) {
            for (int i = 0; i < 2; i++) {
              cx.inputGradient(i).set(0, cx.inputGradient(i).get(0) + cx.outputGradient().get(0));
            }
          }
        };
    GradCheck check =
        GradCheck.function("difference", v -> Tape.apply(op, v))
            .input("minuend", Tensor.of(Shape.of(1), new double[] {0}))
            .input("subtrahend", Tensor.of(Shape.of(1, 1), new double[] {0}))
            .seed(5);
    String message = failure(check);
    double found = 2 * new SplittableRandom(5).nextDouble() - 1;
    // A central difference of a linear function is exact but for its own rounding.
    assertEquals(
        "difference: gradient of subtrahend at element 0 is "
            + found
            + " but central differences give ",
        message.substring(0, message.indexOf("give ") + 5));
    assertEquals(
        " (minuend [1], subtrahend [1, 1], seed 5)", message.substring(message.indexOf(" (")));
  }

  @Test
  void theToleranceDecides() {
    Square.Backward offByAMillionth =
        (x, dy, dx) -> {
          for (int i = 0; i < 3; i++) {
            dx.set(i, dx.get(i) + 2 * x.get(i) * dy.get(i) * (1 + 1e-5));
          }
        };
    assertThrows(MismatchException.class, () -> square(offByAMillionth).check());
    assertEquals(3, square(offByAMillionth).tolerance(1e-4).check());
  }

  @Test
  void singlePrecisionInputsAreWidened() {
    assertEquals(
        2,
        GradCheck.function("scale", v -> F.scale(3, v[0]))
            .input("x", Tensor.of(Shape.of(2), new float[] {1, 2}))
            .check());
  }

  @Test
  void singlePrecisionModulesAreRejected() {
    Linear linear = new Linear(2, 1, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    GradCheck check = GradCheck.module("linear", linear, Tensor.zeros(DType.FLOAT64, 1, 2));
    assertEquals(
        "linear: input 1 is FLOAT32 but the tape computes in FLOAT64",
        assertThrows(IllegalArgumentException.class, check::check).getMessage());
  }

  @Test
  void parametersAreAsTheyWereAndFrozenOnesLeftOut() {
    Linear linear = new Linear(2, 3, new Initializer(DType.FLOAT64, new SplittableRandom(1)));
    Tensor weight = linear.state().get("weight");
    Tensor before = weight.copy();
    Tensor x = Tensor.zeros(DType.FLOAT64, 4, 2);
    assertEquals(8 + 6 + 3, GradCheck.module("linear", linear, x).check());
    linear.parameters().get("weight").freeze(true);
    assertEquals(8 + 3, GradCheck.module("linear", linear, x).check());
    for (int i = 0; i < 6; i++) {
      assertEquals(before.get(i), weight.get(i));
    }
  }

  private static GradCheck square(Square.Backward backward) {
    return GradCheck.function("square", v -> Tape.apply(new Square(backward), v)).input("x", X);
  }

  private static String failure(GradCheck check) {
    return assertThrows(MismatchException.class, check::check).getMessage();
  }

  private static String message(int element, String what) {
    return "square: gradient of x at element " + element + " " + what + " (x [3], seed 1)";
  }

  /** The central difference with the step that the check documents. */
  private static double numeric(int element) {
    double original = X.get(element);
    double h = 1e-5 * Math.max(1, Math.abs(original));
    double high = 0;
    double low = 0;
    for (int i = 0; i < 3; i++) {
      double above = i == element ? original + h : X.get(i);
      double below = i == element ? original - h : X.get(i);
      high += DIRECTION[i] * (above * above);
      low += DIRECTION[i] * (below * below);
    }
    return (high - low) / ((original + h) - (original - h));
  }

  private static double[] directionOfSeed1() {
    SplittableRandom random = new SplittableRandom(1);
    return random.doubles(3).map(d -> 2 * d - 1).toArray();
  }
}
