package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Sum of two tensors, the residual connection, with NumPy broadcasting as in {@link BinaryOp}.
 *
 * <pre>
 * y = a + b
 * da += dy,  db += dy, summed over what was repeated
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
    return Broadcast.shape(name(), "a", inputs[A], "b", inputs[B]);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor a = Broadcast.stretched(cx, cx.input(A));
    Tensor b = Broadcast.stretched(cx, cx.input(B));
    cx.kernels().elementwise().add(cx.output().elements(), a, 0, b, 0, cx.output(), 0);
  }

  @Override
  public void backward(OpContext cx) {
    for (int input = A; input <= B; input++) {
      if (cx.wants(input)) {
        Broadcast.addGradient(cx, input, cx.outputGradient());
      }
    }
  }
}
