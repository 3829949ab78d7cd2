package dev.footfall.grf.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the cells of an insole are. Both feet have the same layout; the right foot's is the mirror
 * image of the left one's, so that a cell of the same number lies under the same part of the foot.
 *
 * @param rows rows of a grid from heel to toes, 0 where the cells form none
 * @param columns columns of a grid from the medial to the lateral side, 0 likewise
 * @param cells place of each cell; cell {@code r columns + c + 1} is at row {@code r}, column
 *     {@code c}
 */
public record SensorLayout(int rows, int columns, List<Place> cells) {
  /**
   * Centre of a cell.
   *
   * @param alongM distance from the heel's end of the insole towards the toes
   * @param acrossM distance from the medial edge towards the lateral one
   */
  public record Place(double alongM, double acrossM) {}

  /** Copies the cells. */
  public SensorLayout {
    cells = List.copyOf(cells);
    if (rows * columns != 0 && rows * columns != cells.size()) {
      throw new IllegalArgumentException(
          "sensor layout: " + rows + " x " + columns + " but " + cells.size() + " cells");
    }
  }

  /** A grid of cells of equal size that fill an insole. */
  public static SensorLayout grid(int rows, int columns, double lengthM, double widthM) {
    return new SensorLayout(
        rows,
        columns,
        IntStream.range(0, rows * columns)
            .mapToObj(
                cell ->
                    new Place(
                        (cell / columns + 0.5) * lengthM / rows,
                        (cell % columns + 0.5) * widthM / columns))
            .toList());
  }
}
