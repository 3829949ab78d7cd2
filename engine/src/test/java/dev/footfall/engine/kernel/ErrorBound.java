package dev.footfall.engine.kernel;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;

/**
 * How far rounding may drive two computations of one sum apart (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd edition, 2002, chapter 3).
 *
 * <p>Each rounding multiplies by 1 + d, |d| &lt;= u. A term that passes n of them is therefore off
 * by at most gamma(n) = n u / (1 - n u) of itself, and a sum of products, in whatever order, with
 * or without FMA, by at most gamma(n) times the sum of |a b|: its <em>magnitude</em>. Two such sums
 * differ by no more than twice that. The magnitude is what the same kernel makes of the absolute
 * values of its inputs. The bound supposes that no product underflows.
 */
final class ErrorBound {
  private ErrorBound() {}

  static double gamma(int roundings, DType dtype) {
    double product = roundings * dtype.unitRoundoff();
    return product / (1 - product);
  }

  /** Largest distance of two values of one sum in any two orders. */
  static double twoOrders(int roundings, DType dtype, double magnitude) {
    return 2 * gamma(roundings, dtype) * magnitude;
  }

  /** Asserts that FLOAT32 results are as near to their FLOAT64 definition as the bound demands. */
  static void assertAgrees(
      Object what, int roundings, Tensor definition, Tensor magnitude, Tensor actual) {
    for (int i = 0; i < definition.elements(); i++) {
      assertAgrees(
          what + " at " + i, roundings, definition.get(i), magnitude.get(i), actual.get(i));
    }
  }

  static void assertAgrees(
      Object what, int roundings, double definition, double magnitude, double actual) {
    double bound = twoOrders(roundings, DType.FLOAT32, magnitude);
    // Written so that NaN fails.
    if (!(Math.abs(actual - definition) <= bound)) {
      throw new AssertionError(
          what + ": " + actual + " is not within " + bound + " of " + definition);
    }
  }
}
