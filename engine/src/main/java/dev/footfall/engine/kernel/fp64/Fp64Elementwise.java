package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;

/** Maps in double precision. */
final class Fp64Elementwise implements ElementwiseKernel {

  @Override
  public void add(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = a.doubles()[aOffset + i] + b.doubles()[bOffset + i];
    }
  }

  @Override
  public void multiply(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = a.doubles()[aOffset + i] * b.doubles()[bOffset + i];
    }
  }

  @Override
  public void subtract(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = a.doubles()[aOffset + i] - b.doubles()[bOffset + i];
    }
  }

  @Override
  public void divide(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = a.doubles()[aOffset + i] / b.doubles()[bOffset + i];
    }
  }

  @Override
  public void maximum(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = Math.max(a.doubles()[aOffset + i], b.doubles()[bOffset + i]);
    }
  }

  @Override
  public void minimum(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = Math.min(a.doubles()[aOffset + i], b.doubles()[bOffset + i]);
    }
  }

  @Override
  public void heaviside(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      double u = a.doubles()[aOffset + i];
      double v = b.doubles()[bOffset + i];
      out.doubles()[outOffset + i] = u > v ? 1 : u == v ? 0.5 : 0;
    }
  }

  @Override
  public void select(
      int n,
      Tensor mask,
      int maskOffset,
      Tensor a,
      int aOffset,
      Tensor b,
      int bOffset,
      Tensor out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] =
          mask.doubles()[maskOffset + i] != 0 ? a.doubles()[aOffset + i] : b.doubles()[bOffset + i];
    }
  }

  @Override
  public void axpy(int n, double alpha, Tensor x, int xOffset, Tensor y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y.doubles()[yOffset + i] += alpha * x.doubles()[xOffset + i];
    }
  }

  @Override
  public void affine(
      int n, double scale, double shift, Tensor x, int xOffset, Tensor out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] = scale * x.doubles()[xOffset + i] + shift;
    }
  }

  @Override
  public void accumulateAffine(
      int n,
      double alpha,
      Tensor a,
      int aOffset,
      double beta,
      Tensor b,
      int bOffset,
      double gamma,
      Tensor out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      out.doubles()[outOffset + i] +=
          alpha * a.doubles()[aOffset + i] + beta * b.doubles()[bOffset + i] + gamma;
    }
  }
}
