package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SensorLayoutTest {
  @Test
  void aGridFillsTheInsole() {
    SensorLayout grid = SensorLayout.grid(16, 8, 0.28, 0.1);
    assertTrue(grid.isGrid());
    assertEquals(0.28, grid.lengthM(), 1e-15);
    assertEquals(0.1, grid.widthM(), 1e-15);
    SensorLayout.Place last = grid.cells().getLast();
    assertEquals(0.28 * 15.5 / 16, last.alongM(), 1e-15);
    assertEquals(0.1 * 7.5 / 8, last.acrossM(), 1e-15);
  }

  @Test
  void singleSensorsAreInTheMiddleOfTheirInsole() {
    SensorLayout layout =
        new SensorLayout(
            0, 0, List.of(new SensorLayout.Place(0.05, 0.03), new SensorLayout.Place(0.2, 0.06)));
    assertFalse(layout.isGrid());
    assertEquals(0.25, layout.lengthM(), 1e-15);
    assertEquals(0.09, layout.widthM(), 1e-15);
  }

  @Test
  void theCellsOfGaitpdbRunFromHeelToToes() {
    List<SensorLayout.Place> cells = SensorLayout.GAITPDB.cells();
    assertEquals(8, cells.size());
    assertEquals(0.026, cells.getFirst().alongM(), 1e-15);
    assertEquals(0.234, cells.getLast().alongM(), 1e-15);
    // Of two cells side by side the first is the lateral one.
    for (int i = 1; i < 7; i += 2) {
      assertEquals(cells.get(i).alongM(), cells.get(i + 1).alongM());
      assertEquals(0.052, cells.get(i).acrossM() - cells.get(i + 1).acrossM(), 1e-15);
    }
    assertEquals(0.26, SensorLayout.GAITPDB.lengthM(), 1e-15);
    assertEquals(SensorLayout.GRID_16_BY_8.widthM(), SensorLayout.GAITPDB.widthM(), 1e-15);
  }

  @Test
  void anotherNumberOfCellsIsRefused() {
    assertEquals(
        "sensor layout: 2 x 2 but 0 cells",
        assertThrows(IllegalArgumentException.class, () -> new SensorLayout(2, 2, List.of()))
            .getMessage());
  }
}
