package dev.footfall.autograd.tape;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * A value in a computation and, where one is wanted, the gradient of the loss with respect to it.
 *
 * <p>A variable belongs to the {@link Tape} that made it and is void once that tape is reset; a
 * {@link Parameter} belongs to none and may be used on any.
 */
public sealed class Variable permits Parameter {
  private final Tape tape;
  private final Tensor value;
  private final boolean leaf;
  private final boolean wantsGradient;
  private Tensor gradient;
  private boolean keeping;
  private Tensor kept;

  Variable(Tape tape, Tensor value, boolean leaf, boolean wantsGradient) {
    this.tape = tape;
    this.value = value;
    this.leaf = leaf;
    this.wantsGradient = wantsGradient;
  }

  /** The value. */
  public final Tensor value() {
    return value;
  }

  /** Shape of the value. */
  public final Shape shape() {
    return value.shape();
  }

  /** Element type of the value. */
  public final DType dtype() {
    return value.dtype();
  }

  /** Whether a backward pass computes a gradient for this variable. */
  public boolean requiresGradient() {
    return wantsGradient;
  }

  /**
   * The gradient, the sum over all backward passes so far, or null while none has reached this
   * variable. Leaves (inputs and parameters) keep theirs after the backward pass, intermediate
   * values only if they were {@linkplain #keepGradient asked to}.
   */
  public final Tensor gradient() {
    return leaf ? gradient : kept;
  }

  /**
   * Asks an intermediate value to keep its gradient from the next backward pass on, at the cost of
   * one tensor until the tape is reset. Leaves do so anyway.
   *
   * @return this
   * @throws IllegalStateException if no gradient is computed for this variable
   */
  public final Variable keepGradient() {
    if (!requiresGradient()) {
      throw new IllegalStateException(
          "keep gradient: no gradient is computed for this variable (" + shape() + ")");
    }
    keeping = true;
    return this;
  }

  /** The value of a scalar variable, such as a loss. */
  public final double item() {
    if (value.elements() != 1) {
      throw new IllegalStateException(
          "item: " + value.elements() + " elements, not one (" + shape() + ")");
    }
    return value.get(0);
  }

  /** Whether its tape is one of training; a {@link Parameter}, which has none, answers no. */
  public final boolean training() {
    return tape != null && tape.training();
  }

  final Tape tape() {
    return tape;
  }

  final boolean leaf() {
    return leaf;
  }

  final boolean keeping() {
    return keeping;
  }

  /** What {@link #gradient()} answers for an intermediate value. */
  final void kept(Tensor tensor) {
    kept = tensor;
  }

  /** The gradient of the backward pass that is under way; of a leaf, the gradient. */
  final Tensor pending() {
    return gradient;
  }

  final void pending(Tensor tensor) {
    gradient = tensor;
  }
}
