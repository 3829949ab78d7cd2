package dev.footfall.autograd.tape;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A differentiable operation: its forward pass and its vector-Jacobian product, face to face.
 *
 * <p>An implementation is an immutable record of hyper-parameters. It holds nothing of a call:
 * inputs, output, gradients and whatever the forward pass keeps for the backward pass live in the
 * {@link OpContext}.
 */
public interface Op {

  /** The field's name of the operation, as error messages show it. */
  String name();

  /**
   * The hyper-parameters that inference depends on, by name: numbers and truth values, anything
   * else as text. Unless an operation says better, all components of its record: what runs a graph
   * elsewhere refuses an attribute that it does not know, so none may be left out in silence.
   */
  default Map<String, Object> attributes() {
    return RecordAttributes.of(this);
  }

  /** Tensors that inference depends on beside the inputs, such as running statistics. */
  default List<Tensor> buffers() {
    return List.of();
  }

  /**
   * Checks the inputs and answers the shape of the output.
   *
   * @throws IllegalArgumentException with one line that names operation and shapes
   */
  Shape outputShape(Shape... inputs);

  /** Writes every element of the output. */
  void forward(OpContext cx);

  /**
   * Adds {@code (dy/dx_i)^T dy} to the gradient of every input i that {@linkplain OpContext#wants
   * wants} one.
   */
  void backward(OpContext cx);
}
