package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.MovementKernel;

/**
 * Moves in plain loops. Runs without a gap, the usual ones, have a loop of their own, which C2
 * turns into vector code; hence the vector back end moves elements in the same way.
 */
public final class ScalarMovement implements MovementKernel {

  @Override
  public void copy(int n, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    if (xStride == 1 && yStride == 1) {
      System.arraycopy(xs, xOffset, ys, yOffset, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      ys[yOffset + i * yStride] = xs[xOffset + i * xStride];
    }
  }

  @Override
  public void accumulate(
      int n, double alpha, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    float factor = (float) alpha;
    if (xStride == 1 && yStride == 1) {
      for (int i = 0; i < n; i++) {
        ys[yOffset + i] += factor * xs[xOffset + i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      ys[yOffset + i * yStride] += factor * xs[xOffset + i * xStride];
    }
  }
}
