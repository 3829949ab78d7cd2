package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneCommandTest {
  @TempDir private static Path shared;
  private static Path data;

  @TempDir private Path scratch;

  @BeforeAll
  static void writeFolder() {
    data = TinyFolder.write(shared.resolve("data"));
    for (String network : new String[] {"lstm-s", "wrn16-1"}) {
      Run.of("train", "--data", data, "--model", network, "--epochs", 1, "--out", file(network))
          .done();
    }
  }

  private static Path file(String network) {
    return shared.resolve(network + ".safetensors");
  }

  private Run finetune(Object... more) {
    return Run.command(
        "finetune",
        Map.of("--model", file("lstm-s"), "--data", data, "--out", scratch.resolve("out")),
        more);
  }

  @Test
  void aFewEpochsLowerTheErrorInEightBits() throws IOException {
    Json json = finetune("--epochs", 8, "--json").done().json();
    double before = json.get("int8_validation_rmse_before_n").asDouble();
    double after = json.get("int8_validation_rmse_n").asDouble();
    assertTrue(after < before, after + " after " + before);
    assertEquals(8, json.get("epochs").size());
    Model tuned = ModelFile.read(scratch.resolve("out"));
    assertEquals("none, then in 8 bits (epochs 8, seed 1)", tuned.provenance().method());
    assertTrue(tuned.calibration() != null);
  }

  @Test
  void equalSeedsGiveEqualFiles() throws IOException {
    finetune("--epochs", 1).done();
    finetune("--epochs", 1, "--threads", 1, "--out", scratch.resolve("again")).done();
    assertEquals(-1, Files.mismatch(scratch.resolve("out"), scratch.resolve("again")));
  }

  @Test
  void aNetworkWithBatchNormalisationIsRefused() {
    finetune("--model", file("wrn16-1"))
        .refusedAtLast("fine-tuning: step \"stage1.block1.norm1\" cannot be trained in 8 bits");
    assertFalse(Files.exists(scratch.resolve("out")));
  }

  @Test
  void otherRecordingsAreRefused() {
    Path other = TinyFolder.write(scratch.resolve("other"), 6);
    finetune("--data", other)
        .refused(
            "--data: these are not the recordings that the model was trained with (data), so it"
                + " might be trained on subjects that it is tested on");
  }
}
