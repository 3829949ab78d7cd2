package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFileTest {
  private static final String TEXT =
      """
      {
        "name": "heels",
        "sampling_rate_hz": 100,
        "inputs": ["insole_left_01", "insole_right_01"],
        "input_unit": "N",
        "targets": ["grf_left", "grf_right"],
        "note": "Heels alone."
      }
      """;

  @TempDir private Path scratch;

  private Task read(String text) {
    Path file = scratch.resolve("mine.json");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Task.find(file.toString());
  }

  @Test
  void aFileHoldsATask() {
    assertEquals(
        new Task(
            "heels",
            100,
            List.of("insole_left_01", "insole_right_01"),
            Unit.NEWTON,
            List.of("grf_left", "grf_right"),
            "Heels alone."),
        read(TEXT));
  }

  @Test
  void itsSensorMayBeWorse() {
    String sensor =
        ", \"sensor\": {\"seed\": 3, \"gain_error\": 0.1, \"drift_per_minute\": 0.01, \"noise\": 2,"
            + " \"bits\": 10, \"full_scale\": 500, \"dropped_share\": 0.05}}";
    assertEquals(
        new WorseSensor(3, 0.1, 0.01, 2, 10, 500, 0.05),
        read(TEXT.replace("\n}", sensor)).sensor());
  }

  @Test
  void aNameIsThatOfABuiltInTask() {
    assertEquals(Task.named("sparse-2"), Task.find("sparse-2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          "heels"~"sparse-4"~name: is a built-in task; give yours another name (sparse-4)
          "heels"~"../heels"~name: expected a name of letters, digits and ._- but found "../heels"
          100~0~sampling_rate_hz: must be 1 to 10000 (0)
          "N"~"psi"~input_unit: expected N or kPa but found "psi"
          "insole_left_01"~"insole_right_01"~inputs[1]: is there already (insole_right_01)
          "grf_left"~"insole_left_01"~targets[0]: is there already (insole_left_01)
          ["grf_left", "grf_right"]~[]~targets: must be 1 to 64 channels (0)
          "grf_left"~7~targets[0]: expected a string but found 7
          "note"~"remark"~remark: is not known here; known: input_unit, inputs, name, note, sampling_rate_hz, sensor, targets
          "Heels alone."~""~note: expected a sentence but found ""
          """)
  void refusesWhatIsNoTask(String found, String replacement, String message) {
    InputException e =
        assertThrows(InputException.class, () -> read(TEXT.replace(found, replacement)));
    assertEquals(scratch.resolve("mine.json") + ": " + message, e.getMessage());
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertEquals(
        "nowhere/mine.json: no such file",
        assertThrows(InputException.class, () -> Task.find("nowhere/mine.json")).getMessage());
  }
}
