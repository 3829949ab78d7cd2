package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * One-dimensional convolution, as {@link Conv1dGeometry} defines it, and its two gradients.
 *
 * <p>{@code x [N, C, T]}, {@code weight [O, C / G, K]}, {@code bias [O]} or null, {@code y [N, O,
 * T']}; where c or o is summed over, over those of one group. Shapes have been checked by the
 * caller. No result depends on the number of threads. A back end may multiply weights with the
 * zeros of the padding, so a weight that is not finite can make more outputs NaN in one than in
 * another.
 */
public interface Conv1dKernel {

  /** Overwrites {@code y}. */
  void forward(Conv1dGeometry g, Tensor x, Tensor weight, Tensor bias, Tensor y);

  /** {@code dx[n, c, t s + k d - p] += sum over o of weight[o, c, k] dy[n, o, t]}. */
  void backwardInput(Conv1dGeometry g, Tensor weight, Tensor dy, Tensor dx);

  /** {@code dWeight[o, c, k] += sum over n, t of dy[n, o, t] x[n, c, t s + k d - p]}. */
  void backwardWeight(Conv1dGeometry g, Tensor x, Tensor dy, Tensor dWeight);
}
