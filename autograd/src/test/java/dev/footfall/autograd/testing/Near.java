package dev.footfall.autograd.testing;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Assertions;

/** Comparison of tensors, element by element; a failure names the element and the bound. */
public final class Near {

  /** How far an element may be off. */
  public interface Bound {
    /** The bound for element i, whose expected value is given. */
    double at(int index, double expected);
  }

  private Near() {}

  /** Requires equal shapes, and every element to be within its bound. */
  public static void require(String what, Tensor expected, Tensor found, Bound bound) {
    Assertions.assertEquals(expected.shape(), found.shape(), what);
    for (int i = 0; i < expected.elements(); i++) {
      double limit = bound.at(i, expected.get(i));
      double off = Math.abs(found.get(i) - expected.get(i));
      if (!(off <= limit)) {
        Assertions.fail(
            what
                + " at element "
                + i
                + " "
                + found.shape()
                + ": expected "
                + expected.get(i)
                + " but found "
                + found.get(i)
                + ", off by "
                + off
                + ", allowed "
                + limit);
      }
    }
  }

  /** Requires equal shapes and equal bits. */
  public static void requireSameBits(String what, Tensor expected, Tensor found) {
    Assertions.assertEquals(expected.toString(), found.toString(), what);
    for (int i = 0; i < expected.elements(); i++) {
      if (Double.doubleToLongBits(expected.get(i)) != Double.doubleToLongBits(found.get(i))) {
        Assertions.fail(
            what
                + " at element "
                + i
                + " "
                + found.shape()
                + ": expected exactly "
                + expected.get(i)
                + " but found "
                + found.get(i));
      }
    }
  }

  /** The largest magnitude in a tensor. */
  public static double largest(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.elements(); i++) {
      largest = Math.max(largest, Math.abs(tensor.get(i)));
    }
    return largest;
  }
}
