package dev.footfall.engine.kernel;

import dev.footfall.engine.Tensor;

/**
 * The pointwise part of one LSTM step, fused, over a block of neighbouring columns of the batch.
 *
 * <p>Everything is feature-major: feature h of column n is at {@code offset + h * row + n}. The
 * four gates lie one after the other in the order i, f, g, o: gate q of feature h is row {@code q *
 * hidden + h}.
 *
 * <pre>
 * i, f, o = sigmoid(.)   g = tanh(.)
 * c = f * cPrevious + i * g
 * h = o * tanh(c)
 * </pre>
 */
public interface LstmKernel {

  /**
   * Forward step.
   *
   * @param hidden H, number of features
   * @param columns number of neighbouring columns of the batch
   * @param gates pre-activations on entry, activations on return; rows {@code gatesRow} apart
   * @param cell holds the old cell state at {@code cOldOffset}, receives the new one at {@code
   *     cNewOffset}; rows {@code stateRow} apart
   * @param output receives h at {@code cNewOffset}; rows {@code stateRow} apart
   */
  void forward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor cell,
      int cOldOffset,
      int cNewOffset,
      int stateRow,
      Tensor output);

  /**
   * Backward step.
   *
   * @param gates activations, as {@link #forward} left them
   * @param cell cell states, as {@link #forward} left them
   * @param dh gradient with respect to h, rows {@code stepRow} apart
   * @param dc gradient with respect to the new cell state on entry, to the old one on return; rows
   *     {@code stepRow} apart
   * @param dGates receives the gradient of the pre-activations at {@code gatesOffset}; rows {@code
   *     gatesRow} apart
   */
  void backward(
      int hidden,
      int columns,
      Tensor gates,
      int gatesOffset,
      int gatesRow,
      Tensor cell,
      int cOldOffset,
      int cNewOffset,
      int stateRow,
      Tensor dh,
      Tensor dc,
      int stepOffset,
      int stepRow,
      Tensor dGates);
}
