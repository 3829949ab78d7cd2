package dev.footfall.autograd.check;

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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The function under test with all that it is a function of: it runs the passes and answers plain
 * numbers. The elements of all outputs count as one sequence, output after output.
 */
final class Subject {
  private final String name;
  private final GradCheck.Outputs function;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Kernels kernels = KernelProvider.kernels(DType.FLOAT64, Workers.of(1));
  private boolean training = true;

  Subject(String name, GradCheck.Outputs function) {
    this.name = name;
    this.function = function;
  }

  /**
   * What both passes left.
   *
   * @param y elements of all outputs after the forward pass
   * @param yAfter the same after the backward pass
   * @param gradients of all inputs and parameters; null where none arrived
   */
  record Run(double[] y, double[] yAfter, Map<String, Tensor> gradients) {}

  String name() {
    return name;
  }

  void input(String input, Tensor value, boolean wantsGradient) {
    requireFree(input);
    inputs.put(input, value.to(DType.FLOAT64));
    if (!wantsGradient) {
      constants.add(input);
    }
  }

  void parameter(String parameter, Parameter p) {
    requireFree(parameter);
    parameters.put(parameter, p);
  }

  void atInference() {
    training = false;
  }

  boolean training() {
    return training;
  }

  private void requireFree(String key) {
    if (inputs.containsKey(key) || parameters.containsKey(key)) {
      throw new IllegalArgumentException(name + ": the name \"" + key + "\" is taken");
    }
  }

  /** The live values of all inputs and parameters. */
  Map<String, Tensor> values() {
    Map<String, Tensor> all = new LinkedHashMap<>(inputs);
    parameters.forEach((parameter, p) -> all.put(parameter, p.value()));
    return all;
  }

  /** The live values of those that want a gradient. */
  Map<String, Tensor> wanted() {
    Map<String, Tensor> wanted = values();
    wanted.keySet().removeAll(constants);
    return wanted;
  }

  /** All that a check may change in parameters: their values and gradients. */
  List<Tensor> state() {
    List<Tensor> state = new ArrayList<>();
    for (Parameter p : parameters.values()) {
      state.add(p.value());
      state.add(p.gradient());
    }
    return state;
  }

  Tape tape() {
    return training ? Tape.training(kernels) : Tape.recording(kernels);
  }

  /** Shapes of the outputs, by name: y, or y0, y1, ... */
  Map<String, Shape> outputShapes() {
    List<Variable> outputs = forward(leaves(tape(), null));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      shapes.put(outputs.size() == 1 ? "y" : "y" + i, outputs.get(i).shape());
    }
    return shapes;
  }

  /** The forward pass alone, on a tape that is reset afterwards. */
  double[] evaluate(Tape tape) {
    double[] y = elements(forward(leaves(tape, null)));
    tape.reset();
    return y;
  }

  /**
   * Both passes, on a tape that is not reset.
   *
   * @param seed gradient of the elements of all outputs
   * @param passes number of backward passes
   * @param unwanted an input or parameter that wants no gradient, or null
   */
  Run run(Tape tape, double[] seed, int passes, String unwanted) {
    parameters.values().forEach(Parameter::zeroGradient);
    Parameter frozen = parameters.get(unwanted);
    if (frozen == null) {
      return run(tape, leaves(tape, unwanted), seed, passes);
    }
    frozen.freeze(true);
    try {
      return run(tape, leaves(tape, null), seed, passes);
    } finally {
      frozen.freeze(false);
    }
  }

  private Run run(Tape tape, Map<String, Variable> leaves, double[] seed, int passes) {
    List<Variable> outputs = forward(leaves);
    double[] y = elements(outputs);
    for (int pass = 0; pass < passes; pass++) {
      backward(tape, outputs, seed);
    }
    return new Run(y, elements(outputs), gradients(leaves));
  }

  /**
   * The Jacobian: for each element of the outputs the gradients of everything that wants one.
   *
   * @param outputs which elements
   */
  List<Map<String, Tensor>> jacobian(int[] outputs) {
    Tape tape = tape();
    Map<String, Variable> leaves = leaves(tape, null);
    List<Variable> ys = forward(leaves);
    double[] seed = new double[elements(ys).length];
    List<Map<String, Tensor>> rows = new ArrayList<>();
    for (int output : outputs) {
      parameters.values().forEach(Parameter::zeroGradient);
      leaves.values().stream().map(Variable::gradient).forEach(Subject::clear);
      seed[output] = 1;
      backward(tape, ys, seed);
      seed[output] = 0;
      rows.add(gradients(leaves));
    }
    return rows;
  }

  private static void clear(Tensor gradient) {
    if (gradient != null) {
      gradient.fill(0);
    }
  }

  private Map<String, Variable> leaves(Tape tape, String unwanted) {
    Map<String, Variable> leaves = new LinkedHashMap<>();
    inputs.forEach(
        (input, value) ->
            leaves.put(
                input,
                constants.contains(input) || input.equals(unwanted)
                    ? tape.constant(value)
                    : tape.input(value)));
    return leaves;
  }

  private List<Variable> forward(Map<String, Variable> leaves) {
    return function.apply(leaves.values().toArray(Variable[]::new));
  }

  /** An output that depends on nothing that wants a gradient has nothing to pass back. */
  private static void backward(Tape tape, List<Variable> outputs, double[] seed) {
    int at = 0;
    for (Variable y : outputs) {
      int end = at + y.value().elements();
      if (y.requiresGradient()) {
        tape.backward(y, Tensor.of(y.shape(), Arrays.copyOfRange(seed, at, end)));
      }
      at = end;
    }
  }

  private Map<String, Tensor> gradients(Map<String, Variable> leaves) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    leaves.forEach((input, leaf) -> gradients.put(input, copy(leaf.gradient())));
    parameters.forEach((parameter, p) -> gradients.put(parameter, copy(p.gradient())));
    return gradients;
  }

  private static Tensor copy(Tensor tensor) {
    return tensor == null ? null : tensor.copy();
  }

  private static double[] elements(List<Variable> outputs) {
    return outputs.stream().flatMapToDouble(y -> Arrays.stream(y.value().doubles())).toArray();
  }
}
