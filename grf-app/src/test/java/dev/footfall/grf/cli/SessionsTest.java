package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.report.Figures;
import dev.footfall.grf.sim.SensorModel;
import dev.footfall.grf.sim.SessionModel;
import dev.footfall.grf.sim.SimulatedSessions;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of insole and force plate, each on its own clock, through the commands. */
class SessionsTest {
  private static final int SECONDS = 24;
  private static final double SPEED_MPS = 1.2;

  @TempDir private static Path folder;
  private static Path sessions;
  private static Path model;
  private static Run trained;

  @BeforeAll
  static void simulateAndTrain() {
    sessions = folder.resolve("sessions");
    model = folder.resolve("model.safetensors");
    Run.of(
            "simulate",
            "--sessions",
            "--dropped",
            0.05,
            "--subjects",
            5,
            "--seconds",
            SECONDS,
            "--speeds",
            SPEED_MPS,
            "--seed",
            3,
            "--out",
            sessions)
        .done();
    trained =
        Run.of(
                "train",
                "--data",
                sessions,
                "--task",
                "insole-16x8",
                "--model",
                "cnn-s",
                "--epochs",
                1,
                "--out",
                model)
            .done();
  }

  @Test
  void trainingSaysWhatWasMended() {
    String told =
        trained
            .err()
            .lines()
            .filter(l -> l.startsWith("recordings of sessions: "))
            .findFirst()
            .orElseThrow();
    // Some 5 % of the 4800 frames of the four subjects of training and validation.
    assertTrue(told.matches(".*: 4; filled: [0-9,]+ insole frames, 0 force .*"), told);
  }

  @Test
  void evaluationFindsTheClocksAndCountsRepairs() throws IOException {
    Path page = folder.resolve("page.html");
    Json evaluated =
        Run.of("evaluate", "--model", model, "--data", sessions, "--report", page, "--json").json();
    List<Json> repairs = evaluated.get("repairs").elements();
    assertEquals(1, repairs.size());
    Json repair = repairs.getFirst();
    double filled = repair.get("filled_insole_frames").asDouble();
    assertEquals(0.05, filled / (SECONDS * 200), 0.02);
    // About 110 steps a minute at 1.2 m/s.
    assertEquals(110, repair.get("cadence_per_minute").asDouble(), 15);
    String recording = repair.get("recording").asString();
    assertTrue(
        Files.readString(page)
            .contains(
                "<th scope=\"row\">" + recording + "</th><td>" + Figures.count((long) filled)));
    String subject = recording.substring(0, 3);
    SimulationSpec spec = new SimulationSpec(3, 5, SECONDS, List.of(SPEED_MPS), SensorModel.CHEAP);
    SimulatedSessions.Clock clock =
        new SimulatedSessions(
                new SimulatedSource(spec),
                new SessionModel(
                    SessionModel.LARGEST_OFFSET_S, SessionModel.LARGEST_DRIFT_PPM, 0.05))
            .clock(subject, SPEED_MPS);
    assertEquals(clock.plateTimeS(0), repair.get("clock_offset_s").asDouble(), 2.5e-3);
  }

  @Test
  void theFolderOfASessionIsPredicted() {
    Path session = sessions.resolve("S01").resolve("walk-1.2");
    Run predicted = Run.of("predict", "--model", model, session).done();
    List<String> lines = predicted.out().lines().toList();
    assertEquals("time [s],grf_left [N],grf_right [N]", lines.getFirst());
    assertEquals(SECONDS * 200, lines.size() - 1, 4);
    assertTrue(predicted.err().contains("insole frames"), predicted.err());
  }
}
