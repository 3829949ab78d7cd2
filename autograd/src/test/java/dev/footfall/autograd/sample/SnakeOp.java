package dev.footfall.autograd.sample;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Snake activation (Ziyin et al. 2020), for signals that repeat.
 *
 * <pre>
 * y = x + sin(a x)^2 / a
 * dx += dy (1 + sin(2 a x))
 * </pre>
 *
 * @param a angular frequency, in radians for each unit of x; not 0
 */
record SnakeOp(double a) implements Op {

  @Override
  public String name() {
    return "snake";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    for (int i = 0; i < x.elements(); i++) {
      double sine = Math.sin(a * x.get(i));
      y.set(i, x.get(i) + sine * sine / a);
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    Tensor x = cx.input(0);
    Tensor dy = cx.outputGradient();
    Tensor dx = cx.inputGradient(0);
    for (int i = 0; i < x.elements(); i++) {
      dx.set(i, dx.get(i) + dy.get(i) * (1 + Math.sin(2 * a * x.get(i))));
    }
  }
}
