package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * Pooling over time, as {@link Pool1dGeometry} defines it: {@code x [N, C, T]}, {@code y [N, C,
 * T']}. Shapes have been checked by the caller. No result depends on the number of threads.
 */
public interface Pool1dKernel {

  /** {@code y[t] = max over k of x[t s + k d - p]}; a NaN in the window is its maximum. */
  void max(Pool1dGeometry g, Tensor x, Tensor y);

  /**
   * {@code dx[m(t)] += dy[t]} with m(t) the place of the maximum: of equal samples the first, of
   * several NaN the last, as in PyTorch.
   */
  void maxGradient(Pool1dGeometry g, Tensor x, Tensor dy, Tensor dx);

  /**
   * {@code y[t] = 1/m sum over k of x[t s + k d - p]}, m the {@linkplain Pool1dGeometry#samples
   * samples} of the window.
   */
  void average(Pool1dGeometry g, boolean countPadding, Tensor x, Tensor y);

  /** {@code dx[t s + k d - p] += dy[t] / m} for every k. */
  void averageGradient(Pool1dGeometry g, boolean countPadding, Tensor dy, Tensor dx);
}
