package dev.footfall.engine.plan;

import java.util.Locale;
import java.util.Optional;

/** What a step of a plan does to each number of its result before it writes it. */
public enum Activation {
  /** {@code y = x}. */
  NONE,
  /** {@code y = max(x, 0)}: NaN stays, -0 becomes 0. */
  RELU,
  /**
   * {@code y = tanh(x)}, as {@link dev.footfall.engine.kernel.scalar.FloatFunctions} computes it.
   */
  TANH,
  /** {@code y = 1 / (1 + exp(-x))}, likewise. */
  SIGMOID;

  /** The activation that an operation of this name is, if it is one. */
  static Optional<Activation> ofOp(String op) {
    for (Activation activation : values()) {
      if (activation != NONE && activation.toString().equals(op)) {
        return Optional.of(activation);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, which is that of the operation. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
