package dev.footfall.grf.data;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
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

  /** 16 x 8 cells on an insole of 0.26 m that is 0.375 times as wide. */
  public static final SensorLayout GRID_16_BY_8 = grid(16, 8, 0.26, 0.375 * 0.26);

  /**
   * The eight cells of gaitpdb. Its format.txt gives the left foot's in units of its own: x towards
   * the medial side around -500, y from the heel, -800, to the toes, 800. They are put on an insole
   * of 0.26 m as if that were 2000 units long.
   */
  public static final SensorLayout GAITPDB =
      new SensorLayout(
          0,
          0,
          List.of(
              gaitpdb(-500, -800),
              gaitpdb(-700, -400),
              gaitpdb(-300, -400),
              gaitpdb(-700, 0),
              gaitpdb(-300, 0),
              gaitpdb(-700, 400),
              gaitpdb(-300, 400),
              gaitpdb(-500, 800)));

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

  private static Place gaitpdb(int x, int y) {
    return new Place(0.26 * (y + 1000) / 2000, 0.26 * (375 - (x + 500)) / 2000);
  }

  /** Whether the cells are rectangles that touch, and not single sensors. */
  public boolean isGrid() {
    return rows * columns != 0;
  }

  /**
   * Length of the insole in m: that of a grid; of single sensors such that there is as much of it
   * in front of the foremost as behind the hindmost one.
   */
  public double lengthM() {
    return extentM(Place::alongM);
  }

  /** Width of the insole in m, found likewise. */
  public double widthM() {
    return extentM(Place::acrossM);
  }

  private double extentM(ToDoubleFunction<Place> coordinate) {
    DoubleSummaryStatistics m = cells.stream().mapToDouble(coordinate).summaryStatistics();
    return m.getMin() + m.getMax();
  }

  /** Whether a recording has these cells, and no more, under both feet. */
  public boolean isOf(Recording recording) {
    int count = cells.size();
    return Arrays.stream(Foot.values())
        .allMatch(
            foot ->
                IntStream.rangeClosed(1, count).allMatch(cell -> recording.has(foot.insole(cell)))
                    && !recording.has(foot.insole(count + 1)));
  }
}
