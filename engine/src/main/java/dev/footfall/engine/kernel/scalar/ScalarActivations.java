package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ActivationKernel;

/** Activation functions, one element after the other; the vector back end leaves its tail to it. */
public final class ScalarActivations implements ActivationKernel {

  @Override
  public void relu(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i] = Math.max(xs[xOffset + i], 0f);
    }
  }

  @Override
  public void reluGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    for (int i = 0; i < n; i++) {
      if (ys[yOffset + i] > 0) {
        dxs[dxOffset + i] += dys[dyOffset + i];
      }
    }
  }

  @Override
  public void sigmoid(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i] = FloatFunctions.sigmoid(xs[xOffset + i]);
    }
  }

  @Override
  public void sigmoidGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    for (int i = 0; i < n; i++) {
      float v = ys[yOffset + i];
      dxs[dxOffset + i] += dys[dyOffset + i] * (v * (1 - v));
    }
  }

  @Override
  public void tanh(int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i] = FloatFunctions.tanh(xs[xOffset + i]);
    }
  }

  @Override
  public void tanhGradient(
      int n, Tensor y, int yOffset, Tensor dy, int dyOffset, Tensor dx, int dxOffset) {
    float[] ys = y.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    for (int i = 0; i < n; i++) {
      float v = ys[yOffset + i];
      dxs[dxOffset + i] += dys[dyOffset + i] * (1 - v * v);
    }
  }
}
