package dev.footfall.autograd.optim;

/** Checks of hyper-parameters, written so that NaN fails. */
final class Ranges {
  private Ranges() {}

  /** A weight of the past: in [0, 1). */
  static void requireShare(String optimizer, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + name + " must be in [0, 1) (" + value + ")");
    }
  }

  static void requireNotNegative(String optimizer, String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          optimizer + ": " + name + " must not be negative (" + value + ")");
    }
  }
}
