package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {
  private static final Task SPARSE = Task.named("sparse-4");

  /** The columns of gaitpdb, channel i holding the value i. */
  private static Recording gaitpdb(double rateHz, Unit unit, String without) {
    List<Channel> channels = new ArrayList<>();
    List<float[]> columns = new ArrayList<>();
    for (ColumnHeader column : GaitpdbFolder.COLUMNS.subList(1, 19)) {
      if (!column.name().equals(without)) {
        channels.add(new Channel(column.name(), unit));
        columns.add(new float[] {columns.size()});
      }
    }
    float[][] values = columns.toArray(float[][]::new);
    return new Recording("walk.txt", "S01", "01", rateHz, Double.NaN, channels, values);
  }

  @Test
  void sparseFourIsCellsOneFourSevenEightOfBothFeet() {
    assertEquals(
        List.of(
            "insole_left_01",
            "insole_left_04",
            "insole_left_07",
            "insole_left_08",
            "insole_right_01",
            "insole_right_04",
            "insole_right_07",
            "insole_right_08"),
        SPARSE.inputs());
    assertEquals(List.of("grf_left", "grf_right"), SPARSE.targets());
    assertEquals(100, SPARSE.samplingRateHz());
    assertEquals(Unit.NEWTON, SPARSE.inputUnit());
    assertEquals(
        "The target is the sum of the eight cells of the same insole, of which four are the input;"
            + " it is not a force plate.",
        SPARSE.note());
  }

  @Test
  void insoleHasAllCellsOfBothFeet() {
    Task task = Task.named("insole-16x8");
    assertEquals(256, task.inputs().size());
    assertEquals("insole_left_01", task.inputs().get(0));
    assertEquals("insole_left_128", task.inputs().get(127));
    assertEquals("insole_right_01", task.inputs().get(128));
    assertEquals(200, task.samplingRateHz());
    assertEquals(Unit.KILOPASCAL, task.inputUnit());
    assertTrue(task.note().contains("synthetic"));
  }

  @Test
  void anUnknownTaskIsAnsweredWithTheKnownOnes() {
    assertRefused(
        "task \"dense\" is unknown; known: sparse-4, sparse-2, sparse-4-noisy, insole-16x8,"
            + " insole-16x8-ap",
        () -> Task.named("dense"));
    assertEquals(
        List.of("sparse-4", "sparse-2", "sparse-4-noisy", "insole-16x8", "insole-16x8-ap"),
        Task.names());
  }

  @Test
  void picksColumnsInItsOwnOrder() {
    Recording recording = gaitpdb(100, Unit.NEWTON, "");
    float[][] inputs = SPARSE.inputs(recording);
    float[] first = new float[8];
    for (int i = 0; i < first.length; i++) {
      first[i] = inputs[i][0];
    }
    assertArrayEquals(new float[] {0, 3, 6, 7, 8, 11, 14, 15}, first);
    assertEquals(16, SPARSE.targets(recording)[0][0]);
    assertSame(recording.column("grf_right"), SPARSE.targets(recording)[1]);
    assertArrayEquals(
        new int[] {0, 3, 6, 7, 8, 11, 14, 15},
        SPARSE.inputIndices("walk.txt", recording.channels()));
  }

  @Test
  void namesTheMissingColumn() {
    assertRefused(
        "walk.txt: column \"insole_left_07 [N]\" is missing; task sparse-4 needs it (found"
            + " insole_left_01, insole_left_02, insole_left_03, insole_left_04, ... 17 in all)",
        () -> SPARSE.inputs(gaitpdb(100, Unit.NEWTON, "insole_left_07")));
    assertRefused(
        "-: column \"insole_left_01 [N]\" is missing; task sparse-4 needs it (found a)",
        () -> SPARSE.inputIndices("-", List.of(new Channel("a", Unit.NEWTON))));
  }

  @Test
  void aRecordingWithoutForcesStillHasInputs() {
    Recording recording = gaitpdb(100, Unit.NEWTON, "grf_left");
    assertEquals(8, SPARSE.inputs(recording).length);
    assertRefused(
        "walk.txt: column \"grf_left [N]\" is missing; task sparse-4 needs it (found"
            + " insole_left_01, insole_left_02, insole_left_03, insole_left_04, ... 17 in all)",
        () -> SPARSE.targets(recording));
  }

  @Test
  void namesTheColumnInAnotherUnit() {
    assertRefused(
        "walk.txt: column \"insole_left_01 [kPa]\" is not in N, which task sparse-4 needs",
        () -> SPARSE.inputs(gaitpdb(100, Unit.KILOPASCAL, "")));
  }

  @Test
  void toleratesTwoPercentOfTheRate() {
    SPARSE.inputs(gaitpdb(98.1, Unit.NEWTON, ""));
    SPARSE.inputs(gaitpdb(101.9, Unit.NEWTON, ""));
    assertRefused(
        "walk.txt: sampled at 102.5 Hz but task sparse-4 needs 100 Hz",
        () -> SPARSE.inputs(gaitpdb(102.5, Unit.NEWTON, "")));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(InputException.class, action::run).getMessage());
  }
}
