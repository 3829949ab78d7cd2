package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * Sums over ranges of {@code n} neighbouring elements, 0 for an empty range, and extremes. A
 * FLOAT32 back end sums in single precision, in any order that depends on {@code n} alone: keep
 * ranges short (a row) and add their results in double precision.
 */
public interface ReductionKernel {

  /** Sum of x. */
  double sum(int n, Tensor x, int xOffset);

  /** Sum of a * (b - center): a scalar product, or with a mean as center a covariance. */
  double dot(int n, Tensor a, int aOffset, double center, Tensor b, int bOffset);

  /** Sum of (x - center)<sup>2</sup>. */
  double sumOfSquaredDeviations(int n, double center, Tensor x, int xOffset);

  /** Sum of (a - b)<sup>2</sup>. */
  double squaredDistance(int n, Tensor a, int aOffset, Tensor b, int bOffset);

  /** Largest of x; NaN if there is one, negative infinity for an empty range. */
  double max(int n, Tensor x, int xOffset);

  /** Smallest of x; NaN if there is one, infinity for an empty range. */
  double min(int n, Tensor x, int xOffset);
}
