package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.distill.Safeguards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that train; mixed in by each with its own number of epochs. */
final class TrainingOptions {
  private static final int MOST_EPOCHS = 100_000;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training windows. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides starting weights and order; equal seeds give equal files. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep where the training stands: written after each epoch, deleted when the model is"
              + " there. If the file exists, the same command goes on after its last epoch and ends"
              + " with the same model, byte for byte; the file of another run is refused. Default:"
              + " none.")
  private Path checkpoint;

  @Option(
      names = "--detect-anomaly",
      description =
          "Look at every number of every operation and stop at the first that is NaN or infinite,"
              + " naming operation, pass and element. Slower; the model is the same.")
  private boolean detectAnomaly;

  @Mixin private CommonOptions.ThreadsOption threads;

  /** Options of a command that makes this many epochs unless told otherwise. */
  TrainingOptions(int epochs) {
    this.epochs = epochs;
  }

  /** Number of epochs; one that nobody means is refused. */
  int epochs() {
    requireEpochs(epochs);
    return epochs;
  }

  /** Refuses a number of epochs that nobody means. */
  static void requireEpochs(int epochs) {
    CommonOptions.requireAtLeastOne("--epochs", epochs);
    if (epochs > MOST_EPOCHS) {
      throw new InputException("--epochs: must be at most " + MOST_EPOCHS + " (" + epochs + ")");
    }
  }

  long seed() {
    return seed;
  }

  CommonOptions.ThreadsOption threads() {
    return threads;
  }

  Safeguards safeguards() {
    return new Safeguards(checkpoint, detectAnomaly);
  }

  /**
   * Looks at the place of the checkpoint before the long part begins.
   *
   * @throws InputException if it cannot be written, or is the file of a model
   */
  void requireOwnCheckpoint(OutputFile out, Path teacher) throws IOException {
    if (checkpoint == null) {
      return;
    }
    OutputFile file = new OutputFile("--checkpoint", checkpoint);
    if (file.is(out.path())) {
      throw new InputException("--checkpoint: " + checkpoint + " is --out; choose another file");
    }
    if (teacher != null && file.is(teacher)) {
      throw new InputException(
          "--checkpoint: " + checkpoint + " is the teacher; choose another file");
    }
  }

  /** Takes the checkpoint away: the model is there. */
  void deleteCheckpoint() throws IOException {
    if (checkpoint != null) {
      Files.deleteIfExists(checkpoint);
    }
  }
}
