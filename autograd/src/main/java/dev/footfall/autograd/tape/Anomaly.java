package dev.footfall.autograd.tape;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Looks for the first number that is not finite, and says where it came from. */
final class Anomaly {
  private Anomaly() {}

  static void requireFiniteOutput(OpContext cx) {
    int element = cx.output().firstNonFinite();
    if (element < 0) {
      return;
    }
    String cause = "all inputs are finite";
    for (int i = 0; i < cx.inputs(); i++) {
      int at = cx.input(i).firstNonFinite();
      if (at >= 0) {
        cause = value("input " + i, cx.input(i), at) + " already";
        break;
      }
    }
    throw anomaly(cx, "forward", value("the output", cx.output(), element) + "; " + cause);
  }

  static void requireFiniteSeed(Tensor seed) {
    int element = seed.firstNonFinite();
    if (element >= 0) {
      throw new ArithmeticException(
          "anomaly: " + value("the seed gradient", seed, element) + " (" + seed.shape() + ")");
    }
  }

  /** Gradients are added to, so one may hold the anomaly before the operation has had its turn. */
  static void requireFiniteGradients(OpContext cx, String when) {
    for (int i = 0; i < cx.inputs(); i++) {
      Tensor gradient = cx.wants(i) ? cx.inputVariable(i).pending() : null;
      int element = gradient == null ? -1 : gradient.firstNonFinite();
      if (element >= 0) {
        throw anomaly(
            cx,
            "backward",
            value("the gradient of input " + i, gradient, element) + " " + when + " it");
      }
    }
  }

  private static String value(String what, Tensor tensor, int element) {
    return what + " is " + tensor.get(element) + " at element " + element;
  }

  private static ArithmeticException anomaly(OpContext cx, String pass, String what) {
    Shape[] inputs =
        IntStream.range(0, cx.inputs()).mapToObj(i -> cx.input(i).shape()).toArray(Shape[]::new);
    return new ArithmeticException(
        "anomaly: "
            + cx.op().name()
            + ", operation "
            + cx.position()
            + " of the tape, "
            + pass
            + ": "
            + what
            + " (inputs "
            + Arrays.toString(inputs)
            + ", output "
            + cx.output().shape()
            + ")");
  }
}
