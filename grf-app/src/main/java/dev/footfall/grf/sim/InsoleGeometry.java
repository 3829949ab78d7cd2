package dev.footfall.grf.sim;

/**
 * The 16 x 8 grid of cells under a foot.
 *
 * <p>Row 0 is at the heel and row 15 at the toes; column 0 is on the medial side (towards the other
 * foot) and column 7 on the lateral one, so that a cell of the same number is under the same part
 * of either foot. Cell {@code row * 8 + column} is channel {@code insole_left_NN} with {@code NN =
 * row * 8 + column + 1}. A cell is as long as a sixteenth of the insole and as wide as an eighth.
 *
 * @param lengthM length of the insole, heel to toe, in m
 * @param widthM width of the insole, in m
 */
public record InsoleGeometry(double lengthM, double widthM) {
  /** Rows from heel to toe. */
  public static final int ROWS = 16;

  /** Columns from medial to lateral. */
  public static final int COLUMNS = 8;

  /** Cells of an insole. */
  public static final int CELLS = ROWS * COLUMNS;

  /** Area of a cell in m^2: the force on it is {@code pressure [kPa] * 1000 * area}, in N. */
  public double cellAreaM2() {
    return lengthM / ROWS * (widthM / COLUMNS);
  }

  /** Centre of a row as a share of the length, 0 at the heel, 1 at the toes. */
  static double along(int row) {
    return (row + 0.5) / ROWS;
  }

  /** Centre of a column as a share of the width, 0 medial, 1 lateral. */
  static double across(int column) {
    return (column + 0.5) / COLUMNS;
  }
}
