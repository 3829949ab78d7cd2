package dev.footfall.grf.report;

import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.GaitpdbFolder;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.sim.InsoleGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the cells of a left insole are; the right one is its mirror image.
 *
 * @param places centre of each cell, cell 1 first
 * @param grid whether the cells are rectangles that touch, and not single sensors
 */
public record InsoleLayout(List<Place> places, boolean grid) {
  /** Width of an insole as a share of its length. */
  static final double WIDTH = 0.375;

  /**
   * A centre as shares of the insole's length.
   *
   * @param along from the heel, 0, to the toes, 1
   * @param across from the lateral edge of the left foot, 0, to its medial one, {@link #WIDTH}
   */
  public record Place(double along, double across) {}

  /** Copies the list. */
  public InsoleLayout {
    places = List.copyOf(places);
  }

  /** The layout of a recording, if it is a known one: 16 x 8, or the eight cells of gaitpdb. */
  public static Optional<InsoleLayout> of(RecordingSource source, Recording recording) {
    if (recording.has(Foot.LEFT.insole(InsoleGeometry.CELLS))
        && !recording.has(Foot.LEFT.insole(InsoleGeometry.CELLS + 1))) {
      return Optional.of(simulated());
    }
    return source instanceof GaitpdbFolder ? Optional.of(gaitpdb()) : Optional.empty();
  }

  private static InsoleLayout simulated() {
    List<Place> places = new ArrayList<>();
    for (int cell = 0; cell < InsoleGeometry.CELLS; cell++) {
      double row = cell / InsoleGeometry.COLUMNS + 0.5;
      double column = cell % InsoleGeometry.COLUMNS + 0.5; // from medial
      places.add(
          new Place(row / InsoleGeometry.ROWS, WIDTH * (1 - column / InsoleGeometry.COLUMNS)));
    }
    return new InsoleLayout(places, true);
  }

  /** The coordinates of the data set's format.txt, heel at -800 and toe at 800. */
  private static InsoleLayout gaitpdb() {
    int[][] xy = {
      {-500, -800},
      {-700, -400},
      {-300, -400},
      {-700, 0},
      {-300, 0},
      {-700, 400},
      {-300, 400},
      {-500, 800}
    };
    List<Place> places = new ArrayList<>();
    for (int[] p : xy) {
      places.add(new Place(0.5 + p[1] / 2000.0, WIDTH / 2 + (p[0] + 500) / 2000.0));
    }
    return new InsoleLayout(places, false);
  }
}
