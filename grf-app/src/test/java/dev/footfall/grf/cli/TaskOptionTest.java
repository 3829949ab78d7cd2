package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskOptionTest {
  @TempDir private Path scratch;

  @Test
  void aTaskOfOnesOwnIsTrainedAndEvaluatedWithItsWorseSensor() {
    Path data = TinyFolder.write(scratch.resolve("data"));
    Path task =
        TinyFolder.write(
            scratch.resolve("mine.json"),
            """
            {
              "name": "mine",
              "sampling_rate_hz": 100,
              "inputs": ["insole_left_01", "insole_right_08"],
              "input_unit": "N",
              "targets": ["grf_left"],
              "note": "Made up for a test.",
              "sensor": {
                "seed": 3, "gain_error": 0.1, "drift_per_minute": 0.01, "noise": 2,
                "bits": 8, "full_scale": 200, "dropped_share": 0.05
              }
            }
            """);
    Path model = scratch.resolve("mine.safetensors");
    Run.of(
            "train",
            "--data",
            data,
            "--task",
            task,
            "--model",
            "cnn-s",
            "--epochs",
            1,
            "--out",
            model)
        .done();
    Run evaluated = Run.of("evaluate", "--model", model, "--data", data, "--json").done();
    // Nothing but what it is doing: the recordings are known again as those of the training.
    assertEquals("evaluating on 1 subject of " + data + "\n", evaluated.err());
    // The sensor makes the inputs worse in a recording, not in what predict is given.
    assertEquals("mine", evaluated.json().get("task").asString());
  }

  @Test
  void anUnknownTaskIsRefused() {
    Run.of("train", "--data", scratch, "--task", "no.json", "--out", scratch.resolve("m"))
        .refused("no.json: no such file");
  }
}
