package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;

/**
 * Product with a constant, the weight of a loss term.
 *
 * <pre>
 * y = factor x
 * dx += factor dy
 * </pre>
 *
 * @param factor the constant
 */
public record ScaleOp(double factor) implements Op {

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    int n = cx.output().elements();
    cx.kernels().elementwise().affine(n, factor, 0, cx.input(0), 0, cx.output(), 0);
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      int n = cx.output().elements();
      var dx = cx.inputGradient(0);
      cx.kernels().elementwise().axpy(n, factor, cx.outputGradient(), 0, dx, 0);
    }
  }
}
