package dev.footfall.autograd.check;

import dev.footfall.autograd.check.Comparison.Result;
import dev.footfall.autograd.check.Differences.Quotient;
import dev.footfall.engine.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Words what is wrong: where, both values, what they tell, all shapes, how to run it again. */
final class Mismatch {
  private final String name;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, Shape> outputs;
  private final long seed;
  private final String settings;

  /**
   * A wording.
   *
   * @param outputs shapes of the outputs by name
   * @param settings calls that restore the settings of the check, beside the seed
   */
  Mismatch(Subject subject, Map<String, Shape> outputs, long seed, String settings) {
    this.name = subject.name();
    subject.values().forEach((input, value) -> shapes.put(input, value.shape()));
    this.outputs = outputs;
    this.seed = seed;
    this.settings = settings;
    shapes.putAll(outputs);
  }

  /** A rule broken at one element of an input, of its gradient, or of y: all outputs together. */
  GradCheck.MismatchException ofElement(String what, int element, String broken) {
    String place;
    if (what.equals("y")) {
      place = output(element);
    } else {
      String input = what.replace("gradient of ", "");
      place = what + " at element " + index(shapes.get(input), element);
    }
    return exception(place + " " + broken, "", "");
  }

  /** A gradient of the projected outputs. */
  GradCheck.MismatchException ofGradient(String input, int element, Result result) {
    return exception(
        "gradient of " + input + " at element " + index(shapes.get(input), element),
        result,
        ".only(\"" + input + "\", " + element + ")");
  }

  /** An element of the Jacobian. */
  GradCheck.MismatchException ofJacobian(
      int outputElement, String input, int element, Result result) {
    return exception(
        "derivative of "
            + output(outputElement)
            + " by "
            + input
            + " at element "
            + index(shapes.get(input), element),
        result,
        ".only(\"" + input + "\", " + element + ", " + outputElement + ")");
  }

  /** A derivative along a direction; the seed of the check is the direction's own. */
  GradCheck.MismatchException ofSlope(Result result) {
    return exception("slope along a random line", result, ".directions(1)");
  }

  private GradCheck.MismatchException exception(String place, Result result, String again) {
    return exception(
        place
            + " is "
            + result.analytic()
            + " but central differences give "
            + result.numeric().value()
            + ", relative error "
            + brief(result.error()),
        "; " + verdict(result),
        again);
  }

  private GradCheck.MismatchException exception(String what, String verdict, String again) {
    return new GradCheck.MismatchException(
        name
            + ": "
            + what
            + " ("
            + listed(shapes)
            + ", seed "
            + seed
            + ")"
            + verdict
            + "; to run this again: .seed("
            + seed
            + ")"
            + settings
            + again
            + ".check()");
  }

  private static String verdict(Result result) {
    Quotient numeric = result.numeric();
    double wrong = Math.abs(result.analytic() - numeric.value());
    if (numeric.kink() && Math.abs(numeric.right() - numeric.left()) > wrong / 10) {
      return "the slope is "
          + brief(numeric.left())
          + " to the left and "
          + brief(numeric.right())
          + " to the right, so the function is not smooth here: choose another point";
    }
    String steps =
        "differences at steps " + brief(numeric.step()) + " and " + brief(numeric.step() / 2);
    boolean settled = numeric.apart() <= Math.max(result.noise(), 1e-3 * Math.abs(numeric.value()));
    return numeric.apart() > wrong / 10 || !settled
        ? steps
            + " are "
            + brief(numeric.apart())
            + " apart, so they cannot be trusted here: choose another point"
        : steps + " agree within " + brief(numeric.apart()) + ", so the gradient is wrong";
  }

  /** Name and place of an element in the sequence of all outputs. */
  private String output(int element) {
    int rest = element;
    for (Map.Entry<String, Shape> output : outputs.entrySet()) {
      if (rest < output.getValue().elements()) {
        return output.getKey() + " at element " + index(output.getValue(), rest);
      }
      rest -= output.getValue().elements();
    }
    throw new IndexOutOfBoundsException(element);
  }

  /** An element, flat and as one index for each axis: {@code 5 [1, 2]}. */
  static String index(Shape shape, int element) {
    int[] indices = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      indices[axis] = rest % shape.extent(axis);
      rest /= shape.extent(axis);
    }
    return element + " " + Arrays.toString(indices);
  }

  private static String listed(Map<String, Shape> shapes) {
    StringBuilder text = new StringBuilder();
    shapes.forEach(
        (key, shape) ->
            text.append(text.isEmpty() ? "" : ", ").append(key).append(' ').append(shape));
    return text.toString();
  }

  private static String brief(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
