package dev.footfall.autograd.op;

import dev.footfall.engine.Shape;

/** The checks and the wording that operations share. */
final class Shapes {
  private Shapes() {}

  /** Requires two shapes to be equal. */
  static void requireSame(String op, String nameA, Shape a, String nameB, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException(
          op + ": shapes differ (" + nameA + " " + a + ", " + nameB + " " + b + ")");
    }
  }

  /** Requires a number of axes, whose names the message shows. */
  static void requireRank(String op, String name, Shape shape, int rank, String axes) {
    if (shape.rank() != rank) {
      throw new IllegalArgumentException(
          op
              + ": "
              + name
              + " has "
              + shape.rank()
              + (shape.rank() == 1 ? " axis" : " axes")
              + " but "
              + axes
              + " is expected ("
              + name
              + " "
              + shape
              + ")");
    }
  }

  /** Requires that there is an axis of this number. */
  static void requireAxis(String op, String name, Shape shape, int axis) {
    if (axis < 0 || axis >= shape.rank()) {
      throw new IllegalArgumentException(
          op + ": there is no axis " + axis + " (" + name + " " + shape + ")");
    }
  }
}
