package dev.footfall.engine.kernel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Where the operands of one recurrent step lie: gates from 1, states from 2, the old and the new
 * one in one row, gradients of a step from 3; rows with a gap.
 */
record StepLayout(int hidden, int columns, int gap) {
  int gatesRow() {
    return columns + gap;
  }

  int gate(int q, int h, int j) {
    return 1 + (q * hidden + h) * gatesRow() + j;
  }

  int stateRow() {
    return 2 * columns + gap;
  }

  int state(int h, int j) {
    return 2 + h * stateRow() + j;
  }

  int stepRow() {
    return columns + 1;
  }

  int step(int h, int j) {
    return 3 + h * stepRow() + j;
  }

  /** Numbers of columns around multiples of the lane count, and others. */
  static Arbitrary<Integer> columnCounts() {
    return Arbitraries.oneOf(
        Arbitraries.of(BackEnds.SIZES_AROUND_LANES), Arbitraries.integers().between(0, 70));
  }
}
