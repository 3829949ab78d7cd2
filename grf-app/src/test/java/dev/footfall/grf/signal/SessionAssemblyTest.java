package dev.footfall.grf.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.RawSession;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Repairs;
import dev.footfall.grf.data.SessionFolder;
import dev.footfall.grf.signal.SessionAssembly.InsolePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of {@link TwoClocks}: a single cell for each foot, both devices at 200 Hz. */
class SessionAssemblyTest {
  private static final String JSON =
      SessionFolder.JSON
          .replace("\"rows\": 2", "\"rows\": 1")
          .replace("\"rate_hz\": 2000", "\"rate_hz\": 200");

  private static final TwoClocks CLOCKS = TwoClocks.simulate(5, 60);

  @TempDir private Path folder;
  private final List<Recording> told = new ArrayList<>();

  private RawSession session(IntPredicate insoleHas, IntPredicate forceHas) {
    StringBuilder insole = new StringBuilder("time [s],insole_left_01,insole_right_01\n");
    for (int k = 0; k < CLOCKS.insoleTimesS().length; k++) {
      int sample = (int) Math.rint(CLOCKS.insoleTimesS()[k] * 200);
      if (insoleHas.test(sample)) {
        line(insole, sample, CLOCKS.insole()[0][k], CLOCKS.insole()[1][k]);
      }
    }
    StringBuilder force = new StringBuilder("time [s],grf_left,grf_right\n");
    for (int i = 0; i < CLOCKS.force()[0].length; i++) {
      if (forceHas.test(i)) {
        line(force, i, CLOCKS.force()[0][i] + 8, CLOCKS.force()[1][i] - 6);
      }
    }
    return RawSession.read(
        SessionFolder.write(folder.resolve("s"), JSON, insole.toString(), force.toString()));
  }

  private static void line(StringBuilder text, int sample, double left, double right) {
    text.append(String.format(Locale.ROOT, "%.3f,%.2f,%.2f\n", sample / 200.0, left, right));
  }

  private List<Recording> assembled(IntPredicate insoleHas, IntPredicate forceHas) {
    return new SessionAssembly(200, told::add).apply(session(insoleHas, forceHas));
  }

  /** Root mean square of the difference to the force as it was, before noise and lost frames. */
  private static double rmseN(Recording recording) {
    ClockMap truth = CLOCKS.truth();
    Butterworth filter = Butterworth.lowPass(4, 50, 200);
    double[] left = filter.filter(CLOCKS.force()[0]);
    float[] found = recording.column("grf_left");
    double firstS = Math.max(0, Math.ceil(truth.toInsoleS(0) * 200) / 200);
    double squares = 0;
    int count = 0;
    for (int i = 20; i < found.length - 20; i++) {
      double position = truth.toForceS(firstS + i / 200.0) * 200;
      double error = found[i] - Interpolation.cubic(left, position);
      squares += error * error;
      count++;
    }
    return Math.sqrt(squares / count);
  }

  @Test
  void theForceIsReadAtTheTimesOfTheInsole() {
    List<Recording> recordings = assembled(i -> true, i -> true);
    assertEquals(1, recordings.size());
    assertEquals(recordings, told);
    Recording recording = recordings.getFirst();
    assertEquals("S01", recording.subject());
    assertEquals("walk-1.1", recording.trial());
    assertEquals(70.5, recording.bodyMassKg());
    assertEquals(200, recording.samplingRateHz());
    double shortestS = 60 - Math.abs(CLOCKS.truth().offsetS()) - 0.05;
    assertTrue(recording.length() >= shortestS * 200, "samples: " + recording.length());
    // The force rises by up to 10 N a ms, of which the clocks may be 2.5 apart; it was also 8 N
    // off.
    double rmseN = rmseN(recording);
    assertTrue(rmseN < 8, "error of " + rmseN + " N");
    Repairs repairs = recording.repairs();
    assertEquals(CLOCKS.truth().offsetS(), repairs.offsetS(), 2.5e-3);
    assertEquals(1e6 * CLOCKS.truth().drift(), repairs.driftPpm(), 40);
    assertEquals(12_000 - CLOCKS.insoleTimesS().length, repairs.filledInsoleFrames(), 3);
    assertEquals(0, repairs.filledForceSamples());
    assertEquals(0, repairs.filledValues());
  }

  @Test
  void aLongGapPartsTheSession() {
    List<Recording> recordings =
        assembled(i -> i < 8000 || i > 8400, i -> i % 100 != 7 || i < 1000);
    assertEquals(2, recordings.size());
    assertEquals("walk-1.1 part 1", recordings.get(0).trial());
    assertEquals("walk-1.1 part 2", recordings.get(1).trial());
    assertTrue(recordings.get(0).name().endsWith("/s part 1"), recordings.get(0).name());
    assertEquals(110, recordings.get(0).repairs().filledForceSamples());
    assertTrue(rmseN(recordings.get(0)) < 9);
  }

  @Test
  void aClockMayStartAnywhere() throws IOException {
    RawSession session = session(i -> true, i -> true);
    Path file = folder.resolve("s/insole.csv");
    String moved =
        Files.readString(file)
            .lines()
            .map(l -> l.startsWith("time") ? l : "1700000" + "0".repeat(3 - l.indexOf('.')) + l)
            .collect(Collectors.joining("\n"));
    Files.writeString(file, moved);
    Recording recording =
        new SessionAssembly(200, told::add).apply(RawSession.read(folder.resolve("s"))).getFirst();
    assertTrue(rmseN(recording) < 8, "error of " + rmseN(recording) + " N");
    assertEquals(1, new SessionAssembly(200, told::add).insole(session).size());
  }

  @Test
  void anInsoleAloneNeedsNoForce() {
    RawSession session = session(i -> i < 8000 || i > 8400, i -> i < 2);
    List<InsolePart> parts = new SessionAssembly(100, told::add).insole(session);
    assertEquals(2, parts.size());
    assertEquals(CLOCKS.insoleTimesS()[0], parts.get(0).startS());
    assertTrue(parts.get(1).startS() >= 42.005, "starts at " + parts.get(1).startS());
    assertEquals(4000, parts.get(0).recording().length(), 3);
    assertEquals(100, parts.get(0).recording().samplingRateHz());
    assertEquals(
        List.of("insole_left_01", "insole_right_01"),
        parts.get(0).recording().channels().stream().map(c -> c.name()).toList());
  }

  private void refused(String message, IntPredicate insoleHas, IntPredicate forceHas) {
    String found =
        assertThrows(InputException.class, () -> assembled(insoleHas, forceHas)).getMessage();
    assertEquals(folder.resolve("s") + message, found);
  }

  @Test
  void whatCannotBeAssembledIsRefused() {
    refused(
        ": the clocks of insole and force plate cannot be aligned: 15.0 s are too short to tell; at"
            + " least 20 s are needed",
        i -> true,
        i -> i < 3000);
    refused("/force.csv:2: 1 sample in all", i -> true, i -> i == 50);
    refused(
        "/force.csv: no two samples are within 0.1 s of each other with a value in every column",
        i -> true,
        i -> i % 50 == 0);
    assertEquals(
        "session assembly: a rate of 0.0 Hz; it must be positive",
        assertThrows(IllegalArgumentException.class, () -> new SessionAssembly(0, r -> {}))
            .getMessage());
    RawSession session = session(i -> true, i -> true);
    assertEquals(
        folder.resolve("s") + ": resample: a rate is 33.33333 Hz; it may have three decimals",
        assertThrows(
                InputException.class, () -> new SessionAssembly(33.33333, r -> {}).insole(session))
            .getMessage());
  }
}
