package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;

/**
 * Sum of two tensors of one shape, the residual connection.
 *
 * <pre>
 * y = a + b
 * da += dy,  db += dy
 * </pre>
 */
public record AddOp() implements Op {
  private static final int A = 0;
  private static final int B = 1;

  @Override
  public String name() {
    return "add";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireSame(name(), "a", inputs[A], "b", inputs[B]);
    return inputs[A];
  }

  @Override
  public void forward(OpContext cx) {
    int n = cx.output().elements();
    cx.kernels().elementwise().add(n, cx.input(A), 0, cx.input(B), 0, cx.output(), 0);
  }

  @Override
  public void backward(OpContext cx) {
    for (int input = A; input <= B; input++) {
      if (cx.wants(input)) {
        var dx = cx.inputGradient(input);
        cx.kernels().elementwise().axpy(dx.elements(), 1, cx.outputGradient(), 0, dx, 0);
      }
    }
  }
}
