package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.UnaryFunction;

/**
 * Softmax along one axis, or its logarithm; sums, and the maximum, are over that axis.
 *
 * <pre>
 * softmax       y = e^(x - max x) / sum e^(x - max x)        dx += y (dy - sum dy y)
 * log_softmax   y = x - max x - ln sum e^(x - max x)         dx += dy - e^y sum dy
 * </pre>
 *
 * <p>With the maximum taken off no exponential exceeds 1, and one of them is 1, so neither
 * overflows nor divides by 0. Cost: a few passes, with two temporaries of the size of x.
 *
 * @param axis the axis
 * @param log whether to take the logarithm
 */
public record SoftmaxOp(int axis, boolean log) implements Op {
  private static final UnaryFunction EXP = UnaryFunction.of(UnaryFunction.Kind.EXP);

  @Override
  public String name() {
    return log ? "log_softmax" : "softmax";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireAxis(name(), "x", inputs[0], axis);
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    int n = y.elements();
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    Broadcast lines = lines(y);
    Tensor ofLine = cx.temporary(lines.small());
    Tensor stretched = cx.temporary(y.shape());
    lines.extreme(cx, true, x, ofLine);
    lines.stretch(ofLine, stretched);
    elementwise.subtract(n, x, 0, stretched, 0, y, 0);
    Tensor e = log ? cx.temporary(y.shape()) : y;
    cx.kernels().unary().value(EXP, 0, n, y, e);
    lines.sum(cx, e, ofLine);
    if (log) {
      for (int i = 0; i < ofLine.elements(); i++) {
        ofLine.set(i, Math.log(ofLine.get(i)));
      }
    }
    lines.stretch(ofLine, stretched);
    if (log) {
      elementwise.subtract(n, y, 0, stretched, 0, y, 0);
    } else {
      elementwise.divide(n, y, 0, stretched, 0, y, 0);
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    Tensor y = cx.output();
    Tensor dy = cx.outputGradient();
    int n = y.elements();
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    Broadcast lines = lines(y);
    Tensor ofLine = cx.temporary(lines.small());
    Tensor stretched = cx.temporary(y.shape());
    Tensor d = cx.temporary(y.shape());
    if (log) {
      lines.sum(cx, dy, ofLine);
      lines.stretch(ofLine, stretched);
      cx.kernels().unary().value(EXP, 0, n, y, d);
      elementwise.multiply(n, d, 0, stretched, 0, d, 0);
      elementwise.subtract(n, dy, 0, d, 0, d, 0);
    } else {
      elementwise.multiply(n, dy, 0, y, 0, d, 0);
      lines.sum(cx, d, ofLine);
      lines.stretch(ofLine, stretched);
      elementwise.subtract(n, dy, 0, stretched, 0, d, 0);
      elementwise.multiply(n, y, 0, d, 0, d, 0);
    }
    Broadcast.addGradient(cx, 0, d);
  }

  /** One element for each line along the axis, stretched over it. */
  private Broadcast lines(Tensor y) {
    int[] extents = y.shape().toArray();
    extents[axis] = 1;
    return new Broadcast(Shape.of(extents), y.shape());
  }
}
