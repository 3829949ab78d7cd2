package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * Maps over ranges of {@code n} neighbouring elements. Arguments are not checked beyond the bounds
 * of the arrays. Unless a method says otherwise the output may be one of the inputs (same offset),
 * but must not overlap them partly.
 */
public interface ElementwiseKernel {

  /** {@code out = a + b}. */
  void add(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = a - b}. */
  void subtract(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = a * b}, element by element. */
  void multiply(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = a / b}, element by element. */
  void divide(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = max(a, b)}; +0 is above -0, and NaN above everything. */
  void maximum(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = min(a, b)}; -0 is below +0, and NaN below everything. */
  void minimum(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /**
   * {@code out = H(a - b)}: 1 where a is larger, 1/2 where both are equal, 0 elsewhere; the slope
   * of max(a, b) in a. NaN is neither larger nor equal.
   */
  void heaviside(int n, Tensor a, int aOffset, Tensor b, int bOffset, Tensor out, int outOffset);

  /** {@code out = a where mask is not 0, b elsewhere}. NaN is not 0. */
  void select(
      int n,
      Tensor mask,
      int maskOffset,
      Tensor a,
      int aOffset,
      Tensor b,
      int bOffset,
      Tensor out,
      int outOffset);

  /** {@code y += alpha x}. */
  void axpy(int n, double alpha, Tensor x, int xOffset, Tensor y, int yOffset);

  /** {@code out = scale * x + shift}. */
  void affine(int n, double scale, double shift, Tensor x, int xOffset, Tensor out, int outOffset);

  /** {@code out += alpha a + beta b + gamma}: what the backward pass of a normalisation needs. */
  void accumulateAffine(
      int n,
      double alpha,
      Tensor a,
      int aOffset,
      double beta,
      Tensor b,
      int bOffset,
      double gamma,
      Tensor out,
      int outOffset);
}
