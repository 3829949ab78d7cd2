package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Mean over all n elements.
 *
 * <pre>
 * y = 1/n sum x_i
 * dx_i += dy / n
 * </pre>
 */
public record MeanOp() implements Op {

  @Override
  public String name() {
    return "mean";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs[0].elements() == 0) {
      throw new IllegalArgumentException("mean: x has no elements (x " + inputs[0] + ")");
    }
    return Shape.of();
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    double sum = 0;
    for (int i = 0; i < x.elements(); i++) {
      sum += x.get(i);
    }
    cx.output().set(0, sum / x.elements());
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      Tensor dx = cx.inputGradient(0);
      double share = cx.outputGradient().get(0) / dx.elements();
      for (int i = 0; i < dx.elements(); i++) {
        dx.set(i, dx.get(i) + share);
      }
    }
  }
}
