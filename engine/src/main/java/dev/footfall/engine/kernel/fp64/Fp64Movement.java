package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.MovementKernel;

/** Moves in double precision. */
final class Fp64Movement implements MovementKernel {

  @Override
  public void copy(int n, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride) {
    double[] xs = x.doubles();
    double[] ys = y.doubles();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i * yStride] = xs[xOffset + i * xStride];
    }
  }

  @Override
  public void accumulate(
      int n, double alpha, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride) {
    double[] xs = x.doubles();
    double[] ys = y.doubles();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i * yStride] += alpha * xs[xOffset + i * xStride];
    }
  }
}
