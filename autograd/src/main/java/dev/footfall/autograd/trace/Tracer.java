package dev.footfall.autograd.trace;

import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.plan.Graph;
import dev.footfall.engine.runtime.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes down what a network does, by running it once on a tape and reading the tape: whatever a
 * module computes from {@code [N, C, T]} with operations alone, without being asked for its class.
 *
 * <p>A branch that a module takes depending on its input's values is written down as it was taken.
 */
public final class Tracer {
  private static final int LENGTH = 64;

  private final Map<Tensor, String> names = new IdentityHashMap<>();
  private final Map<Variable, Integer> values = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final List<Graph.Node> nodes = new ArrayList<>();

  private Tracer() {}

  /**
   * The graph of a network as it is at inference; tensors are named as in {@link Module#state}.
   *
   * @param inputs channels C of its input
   * @throws IllegalArgumentException if an operation takes a value that is neither computed from
   *     the input nor one of the network's tensors; one line that names it
   */
  public static Graph trace(Module network, int inputs) {
    Map<String, Tensor> state = network.state();
    if (state.isEmpty()) {
      throw new IllegalArgumentException("trace: the network has no parameters");
    }
    try (Workers workers = Workers.of(1)) {
      var dtype = state.values().iterator().next().dtype();
      Tape tape = Tape.recording(KernelProvider.kernels(dtype, workers));
      Variable x = tape.input(Tensor.zeros(dtype, 1, inputs, LENGTH));
      Variable y = network.forward(x);
      return new Tracer().graph(inputs, state, x, y, tape.applications());
    }
  }

  private Graph graph(
      int inputs,
      Map<String, Tensor> state,
      Variable x,
      Variable y,
      List<Tape.Application> applications) {
    state.forEach((name, tensor) -> names.put(tensor, name));
    values.put(x, 0);
    Set<Variable> needed = ancestors(y, applications);
    for (Tape.Application application : applications) {
      if (needed.contains(application.output())) {
        nodes.add(node(application));
        values.put(application.output(), nodes.size());
      }
    }
    return new Graph(inputs, nodes);
  }

  private static Set<Variable> ancestors(Variable y, List<Tape.Application> applications) {
    Set<Variable> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.add(y);
    for (Tape.Application application : applications.reversed()) {
      if (needed.contains(application.output())) {
        needed.addAll(application.inputs());
      }
    }
    return needed;
  }

  private Graph.Node node(Tape.Application application) {
    String op = application.op().name();
    List<Integer> inputs = new ArrayList<>();
    List<String> tensors = new ArrayList<>();
    for (int i = 0; i < application.inputs().size(); i++) {
      Variable input = application.inputs().get(i);
      String name = names.get(input.value());
      if (name != null) {
        tensors.add(name);
      } else if (values.containsKey(input)) {
        inputs.add(values.get(input));
      } else {
        throw new IllegalArgumentException(
            ("trace: input %s %s of %s is neither computed from the network's input nor one of its"
                    + " tensors")
                .formatted(i, input.shape(), op));
      }
    }
    for (Tensor buffer : application.op().buffers()) {
      String name = names.get(buffer);
      if (name == null) {
        throw new IllegalArgumentException(
            "trace: %s uses a tensor %s that is not the network's".formatted(op, buffer.shape()));
      }
      tensors.add(name);
    }
    return new Graph.Node(
        op, name(op, inputs, tensors), inputs, tensors, application.op().attributes());
  }

  /** The prefix of its tensors, or the name of the node before it and its own operation. */
  private String name(String op, List<Integer> inputs, List<String> tensors) {
    String base = op;
    if (!tensors.isEmpty()) {
      int dot = tensors.getFirst().lastIndexOf('.');
      base = dot < 0 ? op : tensors.getFirst().substring(0, dot);
    } else if (!inputs.isEmpty() && inputs.getFirst() > 0) {
      base = nodes.get(inputs.getFirst() - 1).name() + "." + op;
    }
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "." + i;
    }
    return name;
  }
}
