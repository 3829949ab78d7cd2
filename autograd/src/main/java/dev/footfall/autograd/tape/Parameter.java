package dev.footfall.autograd.tape;

import dev.footfall.engine.Tensor;

/**
 * A trainable leaf: it outlives every tape, and its gradient is allocated once and accumulates over
 * backward passes until {@link #zeroGradient}.
 */
public final class Parameter extends Variable {
  private boolean frozen;

  /** A parameter over {@code value}, which is not copied: an optimiser writes to it. */
  public Parameter(Tensor value) {
    super(null, value, true, true);
    pending(Tensor.zeros(value.dtype(), value.shape()));
  }

  /** A frozen parameter receives no gradient. */
  @Override
  public boolean requiresGradient() {
    return !frozen;
  }

  /** Excludes the parameter from gradients from now on, or includes it again. */
  public void freeze(boolean freeze) {
    frozen = freeze;
  }

  /** Sets the gradient to zero. */
  public void zeroGradient() {
    gradient().fill(0);
  }
}
