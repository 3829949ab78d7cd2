package dev.footfall.grf.cli;

import dev.footfall.grf.data.Task;
import dev.footfall.grf.distill.ModelTraining;
import dev.footfall.grf.distill.TaskLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Train a network on recordings.",
    description = {
      "Trains a network on the training subjects of one fold and keeps the epoch that does best on"
          + " the validation subjects. Test subjects are not looked at; that is for evaluate.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall train --data recordings --task sparse-4 --model wrn16-2 \\",
      "      --fold 0 --epochs 20 --seed 1 --out teacher.safetensors"
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of recordings: sessions with session.json, SUBJECT/TRIAL.csv for each recording,"
              + " or a copy of gaitpdb.")
  private Path data;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      defaultValue = "sparse-4",
      description =
          "What is estimated from what: sparse-4, sparse-2, sparse-4-noisy, insole-16x8,"
              + " insole-16x8-ap, or a file NAME.json with a task of your own. Default:"
              + " ${DEFAULT-VALUE}.")
  private String task;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "wrn16-2",
      description =
          "Network: wrn16-1, wrn16-2, wrn16-3 (teachers), cnn-xs, cnn-s, lstm-s (students)."
              + " Default: ${DEFAULT-VALUE}.")
  private String network;

  @Mixin private SplitOptions split;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model's file; an older one is replaced when all is done.")
  private Path out;

  @Mixin private final TrainingOptions training = new TrainingOptions(20);
  @Mixin private CommonOptions.JsonOption json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelTraining.Plan plan =
        new ModelTraining.Plan(
            Task.find(task),
            network,
            split.protocol(SplitOptions.FIRST_OF_FIVE),
            training.epochs(),
            training.seed(),
            Version.footfall());
    OutputFile file = new OutputFile("--out", out);
    training.requireOwnCheckpoint(file, null);
    new TrainingRun(console, data, plan, new TaskLoss(), null, file, training, json.wanted()).run();
    return ExitCode.DONE;
  }
}
