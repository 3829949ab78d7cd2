package dev.footfall.engine.plan;

import dev.footfall.engine.format.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A trained network as data: operations in the order of their execution, over sequences of one or
 * more channels.
 *
 * <p>Value 0 is the input of the network, the standardised sensor signal; node i yields value i +
 * 1, and the last node the output. Tensors are named, not held: they stand beside the graph in a
 * model file.
 *
 * <p>As JSON, one object a node:
 *
 * <pre>
 * {"inputs": 8, "nodes": [
 *   {"op": "conv1d", "name": "conv1", "inputs": [0], "tensors": ["conv1.weight", "conv1.bias"],
 *    "attributes": {"dilation": 1, "pad_left": 4, "pad_right": 0, "stride": 1}},
 *   {"op": "relu", "name": "conv1.relu", "inputs": [1], "tensors": [], "attributes": {}}, ...]}
 * </pre>
 *
 * @param inputs channels of the input
 * @param nodes operations, first to last
 */
public record Graph(int inputs, List<Node> nodes) {
  /** The most nodes of a graph. */
  public static final int MOST_NODES = 1024;

  /** The most channels of a value, here and in a {@link Plan}. */
  public static final int MOST_CHANNELS = 1 << 16;

  /**
   * One operation.
   *
   * @param op name of the operation, as {@code conv1d}
   * @param name name of the layer, unique in a graph, as {@code stage1.block1.conv2}
   * @param inputs numbers of the values that it takes
   * @param tensors names of the parameters and buffers that it takes, by position
   * @param attributes hyper-parameters: numbers, truth values and texts
   */
  public record Node(
      String op,
      String name,
      List<Integer> inputs,
      List<String> tensors,
      Map<String, Object> attributes) {

    /** Copies the collections; attributes are sorted by name. */
    public Node {
      inputs = List.copyOf(inputs);
      tensors = List.copyOf(tensors);
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** The operation and the name of the layer, as messages show them. */
    @Override
    public String toString() {
      return op + " \"" + name + "\"";
    }
  }

  /**
   * Checks that every node takes values that stand before it, that every value but the output is
   * taken, and that names are unique.
   *
   * @throws IllegalArgumentException with one line that names the node
   */
  public Graph {
    nodes = List.copyOf(nodes);
    if (inputs < 1 || inputs > MOST_CHANNELS) {
      throw problem("expected 1 to " + MOST_CHANNELS + " inputs but found " + inputs);
    }
    if (nodes.isEmpty() || nodes.size() > MOST_NODES) {
      throw problem("expected 1 to " + MOST_NODES + " nodes but found " + nodes.size());
    }
    Set<String> names = new HashSet<>();
    boolean[] taken = new boolean[nodes.size() + 1];
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (!names.add(node.name())) {
        throw problem("the name of node " + i + ", " + node + ", is taken");
      }
      for (int value : node.inputs()) {
        if (value < 0 || value > i) {
          throw problem(
              "node %s, %s, takes value %s; expected one of 0 to %s".formatted(i, node, value, i));
        }
        taken[value] = true;
      }
    }
    for (int i = 0; i < nodes.size() - 1; i++) {
      if (!taken[i + 1]) {
        throw problem("no node takes what node " + i + ", " + nodes.get(i) + ", yields");
      }
    }
  }

  /**
   * Reads a graph.
   *
   * @throws IllegalArgumentException if the document is not a graph; one line that names the place
   */
  public static Graph of(Json json) {
    List<Node> nodes = new ArrayList<>();
    for (Json node : json.get("nodes").elements()) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      node.get("attributes")
          .members()
          .forEach((name, value) -> attributes.put(name, scalar(value)));
      nodes.add(
          new Node(
              node.get("op").asString(),
              node.get("name").asString(),
              node.get("inputs").elements().stream().map(Json::asInt).toList(),
              node.get("tensors").elements().stream().map(Json::asString).toList(),
              attributes));
    }
    return new Graph(json.get("inputs").asInt(), nodes);
  }

  /** The graph as an object for {@link Json#write}; {@link #of} reads the same graph from it. */
  public Map<String, Object> json() {
    List<Object> list = new ArrayList<>();
    for (Node node : nodes) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("op", node.op());
      json.put("name", node.name());
      json.put("inputs", node.inputs());
      json.put("tensors", node.tensors());
      json.put("attributes", node.attributes());
      list.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", inputs);
    json.put("nodes", list);
    return json;
  }

  /** A text, a truth value, a whole number (Integer or Long), or any other number (Double). */
  private static Object scalar(Json json) {
    String text = json.toString();
    if (text.startsWith("\"")) {
      return json.asString();
    }
    if (text.equals("true") || text.equals("false")) {
      return json.asBoolean();
    }
    if (text.matches("-?[0-9]{1,9}")) {
      return json.asInt();
    }
    return text.matches("-?[0-9]{1,18}") ? (Object) json.asLong() : (Object) json.asDouble();
  }

  private static IllegalArgumentException problem(String what) {
    return new IllegalArgumentException("graph: " + what);
  }
}
