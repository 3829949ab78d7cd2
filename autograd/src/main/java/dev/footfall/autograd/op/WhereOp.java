package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;

/**
 * Chooses between two tensors, element by element, with NumPy broadcasting of all three.
 *
 * <pre>
 * y = a where condition, else b
 * da += dy where condition, else 0
 * db += 0 where condition, else dy
 * </pre>
 *
 * <p>Nothing of the element that was not chosen passes, not even NaN.
 *
 * @param condition 0 for no, anything else for yes; a constant of either element type, not to be
 *     changed before the backward pass
 */
public record WhereOp(Tensor condition) implements Op {
  private static final int A = 0;
  private static final int B = 1;

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape both = Broadcast.shape(name(), "a", inputs[A], "b", inputs[B]);
    return Broadcast.shape(name(), "condition", condition.shape(), "a and b", both);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    Tensor a = Broadcast.stretched(cx, cx.input(A));
    Tensor b = Broadcast.stretched(cx, cx.input(B));
    cx.kernels().elementwise().select(y.elements(), mask(cx), 0, a, 0, b, 0, y, 0);
  }

  @Override
  public void backward(OpContext cx) {
    Tensor dy = cx.outputGradient();
    Tensor mask = mask(cx);
    Tensor zero = cx.temporary(dy.shape());
    zero.fill(0);
    Tensor d = cx.temporary(dy.shape());
    ElementwiseKernel kernel = cx.kernels().elementwise();
    if (cx.wants(A)) {
      kernel.select(d.elements(), mask, 0, dy, 0, zero, 0, d, 0);
      Broadcast.addGradient(cx, A, d);
    }
    if (cx.wants(B)) {
      kernel.select(d.elements(), mask, 0, zero, 0, dy, 0, d, 0);
      Broadcast.addGradient(cx, B, d);
    }
  }

  /** The condition in the element type of the tape and the shape of the output. */
  private Tensor mask(OpContext cx) {
    Tensor mask = cx.temporary(condition.shape());
    mask.copyFrom(condition);
    return Broadcast.stretched(cx, mask);
  }
}
