package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * Activation functions over ranges of {@code n} neighbouring elements. The gradients are expressed
 * in the output y, so that nothing but y need be kept, and are added to {@code dx}. NaN stays NaN.
 */
public interface ActivationKernel {

  /** {@code y = max(x, 0)}; -0 becomes +0. May be in place. */
  void relu(int n, Tensor x, int xOffset, Tensor y, int yOffset);

  /** {@code dx += dy where y > 0}. The derivative at 0 is 0. */
  void reluGradient(int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset);

  /** {@code y = 1 / (1 + exp(-x))}. May be in place. */
  void sigmoid(int n, Tensor x, int xOffset, Tensor y, int yOffset);

  /** {@code dx += dy * y * (1 - y)}. */
  void sigmoidGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset);

  /** {@code y = tanh(x)}. May be in place. */
  void tanh(int n, Tensor x, int xOffset, Tensor y, int yOffset);

  /** {@code dx += dy * (1 - y * y)}. */
  void tanhGradient(int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset);
}
