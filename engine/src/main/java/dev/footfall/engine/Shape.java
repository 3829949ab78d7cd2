package dev.footfall.engine;

import java.util.Arrays;

/**
 * The extents of a dense row-major array, outermost axis first. Immutable; an extent may be 0.
 *
 * <p>Sequences are written {@code [N, C, T]} throughout: windows, channels, samples in time.
 */
public final class Shape {
  private final int[] extents;
  private final int elements;

  private Shape(int[] extents) {
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "shape: extents must not be negative (" + Arrays.toString(extents) + ")");
      }
    }
    long product = 1;
    for (int extent : extents) {
      product *= extent;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape: more than 2^31 - 1 elements (" + Arrays.toString(extents) + ")");
      }
    }
    this.extents = extents;
    this.elements = (int) product;
  }

  /**
   * A shape with these extents; none at all is a scalar, of one element.
   *
   * @throws IllegalArgumentException if an extent is negative or the product exceeds 2<sup>31</sup>
   *     - 1
   */
  public static Shape of(int... extents) {
    return new Shape(extents.clone());
  }

  /** Number of axes. */
  public int rank() {
    return extents.length;
  }

  /** Extent of one axis, counted from 0, outermost first. */
  public int extent(int axis) {
    return extents[axis];
  }

  /** Product of all extents; 1 for a scalar. */
  public int elements() {
    return elements;
  }

  /** The extents, as a fresh array. */
  public int[] toArray() {
    return extents.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For instance {@code [32, 6, 100]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
