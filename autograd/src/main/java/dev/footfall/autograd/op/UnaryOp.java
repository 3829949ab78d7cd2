package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryKernel;

/**
 * A function of one number, element by element; {@link ActivationOp} has those whose derivative
 * follows from the output alone.
 *
 * <pre>
 * y = f(x)
 * dx += dy f'(x)
 * </pre>
 *
 * <p>{@link UnaryFunction} is the table of the functions and their derivatives. Where f' is
 * infinite (a root or logarithm at 0) so is the gradient, and NaN where dy is 0 there.
 *
 * @param function f
 */
public record UnaryOp(UnaryFunction function) implements Op {

  /** A function without parameters. */
  public static UnaryOp of(UnaryFunction.Kind kind) {
    return new UnaryOp(UnaryFunction.of(kind));
  }

  /** A function of one parameter. */
  public static UnaryOp of(UnaryFunction.Kind kind, double alpha) {
    return new UnaryOp(UnaryFunction.of(kind, alpha));
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    UnaryKernel kernel = cx.kernels().unary();
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    ActivationOp.forEachRange(
        cx.workers(), y.elements(), (at, n) -> kernel.value(function, at, at + n, x, y));
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    UnaryKernel kernel = cx.kernels().unary();
    Tensor x = cx.input(0);
    Tensor y = cx.output();
    Tensor dy = cx.outputGradient();
    Tensor dx = cx.inputGradient(0);
    ActivationOp.forEachRange(
        cx.workers(), y.elements(), (at, n) -> kernel.gradient(function, at, at + n, x, y, dy, dx));
  }
}
