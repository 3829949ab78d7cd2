package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.train.Trainer;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.distill.DistillationLoss;
import dev.footfall.grf.distill.Method;
import dev.footfall.grf.distill.ModelTraining;
import dev.footfall.grf.distill.Safeguards;
import dev.footfall.grf.distill.TaskLoss;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options {@code --checkpoint} and {@code --detect-anomaly} of train and distill. */
class CheckpointOptionTest {
  private static final int EPOCHS = 3;

  @TempDir private Path scratch;
  private Path data;
  private Path out;
  private Path checkpoint;

  @BeforeEach
  void makeRecordings() {
    data = TinyFolder.write(scratch.resolve("data"));
    out = scratch.resolve("model.safetensors");
    checkpoint = scratch.resolve("checkpoint");
  }

  private Run train(Object... more) {
    return Run.command(
        "train",
        Map.of("--data", data, "--model", "cnn-s", "--epochs", EPOCHS, "--out", out),
        more);
  }

  /** Leaves the checkpoint of a training of cnn-s that ended after its first epoch. */
  private void stopAfterOneEpoch(DistillationLoss method, Model teacher) {
    class Stop extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    Trainer.Progress stopping =
        new Trainer.Progress() {
          @Override
          public void step(int step, int steps) {}

          @Override
          public void epoch(Trainer.Epoch epoch) {
            throw new Stop();
          }
        };
    ModelTraining.Plan plan =
        new ModelTraining.Plan(
            Task.named("sparse-4"),
            "cnn-s",
            new Protocol.KFold(5, 0),
            EPOCHS,
            1,
            Version.footfall());
    try (Workers workers = Workers.of(1)) {
      ModelTraining training =
          new ModelTraining(RecordingSource.open(data), plan, CommonOptions.kernels(workers));
      assertThrows(
          Stop.class,
          () -> training.distill(method, teacher, stopping, new Safeguards(checkpoint, false)));
    }
    assertTrue(Files.exists(checkpoint));
  }

  private void stopAfterOneEpoch() {
    stopAfterOneEpoch(new TaskLoss(), null);
  }

  @Test
  void trainingGoesOnSaysSoAndEndsWithTheSameFile() throws IOException {
    train().done();
    stopAfterOneEpoch();
    Path resumed = scratch.resolve("resumed.safetensors");
    Run run = train("--checkpoint", checkpoint, "--out", resumed, "--json").done();
    assertEquals("cnn-s goes on after epoch 1/3", run.err().lines().skip(1).findFirst().orElse(""));
    assertEquals(EPOCHS, run.json().get("epochs").size());
    assertEquals(-1, Files.mismatch(out, resumed));
    assertFalse(Files.exists(checkpoint), "deleted when the model is there");
  }

  @Test
  void distillationGoesOnWithItsTeacher() throws IOException {
    Path file = scratch.resolve("teacher.safetensors");
    train("--model", "lstm-s", "--epochs", 1, "--out", file).done();
    Model teacher = ModelFile.read(file);
    DistillationLoss takd = Method.TAKD.loss(Method.TAKD.defaultWeights());
    stopAfterOneEpoch(takd, teacher);
    Map<String, Object> usual =
        Map.of("--data", data, "--teacher", file, "--epochs", EPOCHS, "--out", out);
    Run.command("distill", usual).done();
    Path resumed = scratch.resolve("resumed.safetensors");
    Run.command("distill", usual, "--checkpoint", checkpoint, "--out", resumed).done();
    assertEquals(-1, Files.mismatch(out, resumed));

    stopAfterOneEpoch(takd, teacher);
    Run.command("distill", usual, "--checkpoint", checkpoint, "--lambda", 0.5)
        .refusedAtLast(
            otherRun(
                "method takd(lambda 0.3, beta-sim 0.3, beta-time 0.3) there, takd(lambda 0.5,"
                    + " beta-sim 0.3, beta-time 0.3) here"));
    Run.command("distill", usual, "--checkpoint", file)
        .refused("--checkpoint: " + file + " is the teacher; choose another file");
  }

  private String otherRun(String difference) {
    return checkpoint
        + ": belongs to another run ("
        + difference
        + "); choose another file, or delete it to begin anew";
  }

  @Test
  void theCheckpointOfAnotherRunIsNotTouched() throws IOException {
    stopAfterOneEpoch();
    byte[] before = Files.readAllBytes(checkpoint);
    train("--checkpoint", checkpoint, "--seed", 2).refusedAtLast(otherRun("seed 1 there, 2 here"));
    train("--checkpoint", checkpoint, "--epochs", 4)
        .refusedAtLast(otherRun("epochs 3 there, 4 here"));
    train("--checkpoint", checkpoint, "--model", "lstm-s")
        .refusedAtLast(otherRun("network cnn-s there, lstm-s here"));
    train("--checkpoint", checkpoint, "--fold", 1).refusedAtLast(otherRun("fold 0 there, 1 here"));
    TinyFolder.write(data.resolve("P1/walk.csv"), TinyFolder.recording(9, true));
    Run run = train("--checkpoint", checkpoint);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("belongs to another run (data "), run.err());
    assertArrayEquals(before, Files.readAllBytes(checkpoint));
    assertFalse(Files.exists(out));
  }

  @Test
  void aBrokenCheckpointIsRefused() throws IOException {
    stopAfterOneEpoch();
    byte[] bytes = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));
    Run run = train("--checkpoint", checkpoint);
    assertEquals(2, run.code());
    assertEquals(2, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("\nfootfall: " + checkpoint + ": "), run.err());
    assertEquals(bytes.length / 2, Files.size(checkpoint));
  }

  @Test
  void aModelIsNoCheckpoint() throws IOException {
    train().done();
    Path model = Files.copy(out, checkpoint);
    train("--checkpoint", model)
        .refusedAtLast(
            model
                + ": metadata \"format\" is \"footfall-model-1\", not \"footfall-checkpoint-1\";"
                + " is it a checkpoint?");
    assertEquals(-1, Files.mismatch(out, model));
  }

  @Test
  void aPlaceThatCannotBeACheckpointIsToldBeforeTheTraining() {
    Path nowhere = scratch.resolve("nowhere");
    train("--checkpoint", nowhere.resolve("c"))
        .refused(
            "--checkpoint: " + nowhere.resolve("c") + ": folder " + nowhere + " does not exist");
    train("--checkpoint", scratch.resolve("data/../model.safetensors"))
        .refused(
            "--checkpoint: "
                + scratch.resolve("data/../model.safetensors")
                + " is --out; choose another file");
  }

  @Test
  void lookingForAnomaliesDoesNotChangeTheModel() throws IOException {
    train().done();
    Path watched = scratch.resolve("watched.safetensors");
    train("--detect-anomaly", "--out", watched).done();
    assertEquals(-1, Files.mismatch(out, watched));
  }
}
