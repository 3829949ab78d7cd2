package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;

/**
 * A recurrent layer in one direction: {@code x [N, C, T]} to {@code y [N, H, T]}, from a zero state
 * or from a given one.
 *
 * <p>A long sequence may be taken in windows, the last state of one being the first of the next:
 * values and, on one tape, gradients are those of the whole.
 */
public abstract sealed class RecurrentLayer extends Module permits Lstm, Gru {
  private final boolean reverse;

  /**
   * The state between two samples.
   *
   * @param output h, {@code [N, H]} or {@code [N, H, 1]}
   * @param cell c, of the same shape; null for a layer without cells
   */
  public record State(Variable output, Variable cell) {

    /**
     * The same values without a way back, as constants that outlive a reset: where gradients are to
     * end at the border of a window.
     */
    public State detached(Tape tape) {
      return new State(
          tape.constant(output.value().copy()),
          cell == null ? null : tape.constant(cell.value().copy()));
    }
  }

  /**
   * What a layer makes of a sequence.
   *
   * @param y outputs {@code [N, H, T]}
   * @param last the state after the last step: at the last sample, in reverse at the first
   */
  public record Sequence(Variable y, State last) {}

  /** A layer that steps in this direction. */
  RecurrentLayer(boolean reverse) {
    this.reverse = reverse;
  }

  /** Whether the steps run from the last sample to the first. */
  public final boolean reverse() {
    return reverse;
  }

  /**
   * Applies the layer from a state on, and keeps the state at the end.
   *
   * @param first the state before the first step; null: zero
   */
  public abstract Sequence forward(Variable x, State first);

  /** H channels of the sample after the last step, from {@code channel} on: {@code [N, H, 1]}. */
  final Variable afterLastStep(Variable sequence, int channel, int hidden) {
    int sample = reverse ? 0 : sequence.shape().extent(2) - 1;
    Variable channels = F.slice(sequence, 1, channel, channel + hidden);
    return F.slice(channels, 2, sample, sample + 1);
  }
}
