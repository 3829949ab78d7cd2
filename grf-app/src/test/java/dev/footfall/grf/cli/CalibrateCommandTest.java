package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
  @TempDir private static Path shared;
  private static Path data;
  private static Path model;

  @TempDir private Path scratch;

  @BeforeAll
  static void trainModel() {
    data = TinyFolder.write(shared.resolve("data"));
    model = shared.resolve("model.safetensors");
    Run.of("train", "--data", data, "--model", "lstm-s", "--epochs", 1, "--fold", 2, "--out", model)
        .done();
  }

  private Run calibrate(Object... more) {
    Path out = scratch.resolve("out.safetensors");
    return Run.command("calibrate", Map.of("--model", model, "--data", data, "--out", out), more);
  }

  /** Three training subjects with 260 samples: two windows of 128 each. */
  @Test
  void theFileIsTheOneThatTrainWrote() throws IOException {
    Json json = calibrate("--json").done().json();
    assertEquals(-1, Files.mismatch(model, scratch.resolve("out.safetensors")));
    assertEquals(6, json.get("windows").asInt());
    List<String> layers =
        json.get("layers").elements().stream().map(l -> l.get("name").asString()).toList();
    assertEquals(List.of("standardise", "conv", "lstm", "head"), layers);
    for (Json layer : json.get("layers").elements()) {
      assertTrue(layer.get("signal_to_noise_db").asDouble() > 10, layer.toString());
    }
    assertTrue(json.get("layers").at(3).get("range").isNull());
    double squared = json.get("layers").at(3).get("mean_squared_error").asDouble();
    assertEquals(Math.sqrt(squared), json.get("force_rmse_n").asDouble());
    assertEquals("made up for a test", json.get("attribution").asString());
  }

  @Test
  void theMethodMayBeChosen() throws IOException {
    for (String method : List.of("min-max", "percentile", "mean-squared-error")) {
      String text = calibrate("--method", method).done().out();
      assertTrue(text.contains(": lstm-s, ranges by " + method + " on 6 windows"), text);
      assertEquals(
          method,
          ModelFile.read(scratch.resolve("out.safetensors")).calibration().method().toString());
    }
  }

  @Test
  void textHoldsTheTableTheNoteAndTheMakerOfTheData() {
    String text = calibrate().done().out();
    for (String part : List.of("\nlayer ", "\nlstm ", "\nhead ", "\nNote: signal to noise")) {
      assertTrue(text.contains(part), text);
    }
    assertTrue(text.endsWith("\nData: made up for a test\n"), text);
  }

  @Test
  void testSubjectsAreLeftAlone() {
    calibrate("--fold", 2).done();
    calibrate("--fold", 0)
        .refused(
            "--fold: the model was trained with test fold 2; calibrating with fold 0 would look at"
                + " its test subjects");
  }

  @Test
  void otherRecordingsAreUsedWithAWarning() {
    Path other = TinyFolder.write(scratch.resolve("other"), 6);
    Run run = calibrate("--data", other).done();
    assertEquals(
        "warning: these are not the recordings that the model was trained with (data); their fold 2"
            + " may hold subjects it is tested on",
        run.err().lines().findFirst().get());
  }

  @Test
  void wrongOptionsAreRefusedAndNoFileIsWritten() {
    calibrate("--method", "entropy")
        .refused(
            "--method: method \"entropy\" is unknown; known: min-max, percentile,"
                + " mean-squared-error");
    Path missing = scratch.resolve("missing");
    calibrate("--model", missing).refused(missing + ": there is no such file");
    calibrate("--data", missing).refused(missing + ": no such folder");
    assertFalse(Files.exists(scratch.resolve("out.safetensors")));
  }
}
