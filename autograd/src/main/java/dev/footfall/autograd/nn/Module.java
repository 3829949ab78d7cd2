package dev.footfall.autograd.nn;

import dev.footfall.autograd.RandomState;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a network: it owns parameters, buffers (state that is saved but not trained, such as
 * running statistics), random sources and child modules, all under names.
 *
 * <p>Names are joined by dots from the root: {@code stage1.block0.conv1.weight}. Whether a forward
 * pass behaves as in training is the tape's affair, so a module holds no state of a call.
 */
public abstract class Module {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, RandomState> sources = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private boolean frozen;

  /** Nothing registered yet. */
  protected Module() {}

  /** Applies the module. */
  public abstract Variable forward(Variable x);

  /** Registers a parameter under a name of this module's own. */
  protected final Parameter parameter(String name, Tensor value) {
    Parameter parameter = new Parameter(value);
    register(parameters, name, parameter);
    return parameter;
  }

  /** Registers a buffer under a name of this module's own. */
  protected final Tensor buffer(String name, Tensor value) {
    register(buffers, name, value);
    return value;
  }

  /**
   * Registers a source of random numbers that forward passes draw from, under a name of this
   * module's own: a checkpoint keeps its position.
   */
  protected final <R extends RandomState> R source(String name, R source) {
    register(sources, name, source);
    return source;
  }

  /** Registers a child module under a name of this module's own. */
  protected final <M extends Module> M child(String name, M module) {
    register(children, name, module);
    return module;
  }

  /** All parameters, by full name, in order of registration. */
  public final Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    collectParameters("", all);
    return all;
  }

  /** Number of trainable scalars. */
  public final long parameterCount() {
    return parameters().values().stream().mapToLong(p -> p.value().elements()).sum();
  }

  /**
   * The live tensors of all parameters and buffers, by full name: what a file keeps. Writing to
   * them changes the network.
   */
  public final Map<String, Tensor> state() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    collectState("", all);
    return all;
  }

  /** All random sources, by full name. */
  public final Map<String, RandomState> sources() {
    Map<String, RandomState> all = new LinkedHashMap<>();
    collectSources("", all);
    return all;
  }

  /**
   * Overwrites all parameters and buffers.
   *
   * @param values one tensor for each name of {@link #state}
   * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs; nothing
   *     is changed then
   */
  public final void load(Map<String, Tensor> values) {
    Map<String, Tensor> state = state();
    List<String> unknown = new ArrayList<>(values.keySet());
    unknown.removeAll(state.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "load: the network has no parameter \"" + unknown.getFirst() + "\"");
    }
    state.forEach(
        (name, tensor) -> {
          Tensor value = values.get(name);
          if (value == null) {
            throw new IllegalArgumentException(
                "load: parameter \"" + name + "\" " + tensor.shape() + " is missing");
          }
          if (!value.shape().equals(tensor.shape())) {
            throw new IllegalArgumentException(
                "load: parameter \""
                    + name
                    + "\" has shape "
                    + value.shape()
                    + " but the network's is "
                    + tensor.shape());
          }
        });
    state.forEach((name, tensor) -> tensor.copyFrom(values.get(name)));
  }

  /** Sets all gradients to zero. */
  public final void zeroGradients() {
    for (Module module : descendants()) {
      module.parameters.values().forEach(Parameter::zeroGradient);
    }
  }

  /**
   * Excludes all parameters from gradients and keeps buffers from changing in training, or lifts
   * both again.
   */
  public final void freeze(boolean freeze) {
    for (Module module : descendants()) {
      module.frozen = freeze;
      module.parameters.values().forEach(p -> p.freeze(freeze));
    }
  }

  /** Whether a forward pass must leave the buffers alone. */
  protected final boolean frozen() {
    return frozen;
  }

  private Collection<Module> descendants() {
    List<Module> all = new ArrayList<>();
    all.add(this);
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).children.values());
    }
    return all;
  }

  private void collectParameters(String prefix, Map<String, Parameter> all) {
    parameters.forEach((name, p) -> all.put(prefix + name, p));
    children.forEach((name, child) -> child.collectParameters(prefix + name + ".", all));
  }

  private void collectState(String prefix, Map<String, Tensor> all) {
    parameters.forEach((name, p) -> all.put(prefix + name, p.value()));
    buffers.forEach((name, b) -> all.put(prefix + name, b));
    children.forEach((name, child) -> child.collectState(prefix + name + ".", all));
  }

  private void collectSources(String prefix, Map<String, RandomState> all) {
    sources.forEach((name, source) -> all.put(prefix + name, source));
    children.forEach((name, child) -> child.collectSources(prefix + name + ".", all));
  }

  private <T> void register(Map<String, T> map, String name, T value) {
    if (parameters.containsKey(name)
        || buffers.containsKey(name)
        || sources.containsKey(name)
        || children.containsKey(name)) {
      throw new IllegalArgumentException(
          "module: the name \"" + name + "\" is taken in " + getClass().getSimpleName());
    }
    map.put(name, value);
  }
}
