package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;

/**
 * Moves elements between views: what slicing, padding, joining, permuting and repeating have in
 * common. {@code accumulate} with the views exchanged is the adjoint of {@code copy}, hence its
 * gradient. The two views must not share storage.
 */
public interface MovementKernel {

  /**
   * {@code to = from}. Where {@code to} shows one element several times, the last one written
   * stays.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  default void copy(View from, View to) {
    View.forEachRun(
        from,
        to,
        (n, x, xStride, y, yStride) -> copy(n, from.tensor(), x, xStride, to.tensor(), y, yStride));
  }

  /**
   * {@code to += alpha from}, in row-major order: where {@code to} shows one element several times,
   * all are added.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  default void accumulate(double alpha, View from, View to) {
    View.forEachRun(
        from,
        to,
        (n, x, xStride, y, yStride) ->
            accumulate(n, alpha, from.tensor(), x, xStride, to.tensor(), y, yStride));
  }

  /** {@code y[yOffset + i yStride] = x[xOffset + i xStride]} for i from 0 to n - 1, unchecked. */
  void copy(int n, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride);

  /** {@code y[yOffset + i yStride] += alpha x[xOffset + i xStride]} likewise. */
  void accumulate(
      int n, double alpha, Tensor x, int xOffset, int xStride, Tensor y, int yOffset, int yStride);
}
