package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;

/**
 * Maps, one element after the other. C2 turns each of these loops into vector code by itself, so
 * the vector back end uses them too.
 */
public final class ScalarElementwise implements ElementwiseKernel {

  @Override
  public void add(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = as[aOffset + i] + bs[bOffset + i];
    }
  }

  @Override
  public void multiply(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = as[aOffset + i] * bs[bOffset + i];
    }
  }

  @Override
  public void subtract(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = as[aOffset + i] - bs[bOffset + i];
    }
  }

  @Override
  public void divide(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = as[aOffset + i] / bs[bOffset + i];
    }
  }

  @Override
  public void maximum(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = Math.max(as[aOffset + i], bs[bOffset + i]);
    }
  }

  @Override
  public void minimum(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = Math.min(as[aOffset + i], bs[bOffset + i]);
    }
  }

  @Override
  public void heaviside(
      int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset) {
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      float u = as[aOffset + i];
      float v = bs[bOffset + i];
      os[outOffset + i] = u > v ? 1 : u == v ? 0.5f : 0;
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
    float[] masks = mask.floats();
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = masks[maskOffset + i] != 0 ? as[aOffset + i] : bs[bOffset + i];
    }
  }

  @Override
  public void axpy(int n, double alpha, Tensor x, int xOffset, Tensor y, int yOffset) {
    float factor = (float) alpha;
    float[] xs = x.floats();
    float[] ys = y.floats();
    for (int i = 0; i < n; i++) {
      ys[yOffset + i] += factor * xs[xOffset + i];
    }
  }

  @Override
  public void affine(
      int n, double scale, double shift, Tensor x, int xOffset, Tensor out, int outOffset) {
    float factor = (float) scale;
    float term = (float) shift;
    float[] xs = x.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] = factor * xs[xOffset + i] + term;
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
    float fa = (float) alpha;
    float fb = (float) beta;
    float term = (float) gamma;
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] os = out.floats();
    for (int i = 0; i < n; i++) {
      os[outOffset + i] += fa * as[aOffset + i] + (fb * bs[bOffset + i] + term);
    }
  }
}
