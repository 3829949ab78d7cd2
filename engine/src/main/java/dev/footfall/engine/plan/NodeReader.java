package dev.footfall.engine.plan;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Map;
import java.util.Set;

/** What a node says, checked; complaints name the node. */
record NodeReader(Graph.Node node, Map<String, Tensor> tensors) {

  /**
   * Demands so many inputs and tensors, and no other attributes than these: one that is not
   * understood must not be passed over.
   */
  void expect(int inputs, int fewestTensors, int mostTensors, Set<String> attributes) {
    int found = node.tensors().size();
    if (node.inputs().size() != inputs || found < fewestTensors || found > mostTensors) {
      throw problem(
          "expected %s inputs and %s to %s tensors but found %s and %s"
              .formatted(inputs, fewestTensors, mostTensors, node.inputs().size(), found));
    }
    for (String name : node.attributes().keySet()) {
      if (!attributes.contains(name)) {
        throw problem("a plan does not know its attribute \"" + name + "\"");
      }
    }
    for (String name : node.tensors()) {
      if (!tensors.containsKey(name)) {
        throw problem("there is no tensor \"" + name + "\"");
      }
    }
  }

  Tensor tensor(int index) {
    return tensors.get(node.tensors().get(index));
  }

  /** The shape of a tensor, which must have elements and this rank. */
  Shape shape(int index, int rank, String form) {
    Shape shape = tensor(index).shape();
    if (shape.rank() != rank || shape.elements() == 0) {
      throw problem(
          "expected %s but tensor \"%s\" is %s".formatted(form, node.tensors().get(index), shape));
    }
    return shape;
  }

  void require(int index, long rows, int columns) {
    Shape shape = tensor(index).shape();
    if (shape.rank() != 2 || shape.extent(0) != rows || shape.extent(1) != columns) {
      throw problem(
          "expected [%s, %s] but tensor \"%s\" is %s"
              .formatted(rows, columns, node.tensors().get(index), shape));
    }
  }

  int integer(String attribute, int otherwise) {
    Object value = node.attributes().getOrDefault(attribute, otherwise);
    if (value instanceof Integer integer) {
      return integer;
    }
    throw problem("attribute \"" + attribute + "\" is " + value + ", not a whole number");
  }

  /**
   * Demands that an attribute, if it is there, says what a plan can do: the other way it cannot.
   */
  void requireFalse(String attribute) {
    Object value = node.attributes().getOrDefault(attribute, false);
    if (!value.equals(false)) {
      throw problem("a plan cannot hold it with \"" + attribute + "\" " + value);
    }
  }

  double number(String attribute) {
    if (node.attributes().get(attribute) instanceof Number number) {
      return number.doubleValue();
    }
    throw problem("attribute \"" + attribute + "\" is missing or not a number");
  }

  IllegalArgumentException problem(String what) {
    return new IllegalArgumentException("plan: " + node + ": " + what);
  }
}
