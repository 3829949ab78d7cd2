package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * {@linkplain UnaryFunction Functions of one number} over the elements {@code from} to {@code to -
 * 1} of tensors, the same range in all of them.
 */
public interface UnaryKernel {

  /** {@code y = f(x)}. May be in place. */
  void value(UnaryFunction f, int from, int to, Tensor x, Tensor y);

  /** {@code dx += dy f'(x)}, given also {@code y = f(x)}. */
  void gradient(UnaryFunction f, int from, int to, Tensor x, Tensor y, Tensor dy, Tensor dx);
}
