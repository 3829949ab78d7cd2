package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * The same elements in the same row-major order under other extents; they are copied.
 *
 * <pre>
 * y_i = x_i
 * dx_i += dy_i
 * </pre>
 *
 * @param shape the new extents, with the same product
 */
public record ReshapeOp(Shape shape) implements Op {

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs[0].elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "reshape: x has "
              + inputs[0].elements()
              + " elements but the new shape "
              + shape.elements()
              + " (x "
              + inputs[0]
              + ", new shape "
              + shape
              + ")");
    }
    return shape;
  }

  @Override
  public void forward(OpContext cx) {
    cx.output().copyFrom(cx.input(0).reshaped(shape));
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      Tensor dx = cx.inputGradient(0);
      cx.kernels().elementwise().axpy(dx.elements(), 1, cx.outputGradient(), 0, dx, 0);
    }
  }
}
