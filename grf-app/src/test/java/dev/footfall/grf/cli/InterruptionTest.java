package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed, in earnest, and started again. {@code bench/kill-and-resume} does the
 * same at random moments of a real one.
 */
class InterruptionTest {
  private static final int EPOCHS = 60;

  @TempDir private Path scratch;

  private TrainingProcess train(Path out, Object... options) throws IOException {
    return TrainingProcess.start(scratch.resolve("data"), out, List.of(), options);
  }

  @Test
  void aTrainingThatWasKilledAndGoesOnEndsWithTheSameFile()
      throws IOException, InterruptedException {
    TinyFolder.write(scratch.resolve("data"));
    Path whole = scratch.resolve("whole.safetensors");
    train(whole, "--epochs", EPOCHS).done();

    Path out = scratch.resolve("killed.safetensors");
    Path checkpoint = scratch.resolve("checkpoint");
    Object[] options = {"--epochs", EPOCHS, "--checkpoint", checkpoint};
    train(out, options).killAt("reading the recordings");
    assertFalse(Files.exists(checkpoint));
    for (String moment : List.of("epoch 1/60", "epoch 17/60", "epoch 40/60")) {
      String said = train(out, options).killAt(moment);
      assertTrue(said.contains(moment), said);
      assertFalse(Files.exists(out));
      Safetensors.read(checkpoint); // whole at every moment
    }
    String said = train(out, options).done();
    assertTrue(said.contains("cnn-s goes on after epoch 4"), said);
    assertEquals(-1, Files.mismatch(whole, out));
    assertFalse(Files.exists(checkpoint));
  }
}
