package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawSessionTest {
  @TempDir private Path scratch;

  private RawSession session(String json, String insole, String force) {
    Path folder = SessionFolder.write(scratch.resolve("walk"), json, insole, force);
    return RawSession.read(folder, "walk", StreamFormats.installed());
  }

  private RawSession session() {
    return session(SessionFolder.JSON, SessionFolder.INSOLE, SessionFolder.FORCE);
  }

  private static List<String> names(SampleStream stream) {
    return stream.channels().stream().map(Channel::toString).toList();
  }

  @Test
  void theHeaderSaysWhoAndHow() {
    SessionHeader header = session().header();
    assertEquals("S01", header.subject());
    assertEquals("walk-1.1", header.trial());
    assertEquals(70.5, header.bodyMassKg());
    assertEquals(1.1, header.walkingSpeedMps());
    assertEquals(new StreamSpec("insole.csv", "csv", 200, "kPa"), header.insole());
    assertEquals(new StreamSpec("force.csv", "csv", 2000, "N"), header.force());
    assertEquals(
        List.of(new SensorLayout.Place(0.065, 0.05), new SensorLayout.Place(0.195, 0.05)),
        header.layout().cells());
  }

  @Test
  void eachStreamHasItsOwnClock() {
    float[] row = new float[4];
    try (SampleStream insole = session().openInsole()) {
      assertEquals(
          List.of(
              "insole_left_01 [kPa]",
              "insole_left_02 [kPa]",
              "insole_right_01 [kPa]",
              "insole_right_02 [kPa]"),
          names(insole));
      assertTrue(insole.next(row));
      assertArrayEquals(new float[] {1, 2, 3, 4}, row);
      assertEquals(0.5, insole.timeS());
      assertEquals("walk/insole.csv:2", insole.where());
      assertTrue(insole.next(row));
      assertArrayEquals(new float[] {5, Float.NaN, Float.NaN, 8}, row);
      assertTrue(insole.next(row));
      assertFalse(insole.next(row));
    }
    try (SampleStream force = session().openForce()) {
      assertEquals("grf_ap_left [N]", names(force).get(2));
      assertTrue(force.next(row));
      assertTrue(force.next(row));
      assertArrayEquals(new float[] {701, 1, -11, 1}, row);
      assertEquals(0.0005, force.timeS());
    }
  }

  @Test
  void framesAreCellsOfTheGrid() {
    String insole = "time [s],right_p_1_0,right_p_0_0\n0,7,8\n";
    try (SampleStream stream = session(SessionFolder.JSON, insole, "").openInsole()) {
      assertEquals(List.of("insole_right_02 [kPa]", "insole_right_01 [kPa]"), names(stream));
    }
  }

  @Test
  void cellsMayLieAnywhere() {
    String layout =
        "{\"cells\": [{\"along_m\": 0.1, \"across_m\": 0.02}, {\"along_m\": 0.2, \"across_m\":"
            + " 0}]}";
    String json = SessionFolder.JSON.replaceFirst("\\{\"rows.*}", layout);
    assertEquals(
        new SensorLayout(
            0, 0, List.of(new SensorLayout.Place(0.1, 0.02), new SensorLayout.Place(0.2, 0))),
        session(json, "", "").header().layout());
  }

  @Test
  void whatIsUnknownIsNull() {
    String json =
        SessionFolder.JSON
            .replace("70.5", "null")
            .replace("\"walking_speed_mps\": 1.1", "\"walking_speed_mps\": null");
    assertTrue(Double.isNaN(session(json, "", "").header().bodyMassKg()));
    assertTrue(Double.isNaN(session(json, "", "").header().walkingSpeedMps()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          70.5~-1~body_mass_kg: must be 2 to 400 (-1)
          70.5~70500~body_mass_kg: must be 2 to 400 (70500)
          70.5~"70"~body_mass_kg: expected a number in the range of a double but found "70"
          1.1,~14,~walking_speed_mps: must be 0 to 13 (14)
          footfall-session-1~other~format: expected "footfall-session-1" but found "other"
          "S01"~"../S01"~subject: expected a name of letters, digits and ._+- but found "../S01"
          "insole.csv"~"/etc/passwd"~insole.file: expected a name of letters, digits and ._+- but found "/etc/passwd"
          "kPa"~"psi"~insole.unit: expected kPa, Pa, N or kN but found "psi"
          "unit": "N"~"unit": "kPa"~force.unit: expected N or kN but found "kPa"
          "rate_hz": 200,~"rate_hz": 0,~insole.rate_hz: must be 1 to 100000 (0)
          "rate_hz": 200,~"rate_hz": 200, "gain": 2,~insole.gain: is not known here; known: file, format, layout, rate_hz, unit
          "rows": 2~"rows": 2000000000~insole.layout.rows: must be 1 to 4096 (2000000000)
          "rows": 2, "columns": 1~"rows": 4096, "columns": 4096~insole.layout: must have at most 4096 cells (16777216)
          "length_m": 0.26~"length_m": 260~insole.layout.length_m: must be 0.05 to 0.6 (260)
          "rate_hz": 200,~"format": "xlsx", "rate_hz": 200,~insole.format: expected one of csv but found "xlsx"
          """)
  void refusesAHeaderThatNoSessionHas(String found, String replacement, String message) {
    String json = SessionFolder.JSON.replace(found, replacement);
    InputException e = assertThrows(InputException.class, () -> session(json, "", ""));
    assertEquals("walk/session.json: " + message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          time [s],insole_left_01|0,1~walk/insole.csv:1: column "insole_left_02" is missing; session.json has 2 cells
          time [s],insole_left_03|0,1~walk/insole.csv:1: column "insole_left_03 [kPa]" is no cell of the 2 in session.json
          time [s],left_p_2_0|0,1~walk/insole.csv:1: column "left_p_2_0 [kPa]" is no cell of the 2 in session.json
          time [s],left_p_0_0,insole_left_01|0,1,1~walk/insole.csv:1: column "insole_left_01 [kPa]" is a cell that another column holds as well
          time [s],insole_left_01 [Pa],insole_left_02|0,1,1~walk/insole.csv:1: column "insole_left_01 [Pa]" is not in kPa, which session.json states
          time,insole_left_01|0,1~walk/insole.csv:1: column "time": the header has no unit; expected "name [unit]" with one of s, ms, N, kN, Pa, kPa
          time [s],insole_left_01,insole_left_02|0,1,1|0,1,1~walk/insole.csv:3: column "time": time must increase, but 0 s follows 0 s
          time [s],insole_left_01,insole_left_02|0,1,inf~walk/insole.csv:2: column "insole_left_02": "inf" is not finite
          time [s],insole_left_01,insole_left_02|0,1~walk/insole.csv:2: the line has 2 values but the header has 3
          """)
  void refusesAnInsoleThatIsNotTheSessions(String text, String message) {
    RawSession session = session(SessionFolder.JSON, text.replace('|', '\n'), "");
    InputException e =
        assertThrows(
            InputException.class,
            () -> {
              try (SampleStream stream = session.openInsole()) {
                float[] row = new float[4];
                while (stream.next(row)) {}
              }
            });
    assertEquals(message, e.getMessage());
  }

  @Test
  void refusesAForceWithoutAForce() {
    RawSession session = session(SessionFolder.JSON, "", "time [s],fz\n0,1\n");
    assertEquals(
        "walk/force.csv:1: there is no force; expected one of grf_left, grf_right, grf_ap_left,"
            + " grf_ap_right",
        assertThrows(InputException.class, session::openForce).getMessage());
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    RawSession session = session();
    Files.delete(scratch.resolve("walk/force.csv"));
    assertEquals(
        "walk/force.csv: no such file, but session.json names it",
        assertThrows(InputException.class, session::openForce).getMessage());
  }

  @Test
  void aFormatCanBeAdded() {
    String json =
        SessionFolder.JSON.replace("\"rate_hz\": 2000", "\"format\": \"mass\", \"rate_hz\": 2000");
    Path folder = SessionFolder.write(scratch.resolve("walk"), json, "", "70\n71\n");
    StreamFormats formats = StreamFormats.installed().with(new OneForceALine());
    RawSession session = RawSession.read(folder, "walk", formats);
    try (SampleStream force = session.openForce()) {
      float[] row = new float[1];
      assertTrue(force.next(row));
      assertTrue(force.next(row));
      assertEquals(71, row[0]);
      assertEquals(0.0005, force.timeS());
      assertFalse(force.next(row));
    }
    assertEquals(
        "stream formats: there are two of the name \"mass\"",
        assertThrows(IllegalArgumentException.class, () -> formats.with(new OneForceALine()))
            .getMessage());
  }

  @Test
  void aJarOnTheClassPathAddsItsFormat() throws IOException {
    Path services = Files.createDirectories(scratch.resolve("jar/META-INF/services"));
    Files.writeString(
        services.resolve(StreamFormat.class.getName()), OneForceALine.class.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (URLClassLoader jar =
        new URLClassLoader(new URL[] {scratch.resolve("jar").toUri().toURL()}, usual)) {
      thread.setContextClassLoader(jar);
      assertEquals("csv, mass", StreamFormats.installed().names());
    } finally {
      thread.setContextClassLoader(usual);
    }
    assertEquals("csv", StreamFormats.installed().names());
  }
}
