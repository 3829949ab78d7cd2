package dev.footfall.autograd.check;

import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares the gradients of any function or module with central differences, in FLOAT64.
 *
 * <p>The output y is projected on a random direction r, so {@code L = sum r y} is a scalar whose
 * gradient exercises every output. For every element e of every input and parameter
 *
 * <pre>
 * numeric = (L(e + h) - L(e - h)) / 2h,  h = 1e-5 max(1, |e|)
 * </pre>
 *
 * must agree with the analytic value within {@code tolerance * (1 + |numeric|)}: truncation
 * (h<sup>2</sup>) and rounding (u / h) are both about 1e-10 for functions of moderate curvature,
 * and the default tolerance leaves four digits to spare. Also checked: a second backward pass adds
 * the same gradient again, and a zero seed gives exactly zero.
 *
 * <p>Kinks (relu at 0) must be avoided by the choice of inputs: a central difference across one is
 * meaningless.
 *
 * <pre>{@code
 * GradCheck.function("conv1d", v -> F.conv1d(v[0], v[1], spec))
 *     .input("x", x).input("weight", weight).seed(1).check();
 * }</pre>
 */
public final class GradCheck {

  /** The function under test: variables on one tape in, one variable out. */
  public interface Function {
    /** Applies it. */
    Variable apply(Variable[] inputs);
  }

  /** Thrown when a gradient is wrong; the message is one line. */
  public static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MismatchException(String message) {
      super(message);
    }
  }

  private static final double STEP = 1e-5;
  private static final double DEFAULT_TOLERANCE = 1e-6;

  private final String name;
  private final Function function;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Kernels kernels = KernelProvider.kernels(DType.FLOAT64, Workers.of(1));
  private long seed = 1;
  private double tolerance = DEFAULT_TOLERANCE;
  private boolean training = true;

  private GradCheck(String name, Function function) {
    this.name = name;
    this.function = function;
  }

  /** A check of a function; {@code name} appears in the message of a failure. */
  public static GradCheck function(String name, Function function) {
    return new GradCheck(name, function);
  }

  /**
   * A check of a FLOAT64 module: its input "x" and all its parameters that are not frozen. The
   * gradients that they hold are lost, and running statistics move on.
   */
  public static GradCheck module(String name, Module module, Tensor x) {
    GradCheck check = new GradCheck(name, v -> module.forward(v[0])).input("x", x);
    module
        .parameters()
        .forEach(
            (parameter, p) -> {
              if (p.requiresGradient()) {
                check.parameters.put(parameter, p);
              }
            });
    return check;
  }

  /** Adds an input; a FLOAT32 tensor is widened. */
  public GradCheck input(String inputName, Tensor value) {
    inputs.put(inputName, value.to(DType.FLOAT64));
    return this;
  }

  /** Seed of the random direction, 1 unless set. */
  public GradCheck seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Tolerance relative to {@code 1 + |numeric|}, 1e-6 unless set. */
  public GradCheck tolerance(double newTolerance) {
    tolerance = newTolerance;
    return this;
  }

  /** Checks the function as it behaves at inference, not in training. */
  public GradCheck atInference() {
    training = false;
    return this;
  }

  /**
   * Runs the check.
   *
   * @return number of elements compared
   * @throws MismatchException naming function, input, element, both values and the shapes
   */
  public int check() {
    Tensor direction = direction();
    Map<String, Tensor> analytic = gradients(direction, 1);
    Map<String, Tensor> twice = gradients(direction, 2);
    Tensor nothing = Tensor.zeros(DType.FLOAT64, direction.shape());
    gradients(nothing, 1).forEach((input, zero) -> requireZero(input, zero));
    int compared = 0;
    for (Map.Entry<String, Tensor> entry : checked().entrySet()) {
      String input = entry.getKey();
      Tensor value = entry.getValue();
      for (int i = 0; i < value.elements(); i++) {
        double numeric = centralDifference(value, i, direction);
        double found = analytic.get(input).get(i);
        if (!(Math.abs(found - numeric) <= tolerance * (1 + Math.abs(numeric)))) {
          throw mismatch(input, i, "is " + found + " but central differences give " + numeric);
        }
        double added = twice.get(input).get(i);
        if (!(Math.abs(added - 2 * found) <= 1e-12 * (1 + Math.abs(found)))) {
          throw mismatch(
              input,
              i,
              "does not accumulate: " + found + " after one pass, " + added + " after two");
        }
        compared++;
      }
    }
    return compared;
  }

  private Map<String, Tensor> checked() {
    Map<String, Tensor> all = new LinkedHashMap<>(inputs);
    parameters.forEach((parameter, p) -> all.put(parameter, p.value()));
    return all;
  }

  private Tape tape() {
    return training ? Tape.training(kernels) : Tape.recording(kernels);
  }

  private Variable forward(Tape tape, List<Variable> leaves) {
    inputs.values().forEach(value -> leaves.add(tape.input(value)));
    return function.apply(leaves.toArray(Variable[]::new));
  }

  private Tensor direction() {
    Shape shape = forward(tape(), new ArrayList<>()).shape();
    Tensor direction = Tensor.zeros(DType.FLOAT64, shape);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < direction.elements(); i++) {
      direction.set(i, 2 * random.nextDouble() - 1);
    }
    return direction;
  }

  /** Analytic gradients of all inputs and parameters after some backward passes of fresh tapes. */
  private Map<String, Tensor> gradients(Tensor direction, int passes) {
    parameters.values().forEach(Parameter::zeroGradient);
    Map<String, Tensor> sums = new LinkedHashMap<>();
    inputs.forEach((input, value) -> sums.put(input, Tensor.zeros(DType.FLOAT64, value.shape())));
    List<Variable> leaves = new ArrayList<>();
    Tape tape = tape();
    Variable y = forward(tape, leaves);
    for (int pass = 0; pass < passes; pass++) {
      tape.backward(y, direction);
    }
    int i = 0;
    for (Tensor sum : sums.values()) {
      Tensor gradient = leaves.get(i++).gradient();
      if (gradient != null) {
        sum.copyFrom(gradient);
      }
    }
    parameters.forEach((parameter, p) -> sums.put(parameter, p.gradient().copy()));
    return sums;
  }

  private double centralDifference(Tensor value, int element, Tensor direction) {
    double original = value.get(element);
    double h = STEP * Math.max(1, Math.abs(original));
    value.set(element, original + h);
    double above = value.get(element);
    double high = project(direction);
    value.set(element, original - h);
    double below = value.get(element);
    double low = project(direction);
    value.set(element, original);
    return (high - low) / (above - below);
  }

  private double project(Tensor direction) {
    Tensor y = forward(tape(), new ArrayList<>()).value();
    double sum = 0;
    for (int i = 0; i < y.elements(); i++) {
      sum += direction.get(i) * y.get(i);
    }
    return sum;
  }

  private void requireZero(String input, Tensor gradient) {
    for (int i = 0; i < gradient.elements(); i++) {
      if (gradient.get(i) != 0) {
        throw mismatch(input, i, "is " + gradient.get(i) + " for a zero seed");
      }
    }
  }

  private MismatchException mismatch(String input, int element, String what) {
    StringBuilder shapes = new StringBuilder();
    checked()
        .forEach(
            (other, value) ->
                shapes
                    .append(shapes.isEmpty() ? "" : ", ")
                    .append(other)
                    .append(' ')
                    .append(value.shape()));
    return new MismatchException(
        name
            + ": gradient of "
            + input
            + " at element "
            + element
            + " "
            + what
            + " ("
            + shapes
            + ", seed "
            + seed
            + ")");
  }
}
