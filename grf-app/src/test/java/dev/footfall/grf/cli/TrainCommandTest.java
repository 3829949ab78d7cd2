package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  @TempDir private Path scratch;
  private Path data;
  private Path out;

  @BeforeEach
  void makeRecordings() {
    data = TinyFolder.write(scratch.resolve("data"));
    out = scratch.resolve("model.safetensors");
  }

  private Run train(Object... more) {
    return Run.command(
        "train", Map.of("--data", data, "--model", "cnn-s", "--epochs", 2, "--out", out), more);
  }

  @Test
  void aModelIsTrainedAndWritten() throws IOException {
    Run run = train("--seed", 7, "--fold", 2).done();
    Model model = ModelFile.read(out);
    assertEquals("cnn-s", model.network().name());
    assertEquals("sparse-4", model.task().name());
    assertEquals(2, model.provenance().fold());
    assertEquals(7, model.provenance().seed());
    assertEquals(2, model.provenance().epochs());
    assertEquals("data", model.provenance().data());
    assertEquals("made up for a test", model.provenance().attribution());
    assertEquals("none", model.provenance().method());
    assertTrue(run.out().startsWith(out + ": cnn-s, 3,282 parameters, method none\n"), run.out());
    assertTrue(
        run.out().endsWith("next: ./footfall evaluate --model " + out + " --data " + data + "\n"));
  }

  @Test
  void progressIsALineForEachEpochWhereThereIsNoTerminal() {
    List<String> lines = train().done().err().lines().toList();
    assertEquals("reading the recordings of " + data, lines.get(0));
    assertEquals(3, lines.size());
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertTrue(
          lines
              .get(epoch)
              .matches(
                  "cnn-s epoch "
                      + epoch
                      + "/2: loss [0-9.]+, validation [0-9.]+ N( \\(best\\))?,"
                      + " .* elapsed, .* left"),
          lines.get(epoch));
    }
  }

  @Test
  void jsonTellsTheSameToAProgram() {
    Json json = train("--json").done().json();
    assertEquals(out.toString(), json.get("model").asString());
    assertEquals(3282, json.get("parameters").asInt());
    assertEquals(2, json.get("epochs").size());
    int best = json.get("best_epoch").asInt();
    Json epoch = json.get("epochs").at(best - 1);
    assertTrue(epoch.get("best").asBoolean());
    assertEquals(
        epoch.get("validation_rmse_n").asDouble(), json.get("validation_rmse_n").asDouble());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-s", "lstm-s", "wrn16-1"})
  void theSameSeedGivesTheSameFileForAnyNumberOfThreads(String network) throws IOException {
    Path one = scratch.resolve("one.safetensors");
    Path two = scratch.resolve("two.safetensors");
    train("--model", network, "--threads", 1, "--out", one).done();
    train("--model", network, "--threads", 2, "--out", two).done();
    assertEquals(-1, Files.mismatch(one, two));
  }

  @Test
  void anotherSeedGivesAnotherFile() throws IOException {
    train("--seed", 1).done();
    Path other = scratch.resolve("other.safetensors");
    train("--seed", 2, "--out", other).done();
    assertTrue(Files.mismatch(out, other) >= 0);
  }

  @Test
  void unknownNamesAreAnsweredByTheKnownOnes() throws IOException {
    train("--task", "dense").refused("task \"dense\" is unknown; known: sparse-4, insole-16x8");
    train("--model", "wrn28")
        .refused(
            "model \"wrn28\" is unknown; known: wrn16-1, wrn16-2, wrn16-3, cnn-xs, cnn-s, lstm-s");
    train("--fold", 5).refused("fold 5 is unknown; known: 0, 1, 2, 3, 4");
    assertFalse(Files.exists(out));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    train("--epochs", 0).refused("--epochs: must be at least 1 (0)");
    train("--epochs", 1_000_000).refused("--epochs: must be at most 100000 (1000000)");
    train("--threads", 0).refused("--threads: must be at least 1 (0)");
  }

  @Test
  void aFolderThatIsMissingOrTooSmallIsRefused() {
    Path missing = scratch.resolve("missing");
    train("--data", missing).refused(missing + ": no such folder");
    Path four = TinyFolder.write(scratch.resolve("four"), 4);
    train("--data", four).refused("folds by subject need at least 5 subjects (found 4)");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsToldBeforeTheTraining() throws IOException {
    train("--out", scratch).refused("--out: " + scratch + " is a folder; a file is expected");
    Path nowhere = scratch.resolve("nowhere");
    train("--out", nowhere.resolve("m"))
        .refused("--out: " + nowhere.resolve("m") + ": folder " + nowhere + " does not exist");
    Path locked = Files.createDirectory(scratch.resolve("locked"));
    assertTrue(locked.toFile().setWritable(false));
    assumeFalse(Files.isWritable(locked), "this user may write everywhere");
    train("--out", locked.resolve("m"))
        .refused("--out: " + locked.resolve("m") + ": folder " + locked + " is not writable");
  }

  @Test
  void aBrokenRecordingIsToldByFileLineAndColumnAndNothingIsWritten() throws IOException {
    Path walk = data.resolve("P2/walk.csv");
    String whole = Files.readString(walk);
    String row = whole.lines().skip(6).findFirst().orElseThrow();

    TinyFolder.replaceLine(walk, 7, row.replaceFirst(",[^,]*", ",n/a"));
    train().refusedAtLast("P2/walk.csv:7: column \"insole_left_01\": \"n/a\" is not a number");

    Files.writeString(walk, whole);
    TinyFolder.replaceLine(walk, 7, row + ",1");
    train().refusedAtLast("P2/walk.csv:7: the line has 12 values but the header has 11");

    Files.writeString(walk, whole.replace("insole_left_07", "insole_left_06"));
    train()
        .refusedAtLast(
            "P2/walk.csv: column \"insole_left_07 [N]\" is missing; task sparse-4 needs it (found"
                + " insole_left_01, insole_left_04, insole_left_06, insole_left_08, ... 10 in"
                + " all)");

    Files.writeString(walk, "");
    train()
        .refusedAtLast(
            "P2/walk.csv: file is empty; expected a CSV header such as \"time [s],insole_left_01"
                + " [kPa]\" or 19 tab-separated numbers");

    assertEquals(List.of("data"), TinyFolder.list(scratch));
  }

  @Test
  void recordingsShorterThanAWindowAreRefused() {
    for (int subject = 1; subject <= 5; subject++) {
      List<String> lines = TinyFolder.recording(subject, true).lines().limit(101).toList();
      TinyFolder.write(data.resolve("P" + subject + "/walk.csv"), String.join("\n", lines) + "\n");
    }
    train()
        .refusedAtLast(
            "windows: no recording has the 128 samples of a window (3 recordings, the longest of"
                + " 100 samples)");
  }

  @Test
  void anOlderModelStaysWhereTheTrainingFails() throws IOException {
    Files.writeString(out, "the old model");
    TinyFolder.write(data.resolve("P3/walk.csv"), "");
    assertEquals(2, train().code());
    assertEquals("the old model", Files.readString(out));
  }
}
