package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.data.RawSession;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.sim.SensorModel;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir private Path scratch;

  private Run simulate(Object... more) {
    return Run.command(
        "simulate", Map.of("--subjects", 2, "--seconds", 2, "--speeds", "1,1.5"), more);
  }

  @Test
  void theFolderHoldsTheSimulation() {
    Path out = scratch.resolve("walks");
    Run run = simulate("--seed", 5, "--out", out).done();
    assertEquals("simulating 4 recordings\n", run.err());
    assertTrue(
        run.out().startsWith(out + ": 4 recordings of 2 s, 2 subjects; synthetic\n"), run.out());
    RecordingSource read = RecordingSource.open(out);
    SimulatedSource made =
        new SimulatedSource(new SimulationSpec(5, 2, 2, List.of(1.0, 1.5), SensorModel.CHEAP));
    assertEquals(made.subjects(), read.subjects());
    assertEquals(made.attribution(), read.attribution());
    for (String subject : made.subjects()) {
      assertEquals(
          made.recordings(subject).get(1).column("grf_left")[77],
          read.recordings(subject).get(1).column("grf_left")[77]);
    }
  }

  @Test
  void jsonTellsAProgramWhatWasMade() {
    Path out = scratch.resolve("walks");
    Json json = simulate("--out", out, "--json").done().json();
    assertEquals(out.toString(), json.get("folder").asString());
    assertEquals(4, json.get("recordings").asInt());
    assertTrue(json.get("attribution").asString().startsWith("synthetic"));
  }

  @Test
  void aTerminalGetsABarAndNoLineIsLeft() {
    Path out = scratch.resolve("walks");
    Run run = Run.onTerminal(80, "simulate", "--subjects", 1, "--seconds", 2, "--out", out).done();
    assertTrue(run.err().startsWith("\rsimulating "), run.err());
    assertTrue(run.err().endsWith(" \r"), run.err());
  }

  @Test
  void rangesAndNamesAreChecked() {
    Path out = scratch.resolve("walks");
    simulate("--out", out, "--insole", "4x4").refused("insole \"4x4\" is unknown; known: 16x8");
    simulate("--out", out, "--subjects", 0).refused("simulation: 0 subjects; known: 1 to 999");
    simulate("--out", out, "--seconds", 1)
        .refused("simulation: a duration of 1.0 s; known: 2 to 3600 s");
    simulate("--out", out, "--speeds", "3")
        .refused("simulation: a walking speed of 3.0 m/s; known: 0.5 to 2 m/s");
    simulate("--out", out, "--speeds", "fast")
        .refused(
            "invalid value for option '--speeds' (V): 'fast' is not a double; see footfall"
                + " simulate --help");
    assertFalse(Files.exists(out));
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone() throws IOException {
    Path out = scratch.resolve("thesis");
    TinyFolder.write(out.resolve("chapter1.txt"), "precious");
    Run run = simulate("--out", out);
    assertEquals(2, run.code());
    assertEquals(
        "footfall: " + out + ": the folder is not empty and was not written by the simulator",
        run.err().lines().toList().getLast());
    assertEquals(List.of("chapter1.txt"), TinyFolder.list(out));
  }

  @Test
  void sessionsAreWrittenWhereTheyAreAskedFor() {
    Path out = scratch.resolve("walks");
    Run run = simulate("--sessions", "--dropped", 0.1, "--out", out).done();
    assertEquals(
        out + ": 4 sessions of 2 s, 2 subjects; synthetic\n\nnext: ./footfall check " + out + "\n",
        run.out());
    assertEquals(4, RawSession.find(out).size());
    simulate("--dropped", 0.1, "--out", out)
        .refused("--dropped: only sessions lose frames; pass --sessions too");
    simulate("--sessions", "--dropped", 0.9, "--out", out)
        .refused("sessions: a share of dropped frames of 0.9; known: 0 to 0.5");
    // The other layout takes its place, as one simulation replaces another.
    simulate("--out", out).done();
    assertEquals(List.of(), RawSession.find(out));
  }
}
