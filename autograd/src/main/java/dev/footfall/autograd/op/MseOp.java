package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;

/**
 * Mean squared error over all n elements.
 *
 * <pre>
 * y = 1/n sum (a_i - b_i)^2
 * da += 2/n dy (a - b),  db -= 2/n dy (a - b)
 * </pre>
 *
 * <p>Rows along the last axis are summed in the element type, rows in double precision.
 */
public record MseOp() implements Op {
  private static final int A = 0;
  private static final int B = 1;

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireSame(name(), "a", inputs[A], "b", inputs[B]);
    if (inputs[A].elements() == 0) {
      throw new IllegalArgumentException("mse: no elements (a " + inputs[A] + ")");
    }
    return Shape.of();
  }

  @Override
  public void forward(OpContext cx) {
    Tensor a = cx.input(A);
    Tensor b = cx.input(B);
    int rank = a.shape().rank();
    int row = rank == 0 ? 1 : a.shape().extent(rank - 1);
    double sum = 0;
    for (int at = 0; at < a.elements(); at += row) {
      sum += cx.kernels().reductions().squaredDistance(row, a, at, b, at);
    }
    cx.output().set(0, sum / a.elements());
  }

  @Override
  public void backward(OpContext cx) {
    Tensor a = cx.input(A);
    int n = a.elements();
    // The difference first: near the optimum, 2/n dy a - 2/n dy b would cancel all but rounding.
    Tensor difference = cx.temporary(a.shape());
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    difference.copyFrom(a);
    elementwise.axpy(n, -1, cx.input(B), 0, difference, 0);
    double slope = 2 * cx.outputGradient().get(0) / n;
    if (cx.wants(A)) {
      elementwise.axpy(n, slope, difference, 0, cx.inputGradient(A), 0);
    }
    if (cx.wants(B)) {
      elementwise.axpy(n, -slope, difference, 0, cx.inputGradient(B), 0);
    }
  }
}
