package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * The pointwise part of one step of a gated recurrent unit, fused, over a block of neighbouring
 * columns of the batch.
 *
 * <p>Everything is feature-major: feature h of column n is at {@code offset + h * row + n}. The
 * gates lie one after the other in the order r, z, q, n: gate j of feature h is row {@code j *
 * hidden + h}. q is what the candidate n sees of the old output, {@code Whn h + bhn}; it is no gate
 * but is needed to go back.
 *
 * <pre>
 * r, z = sigmoid(.)   n = tanh(. + r q)
 * h = n + z (hPrevious - n)
 * </pre>
 */
public interface GruKernel {

  /**
   * Forward step.
   *
   * @param hidden H, number of features
   * @param columns number of neighbouring columns of the batch
   * @param gates pre-activations on entry, those of n without r q; activations on return, q as it
   *     was; rows {@code gatesRow} apart
   * @param output holds the old output at {@code oldOffset}, receives the new one at {@code
   *     newOffset}; rows {@code stateRow} apart
   */
  void forward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor output,
      int oldOffset,
      int newOffset,
      int stateRow);

  /**
   * Backward step.
   *
   * @param gates activations, as {@link #forward} left them
   * @param output outputs; the old one is read
   * @param dh gradient with respect to the new output on entry; on return that part of the gradient
   *     with respect to the old one that does not pass through a gate, {@code z dh}; rows {@code
   *     stepRow} apart
   * @param dGates receives the gradients of the pre-activations r, z and n and of q at {@code
   *     gatesOffset}; rows {@code gatesRow} apart
   */
  void backward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor output,
      int oldOffset,
      int stateRow,
      Tensor dh,
      int stepOffset,
      int stepRow,
      Tensor dGates);
}
