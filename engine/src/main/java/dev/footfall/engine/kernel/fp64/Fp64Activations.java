package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ActivationKernel;

/** Activation functions by the JDK's own {@code exp} and {@code tanh}. */
final class Fp64Activations implements ActivationKernel {

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Override
  public void relu(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y.doubles()[yOffset + i] = Math.max(x.doubles()[xOffset + i], 0);
    }
  }

  @Override
  public void reluGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      if (y.doubles()[yOffset + i] > 0) {
        dx.doubles()[dxOffset + i] += dy.doubles()[dyOffset + i];
      }
    }
  }

  @Override
  public void sigmoid(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y.doubles()[yOffset + i] = sigmoid(x.doubles()[xOffset + i]);
    }
  }

  @Override
  public void sigmoidGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      double v = y.doubles()[yOffset + i];
      dx.doubles()[dxOffset + i] += dy.doubles()[dyOffset + i] * v * (1 - v);
    }
  }

  @Override
  public void tanh(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y.doubles()[yOffset + i] = Math.tanh(x.doubles()[xOffset + i]);
    }
  }

  @Override
  public void tanhGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      double v = y.doubles()[yOffset + i];
      dx.doubles()[dxOffset + i] += dy.doubles()[dyOffset + i] * (1 - v * v);
    }
  }
}
