package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetCheckTest {
  private static final int RATE_HZ = 100;
  private static final int SAMPLES = 20 * RATE_HZ;

  @TempDir private Path scratch;

  /** Steps of a second, up to {@code peak}, which is reached in one sample of each. */
  private static double load(int t, double peak) {
    return Math.max(0, Math.sin(2 * Math.PI * t / RATE_HZ)) * peak * (1 - 1e-4 * t / SAMPLES);
  }

  private static String line(int t) {
    return String.format(
        Locale.ROOT,
        "%.2f,%.3f,%.3f,%.2f",
        (double) t / RATE_HZ,
        load(t, 200),
        load(t, 150),
        load(t, 800));
  }

  private static String text(IntFunction<String> line) {
    StringBuilder text =
        new StringBuilder("time [s],insole_left_01 [kPa],insole_left_02 [kPa],grf_left [N]\n");
    for (int t = 0; t < SAMPLES; t++) {
      String row = line.apply(t);
      if (row != null) {
        text.append(row).append('\n');
      }
    }
    return text.toString();
  }

  private Path folder(IntFunction<String> line) throws IOException {
    Path folder = scratch.resolve("data");
    Files.createDirectories(folder.resolve("P1"));
    Files.writeString(folder.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,70\n");
    Files.writeString(folder.resolve("P1/walk.csv"), text(line));
    return folder;
  }

  private List<String> problems(IntFunction<String> line) throws IOException {
    return problems(folder(line));
  }

  private static List<String> problems(Path folder) {
    return DataSetCheck.of(folder).problems().stream()
        .map(problem -> problem.kind().word() + " " + problem)
        .toList();
  }

  private static String with(int t, int column, String value) {
    String[] values = line(t).split(",");
    values[column] = value;
    return String.join(",", values);
  }

  @Test
  void aCleanFolderHasNoProblem() throws IOException {
    DataSetCheck check = DataSetCheck.of(folder(DataSetCheckTest::line));
    assertEquals(new DataSetCheck("csv", 1, SAMPLES, List.of()), check);
  }

  @Test
  void everyProblemIsToldAtOnceWithFileLineAndColumn() throws IOException {
    assertEquals(
        List.of(
            "value P1/walk.csv:12: column \"insole_left_01\": \"x\" is not a number (2 times, last"
                + " in line 13)",
            "missing P1/walk.csv:22: column \"grf_left\": the value is missing (2 times, last in"
                + " line 23)",
            "row P1/walk.csv:32: the line has 2 values but the header has 4",
            "value P1/walk.csv:42: column \"time\": \"soon\" is not a number",
            "time P1/walk.csv:52: column \"time\": time must increase, but 0.4 s follows 0.49 s",
            "blank P1/walk.csv:62: blank line within the recording",
            "value P1/walk.csv:74: column \"insole_left_02\": \"inf\" is not finite"),
        problems(
            t ->
                switch (t) {
                  case 10, 11 -> with(t, 1, "x");
                  case 20 -> with(t, 3, "");
                  case 21 -> with(t, 3, "NaN");
                  case 30 -> "1,2";
                  case 40 -> with(t, 0, "soon");
                  case 50 -> with(t, 0, "0.4");
                  case 60 -> "\n" + line(t);
                  case 71 -> with(t, 2, "inf");
                  default -> line(t);
                }));
  }

  @Test
  void samplesThatAreMissingAreAGap() throws IOException {
    assertEquals(
        List.of(
            "gap P1/walk.csv:502: column \"time\": a gap of 0.04 s where the usual step is 0.01 s"),
        problems(t -> t >= 500 && t < 503 ? null : line(t)));
  }

  @Test
  void aTimeThatRepeatsIsTold() throws IOException {
    assertEquals(
        List.of("time P1/walk.csv:503: column \"time\": time must increase, but 5 s follows 5 s"),
        problems(t -> t == 500 ? line(t) + "\n" + line(t) : line(t)));
  }

  @Test
  void aDeadCellIsTold() throws IOException {
    assertEquals(
        List.of("dead P1/walk.csv: column \"insole_left_01\": 0 throughout; dead or never loaded"),
        problems(t -> with(t, 1, "0")));
  }

  @Test
  void aCellThatDiesIsTold() throws IOException {
    assertEquals(
        List.of(
            "dead P1/walk.csv:802: column \"insole_left_01\": 0 from here on; did the cell die?"),
        problems(t -> t >= 800 ? with(t, 1, "0") : line(t)));
  }

  @Test
  void aStuckCellIsTold() throws IOException {
    assertEquals(
        List.of(
            "stuck P1/walk.csv:802: column \"insole_left_01\": stays at 37.5 while the load of the"
                + " foot changes; stuck"),
        problems(t -> t >= 800 && t < 1400 ? with(t, 1, "37.5") : line(t)));
  }

  @Test
  void aSaturatedCellIsTold() throws IOException {
    List<String> problems =
        problems(t -> with(t, 1, String.format(Locale.ROOT, "%.3f", Math.min(160, load(t, 200)))));
    assertEquals(
        List.of(
            "saturated P1/walk.csv:19: column \"insole_left_01\": stays at its highest value, 160"
                + " kPa, for 21 samples; saturated"),
        problems);
  }

  @Test
  void aForceInKilonewtonsIsDoubted() throws IOException {
    assertEquals(
        List.of(
            "unit P1/walk.csv: column \"grf_left\": the force never exceeds 0.8 N; is it in kN or"
                + " body weights, or is the plate off?"),
        problems(t -> with(t, 3, String.format(Locale.ROOT, "%.4f", load(t, 0.8)))));
  }

  @Test
  void aForceOfTheWrongSignIsDoubted() throws IOException {
    List<String> problems =
        problems(t -> with(t, 3, String.format(Locale.ROOT, "%.4f", -load(t, 800))));
    assertEquals(
        "unit P1/walk.csv: column \"grf_left\": the force is down to -799.99 N and never above 0 N;"
            + " is its sign reversed?",
        problems.getFirst().replaceFirst("-799\\.9\\d*", "-799.99"));
  }

  @Test
  void pressuresAndTimesInOtherUnitsAreDoubted() throws IOException {
    assertEquals(
        List.of("unit P1/walk.csv: the highest pressure is 200000 kPa; is it in another unit?"),
        problems(t -> t == 25 ? with(t, 1, "200000") : line(t)));
    List<String> milliseconds = problems(t -> with(t, 0, String.valueOf(10 * t)));
    assertEquals(
        List.of(
            "unit P1/walk.csv: column \"time\": the usual step is 10 s; is the time in another"
                + " unit?"),
        milliseconds);
  }

  @Test
  void massesAreCompared() throws IOException {
    Path folder = folder(DataSetCheckTest::line);
    Files.writeString(folder.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,NaN\n");
    assertEquals(List.of("mass subjects.csv: subject \"P1\" has no body mass"), problems(folder));
    Files.writeString(folder.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,687\n");
    assertEquals(
        List.of(
            "mass subjects.csv: subject \"P1\" has a body mass of 687 kg; is it in another unit?",
            "unit P1/walk.csv: the highest force is 0.12 body weights; is the force or the body"
                + " mass in another unit?"),
        problems(folder));
    Files.writeString(folder.resolve("subjects.csv"), "subject,mass\nP1,70\n");
    assertEquals(
        List.of(
            "header subjects.csv:1: column \"body_mass [kg]\": is missing",
            "mass subjects.csv: subject \"P1\" has no body mass"),
        problems(folder));
  }

  @Test
  void sessionsAreCheckedFileByFile() throws IOException {
    Path folder = scratch.resolve("sessions");
    String json = SessionFolder.JSON;
    SessionFolder.write(folder.resolve("A"), json, "", SessionFolder.FORCE);
    SessionFolder.write(
        folder.resolve("B"), json.replace("70.5", "null"), SessionFolder.INSOLE, "time [s]\n");
    SessionFolder.write(folder.resolve("C"), json.replace("70.5", "x"), "", "");
    DataSetCheck check = DataSetCheck.of(folder);
    assertEquals("sessions", check.layout());
    assertEquals(4, check.files());
    assertEquals(
        List.of(
            "header A/insole.csv: file is empty; expected a CSV header such as \"time"
                + " [s],insole_left_01 [kPa]\" or 19 tab-separated numbers",
            "name B/session.json: another session is trial \"walk-1.1\" of subject \"S01\" as well",
            "mass B/session.json: subject \"S01\" has no body mass",
            "missing B/insole.csv:3: column \"insole_left_02\": the value is missing",
            "missing B/insole.csv:3: column \"insole_right_01\": the value is missing",
            "header B/force.csv:1: there is no column beside the time",
            "header C/session.json:5: expected a value but found 'x' (offset 97)"),
        problems(folder).stream().filter(p -> !p.startsWith("unit")).toList());
  }

  @Test
  void streamsOfOneSessionLastEquallyLong() {
    String force = "time [s],grf_left\n0,0\n0.0005,700\n60,0\n";
    Path folder =
        SessionFolder.write(
            scratch.resolve("one"), SessionFolder.JSON, SessionFolder.INSOLE, force);
    assertEquals(
        "length ./session.json: the insole lasts 0.01 s but the force 60 s",
        problems(folder).getLast());
  }

  @Test
  void aFolderWithoutRecordingsIsRefused() {
    assertEquals(
        scratch
            + ": no recordings found; known layouts: session.json for each session,"
            + " SUBJECT/TRIAL.csv for each recording, or gaitpdb with demographics.txt and"
            + " walk/SUBJECT_TRIAL.txt",
        assertThrows(InputException.class, () -> DataSetCheck.of(scratch)).getMessage());
  }
}
