package dev.footfall.autograd.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.check.GradCheck;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A function of named inputs that runs on any back end: what a gradient check, a golden case and a
 * law have in common.
 *
 * <p>A run answers its results by name: {@code y}, and {@code d} followed by the name of an input
 * for each gradient.
 */
public final class Application {

  /** The function: variables of one tape by name in, one variable out. */
  public interface Graph {
    /** Applies it. */
    Variable apply(Map<String, Variable> in);
  }

  private final String name;
  private final Graph graph;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Map<String, Double> magnitudes = new HashMap<>();
  private boolean training = true;

  private Application(String name, Graph graph) {
    this.name = name;
    this.graph = graph;
  }

  /** An application of a function that has no inputs yet. */
  public static Application of(String name, Graph graph) {
    return new Application(name, graph);
  }

  /** Adds an input whose gradient is wanted. */
  public Application input(String input, Tensor value) {
    inputs.put(input, value);
    return this;
  }

  /** Adds an input without a gradient. */
  public Application constant(String input, Tensor value) {
    constants.add(input);
    return input(input, value);
  }

  /** Runs as at inference instead of as in training. */
  public Application atInference() {
    training = false;
    return this;
  }

  /**
   * Says that a result is the difference of terms of about this size, where neither its own size
   * nor its sensitivity to the inputs shows it; see {@link RoundingBound}.
   */
  public Application termsOf(String result, double magnitude) {
    magnitudes.put(result, magnitude);
    return this;
  }

  /** All inputs by name, in order. */
  public Map<String, Tensor> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /** Applies the function to leaves that the caller made. */
  public Variable apply(Map<String, Variable> leaves) {
    return graph.apply(leaves);
  }

  /** A tape of the right mode. */
  public Tape tape(Kernels kernels) {
    return training ? Tape.training(kernels) : Tape.recording(kernels);
  }

  /** Shape of y. */
  public Shape outputShape() {
    return run(Backends.fp64(), null).get("y").shape();
  }

  /** A gradient of y to start from, random and the same for every call. */
  public Tensor seedGradient() {
    return new RandomTensors(1).uniform(outputShape());
  }

  /** Both passes on a fresh tape; with {@code seed} null the forward pass alone. */
  public Map<String, Tensor> run(Kernels kernels, Tensor seed) {
    return run(tape(kernels), seed);
  }

  /** Both passes on this tape, which is not reset; the results are copies. */
  public Map<String, Tensor> run(Tape tape, Tensor seed) {
    Map<String, Variable> leaves = leaves(tape);
    Variable y = apply(leaves);
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("y", y.value().copy());
    if (seed != null) {
      tape.backward(y, seed);
      leaves.forEach(
          (input, leaf) -> {
            if (!constants.contains(input)) {
              results.put("d" + input, leaf.gradient().copy());
            }
          });
    }
    return results;
  }

  /** The inputs as leaves of a tape, converted to its element type. */
  public Map<String, Variable> leaves(Tape tape) {
    Map<String, Variable> leaves = new LinkedHashMap<>();
    inputs.forEach(
        (input, value) -> {
          Tensor converted = value.to(tape.kernels().dtype());
          leaves.put(
              input, constants.contains(input) ? tape.constant(converted) : tape.input(converted));
        });
    return leaves;
  }

  /** The same function of other values of the same inputs. */
  public Application with(Map<String, Tensor> otherInputs) {
    Application other = new Application(name, graph);
    other.inputs.putAll(otherInputs);
    other.constants.addAll(constants);
    other.magnitudes.putAll(magnitudes);
    other.training = training;
    return other;
  }

  /** Compares each element of y by each of the inputs with central differences. */
  public void checkGradients() {
    GradCheck check =
        GradCheck.function(
            name,
            variables -> {
              Map<String, Variable> in = new LinkedHashMap<>();
              int i = 0;
              for (String input : inputs.keySet()) {
                in.put(input, variables[i++]);
              }
              return graph.apply(in);
            });
    int elements = 0;
    for (Map.Entry<String, Tensor> entry : inputs.entrySet()) {
      if (constants.contains(entry.getKey())) {
        check.constant(entry.getKey(), entry.getValue());
      } else {
        check.input(entry.getKey(), entry.getValue());
        elements += entry.getValue().elements();
      }
    }
    if (!training) {
      check.atInference();
    }
    assertEquals(
        elements * outputShape().elements(),
        check.jacobian().check(),
        name + ": number of derivatives compared");
  }

  /** Compares value and gradients of the FLOAT32 back ends with FLOAT64. */
  public void checkBackends() {
    Tensor seed = seedGradient();
    RoundingBound bound = new RoundingBound(this, seed);
    Map<String, Tensor> expected = run(Backends.fp64(), seed);
    for (Kernels kernels : Backends.float32()) {
      run(kernels, seed)
          .forEach(
              (result, found) ->
                  Near.require(
                      this + " on " + kernels.name() + ": " + result,
                      expected.get(result),
                      found,
                      (i, e) -> bound.of(result, kernels.dtype())));
    }
  }

  /** Size of the terms of a result as {@link #termsOf} told it, or 0. */
  double magnitude(String result) {
    return magnitudes.getOrDefault(result, 0.0);
  }

  /** Name and shapes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    inputs.forEach(
        (input, value) -> text.append(' ').append(input).append(' ').append(value.shape()));
    return text.toString();
  }
}
