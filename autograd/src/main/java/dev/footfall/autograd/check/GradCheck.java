package dev.footfall.autograd.check;

import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Compares the gradients of any function or module with central differences, in FLOAT64.
 *
 * <pre>{@code
 * GradCheck.function("conv1d", v -> F.conv1d(v[0], v[1], spec))
 *     .input("x", x).input("weight", weight).jacobian().check();
 * }</pre>
 *
 * <p><b>What is compared.</b> Four modes, from the most thorough to the cheapest; r is a direction
 * in the space of the outputs, drawn from the seed, uniform in [-1, 1).
 *
 * <table>
 * <caption>Modes, for n elements of inputs and parameters and m of outputs</caption>
 * <tr><th>call</th><th>compares</th><th>forward, backward passes</th><th>cannot see</th></tr>
 * <tr><td>{@link #jacobian}</td><td>each dy/dx, alone</td><td>4 n, m</td>
 *     <td>nothing at this point; keeps n m numbers</td></tr>
 * <tr><td>(default)</td><td>{@code d(sum r y)/dx} for each x</td><td>4 n, 1</td>
 *     <td>an error in one dy/dx that is small beside the sum of all</td></tr>
 * <tr><td>{@link #sample}</td><td>the same for some elements of each tensor</td><td>4 a sample, 1</td>
 *     <td>the elements not drawn</td></tr>
 * <tr><td>{@link #directions}</td><td>the slope along a random line through all x</td>
 *     <td>4 a direction, 1</td>
 *     <td>an error that is small beside the whole gradient; which element is wrong</td></tr>
 * </table>
 *
 * <p>None sees what a point does not show: the other side of a kink, a path not taken, a size not
 * tried. Random inputs of random shapes are the caller's part. Nor does a right gradient tell a
 * right function: a convolution that ignores its padding in both passes has a perfect one.
 *
 * <p><b>How.</b> With D(h) the central difference at step h, the numeric value is {@code (4 D(h/2)
 * - D(h)) / 3}, whose truncation error is of the order of h<sup>4</sup>; h is {@code 1e-4 max(1,
 * |e|)} for an element e, and where that does not agree, 1e-5 and 1e-6 times the same. The relative
 * error
 *
 * <pre>
 * |analytic - numeric| / max(|analytic|, |numeric|, floor),  floor = min(1, 16 s / (h tolerance))
 * </pre>
 *
 * must not exceed the tolerance, 1e-6 unless set. The floor is the smallest gradient that
 * differences can tell from the rounding of y to this tolerance: s is that rounding, measured as
 * what a change of all inputs by up to two units in the last place moves y by, in four trials. So
 * an output of 1e-8 is checked as sharply as one of 1; one of exactly 0 that nothing moves, where
 * terms may have cancelled, as sharply as one of 1 too.
 *
 * <p>A failure says which of three it looks like: D(h) and D(h/2) agree with one another (the
 * gradient is wrong), are apart (the function curves too much, or its rounding is too large), or
 * the slopes to both sides stay apart as h shrinks (a kink, as relu has at 0). The last two are
 * failures too, of the point and not of the gradient: choose another. A kink at which both sides
 * cancel, as that of |x| at 0 for the gradient 0, passes.
 *
 * <p><b>What else is checked</b>, in every mode: both passes leave inputs, parameters and outputs
 * as they were; two runs give the same bits, also on memory full of NaN; a second backward pass
 * adds the same gradient again; a zero seed gives exactly zero; each input and parameter in turn,
 * when it wants no gradient, gets none, and the others get the same bits as before. The gradient's
 * shape and type are those of the value. All this costs both passes five times, and once more for
 * each input and parameter.
 *
 * <p><b>Second order.</b> The backward pass is not recorded, so there are no gradients of
 * gradients. Differences of gradients take their place: {@code (g(x + h v) - g(x - h v)) / 2h} is
 * the product of the Hessian with v, to some ten digits in FLOAT64, for two backward passes.
 *
 * <p>A check computes on the calling thread alone. It leaves parameters, their gradients and the
 * buffers of a module as they were.
 */
public final class GradCheck {

  /** The function under test: variables on one tape in, one variable out. */
  public interface Function {
    /** Applies it. */
    Variable apply(Variable[] inputs);
  }

  /** A function under test with several outputs. */
  public interface Outputs {
    /** Applies it. */
    List<Variable> apply(Variable[] inputs);
  }

  /** Thrown when a gradient is wrong; the message is one line. */
  public static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MismatchException(String message) {
      super(message);
    }
  }

  private static final double DEFAULT_TOLERANCE = 1e-6;

  private static final int ALL = -1;

  private final Subject subject;
  private final List<Tensor> buffers = new ArrayList<>();
  private long seed = 1;
  private double tolerance = DEFAULT_TOLERANCE;
  private boolean jacobian;
  private int sampled = ALL;
  private int directions;
  private String onlyInput;
  private int onlyElement;
  private int onlyOutput = ALL;

  private GradCheck(String name, Outputs function) {
    this.subject = new Subject(name, function);
  }

  /** A check of a function; {@code name} appears in the message of a failure. */
  public static GradCheck function(String name, Function function) {
    return new GradCheck(name, inputs -> List.of(function.apply(inputs)));
  }

  /** A check of a function with several outputs: y0, y1, ... in messages. */
  public static GradCheck outputs(String name, Outputs function) {
    return new GradCheck(name, function);
  }

  /** A check of a FLOAT64 module: its input "x" and all its parameters that are not frozen. */
  public static GradCheck module(String name, Module module, Tensor x) {
    GradCheck check = function(name, v -> module.forward(v[0])).input("x", x);
    check.buffers.addAll(module.state().values());
    module
        .parameters()
        .forEach(
            (parameter, p) -> {
              if (p.requiresGradient()) {
                check.parameter(parameter, p);
              }
            });
    return check;
  }

  /** Adds an input; a FLOAT32 tensor is widened. */
  public GradCheck input(String inputName, Tensor value) {
    subject.input(inputName, value, true);
    return this;
  }

  /** Adds an input that wants no gradient, and must get none; a FLOAT32 tensor is widened. */
  public GradCheck constant(String inputName, Tensor value) {
    subject.input(inputName, value, false);
    return this;
  }

  /** Adds a FLOAT64 parameter that the function uses by itself. */
  public GradCheck parameter(String parameterName, Parameter parameter) {
    subject.parameter(parameterName, parameter);
    return this;
  }

  /** Seed of everything drawn, 1 unless set. */
  public GradCheck seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Largest relative error, 1e-6 unless set. */
  public GradCheck tolerance(double newTolerance) {
    tolerance = newTolerance;
    return this;
  }

  /** Checks the function as it behaves at inference, not in training. */
  public GradCheck atInference() {
    subject.atInference();
    return this;
  }

  /** Compares each element of the outputs by each of the inputs and parameters. */
  public GradCheck jacobian() {
    jacobian = true;
    return this;
  }

  /** Compares at most {@code elements} of each input and parameter, drawn from the seed. */
  public GradCheck sample(int elements) {
    sampled = elements;
    return this;
  }

  /**
   * Compares slopes along random directions of length 1 through all inputs and parameters; no
   * single elements unless {@link #sample} is called too. Number i draws from {@code seed + i}.
   */
  public GradCheck directions(int number) {
    directions = number;
    return this;
  }

  /** Compares one element of one input or parameter alone. */
  public GradCheck only(String input, int element) {
    onlyInput = input;
    onlyElement = element;
    return this;
  }

  /**
   * Compares one element of the Jacobian alone; the elements of several outputs count as one
   * sequence.
   */
  public GradCheck only(String input, int element, int outputElement) {
    onlyOutput = outputElement;
    return jacobian().only(input, element);
  }

  /**
   * Runs the check.
   *
   * @return number of comparisons with differences
   * @throws MismatchException naming function, input, element, both values, the shapes, and how to
   *     run that comparison alone
   * @throws IllegalArgumentException if there is nothing to check, or {@link #only} names what is
   *     not there
   */
  public int check() {
    Map<String, int[]> chosen = chosen();
    Map<String, Tensor> values = subject.values();
    values.replaceAll((input, value) -> value.copy());
    List<Tensor> state = subject.state();
    state.addAll(buffers);
    List<Tensor> before = state.stream().map(Tensor::copy).toList();
    try {
      return check(chosen, values);
    } finally {
      for (int i = 0; i < before.size(); i++) {
        state.get(i).copyFrom(before.get(i));
      }
    }
  }

  private int check(Map<String, int[]> chosen, Map<String, Tensor> values) {
    Map<String, Shape> outputs = subject.outputShapes();
    int m = outputs.values().stream().mapToInt(Shape::elements).sum();
    double[] r = projection(seed, m);
    Mismatch mismatch = mismatch(outputs, seed);
    Subject.Run run = new Contract(subject, mismatch, values, r).check();
    int compared = 0;
    if (directions == 0 || sampled != ALL) {
      Comparison comparison = new Comparison(subject, mismatch, tolerance, run);
      compared +=
          jacobian
              ? comparison.jacobian(chosen, chosenOutputs(m))
              : comparison.gradients(chosen, r);
    }
    for (long own = seed; own < seed + directions; own++) {
      double[] ownR = projection(own, m);
      Subject.Run ownRun = subject.run(subject.tape(), ownR, 1, null);
      compared +=
          new Comparison(subject, mismatch(outputs, own), tolerance, ownRun)
              .slope(new SplittableRandom(~own), ownR); // ~: other numbers than those of r
    }
    return compared;
  }

  private Mismatch mismatch(Map<String, Shape> outputs, long own) {
    String settings =
        (subject.training() ? "" : ".atInference()")
            + (tolerance == DEFAULT_TOLERANCE ? "" : ".tolerance(" + tolerance + ")");
    return new Mismatch(subject, outputs, own, settings);
  }

  /** Which elements of what are compared. */
  private Map<String, int[]> chosen() {
    Map<String, Tensor> wanted = subject.wanted();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          subject.name() + ": nothing to check, no input or parameter wants a gradient");
    }
    Map<String, int[]> chosen = new LinkedHashMap<>();
    if (onlyInput != null) {
      if (!wanted.containsKey(onlyInput)) {
        throw new IllegalArgumentException(
            subject.name()
                + ": no input or parameter \""
                + onlyInput
                + "\" wants a gradient (known are "
                + String.join(", ", wanted.keySet())
                + ")");
      }
      int elements = wanted.get(onlyInput).elements();
      chosen.put(onlyInput, new int[] {requireWithin(onlyInput, onlyElement, elements)});
      return chosen;
    }
    SplittableRandom random = new SplittableRandom(seed);
    wanted.forEach(
        (input, value) -> {
          int n = value.elements();
          chosen.put(
              input,
              sampled == ALL || sampled >= n
                  ? IntStream.range(0, n).toArray()
                  : random.ints(0, n).distinct().limit(sampled).toArray());
        });
    return chosen;
  }

  private int requireWithin(String what, int element, int elements) {
    if (element < 0 || element >= elements) {
      throw new IllegalArgumentException(
          subject.name() + ": " + what + " has no element " + element + " of " + elements);
    }
    return element;
  }

  private int[] chosenOutputs(int elements) {
    return onlyOutput == ALL
        ? IntStream.range(0, elements).toArray()
        : new int[] {requireWithin("outputs", onlyOutput, elements)};
  }

  private static double[] projection(long own, int elements) {
    return new SplittableRandom(own).doubles(elements).map(d -> 2 * d - 1).toArray();
  }
}
