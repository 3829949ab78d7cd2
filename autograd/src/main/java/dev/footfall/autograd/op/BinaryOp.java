package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;

/**
 * A function of two tensors, element by element, with NumPy broadcasting; {@link AddOp} is the sum.
 *
 * <pre>
 * subtract   y = a - b        da += dy              db -= dy
 * multiply   y = a b          da += dy b            db += dy a
 * divide     y = a / b        da += dy / b          db -= dy y / b
 * maximum    y = max(a, b)    da += dy H(a - b)     db += dy H(b - a)
 * minimum    y = min(a, b)    da += dy H(b - a)     db += dy H(a - b)
 * </pre>
 *
 * <p>H is Heaviside's step with {@code H(0) = 1/2}, so operands that tie share the gradient evenly,
 * as in PyTorch. Shapes are aligned at their last axes; an operand of extent 1 on an axis, or
 * without it, is repeated along it, and its gradient is the sum over the repeats.
 *
 * <p>Cost: one pass forward and up to four backward for each gradient, on the calling thread; one
 * temporary of the output's size backward, and one for each operand that is stretched.
 *
 * @param function which one
 */
public record BinaryOp(Function function) implements Op {

  /** The functions. */
  public enum Function {
    /** Difference. */
    SUBTRACT,
    /** Product. */
    MULTIPLY,
    /** Quotient. */
    DIVIDE,
    /** The larger one. */
    MAXIMUM,
    /** The smaller one. */
    MINIMUM
  }

  private static final int A = 0;
  private static final int B = 1;

  @Override
  public String name() {
    return function.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return Broadcast.shape(name(), "a", inputs[A], "b", inputs[B]);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor a = Broadcast.stretched(cx, cx.input(A));
    Tensor b = Broadcast.stretched(cx, cx.input(B));
    Tensor y = cx.output();
    int n = y.elements();
    ElementwiseKernel kernel = cx.kernels().elementwise();
    switch (function) {
      case SUBTRACT -> kernel.subtract(n, a, 0, b, 0, y, 0);
      case MULTIPLY -> kernel.multiply(n, a, 0, b, 0, y, 0);
      case DIVIDE -> kernel.divide(n, a, 0, b, 0, y, 0);
      case MAXIMUM -> kernel.maximum(n, a, 0, b, 0, y, 0);
      case MINIMUM -> kernel.minimum(n, a, 0, b, 0, y, 0);
    }
  }

  @Override
  public void backward(OpContext cx) {
    Tensor dy = cx.outputGradient();
    Tensor a = Broadcast.stretched(cx, cx.input(A));
    Tensor b = Broadcast.stretched(cx, cx.input(B));
    Tensor y = cx.output();
    Tensor d = cx.temporary(y.shape());
    int n = y.elements();
    ElementwiseKernel kernel = cx.kernels().elementwise();
    if (cx.wants(A)) {
      switch (function) {
        case SUBTRACT -> {}
        case MULTIPLY -> kernel.multiply(n, dy, 0, b, 0, d, 0);
        case DIVIDE -> kernel.divide(n, dy, 0, b, 0, d, 0);
        case MAXIMUM -> step(kernel, a, b, dy, d);
        case MINIMUM -> step(kernel, b, a, dy, d);
      }
      Broadcast.addGradient(cx, A, function == Function.SUBTRACT ? dy : d);
    }
    if (cx.wants(B)) {
      switch (function) {
        case SUBTRACT -> kernel.affine(n, -1, 0, dy, 0, d, 0);
        case MULTIPLY -> kernel.multiply(n, dy, 0, a, 0, d, 0);
        case DIVIDE -> {
          kernel.multiply(n, dy, 0, y, 0, d, 0);
          kernel.divide(n, d, 0, b, 0, d, 0);
          kernel.affine(n, -1, 0, d, 0, d, 0);
        }
        case MAXIMUM -> step(kernel, b, a, dy, d);
        case MINIMUM -> step(kernel, a, b, dy, d);
      }
      Broadcast.addGradient(cx, B, d);
    }
  }

  /** {@code d = dy H(u - v)}. */
  private static void step(ElementwiseKernel kernel, Tensor u, Tensor v, Tensor dy, Tensor d) {
    kernel.heaviside(d.elements(), u, 0, v, 0, d, 0);
    kernel.multiply(d.elements(), dy, 0, d, 0, d, 0);
  }
}
