package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.distill.DistillationLoss;
import dev.footfall.grf.distill.Method;
import dev.footfall.grf.distill.ModelTraining;
import dev.footfall.grf.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall distill}. */
@Command(
    name = "distill",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Teach a small network with the help of a large one.",
    description = {
      "Trains a small network, the student, with the help of a large one, the teacher. The student"
          + " learns from the measured force and, by the method's weights, from the teacher's"
          + " estimate (lambda), from the likeness of windows within a mini-batch (beta-sim) and of"
          + " instants in time (beta-time). The method takd is a reconstruction of a published"
          + " idea, not its authors' code.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall distill --data recordings --teacher teacher.safetensors \\",
      "      --model cnn-s --method takd --out student.safetensors"
    })
final class DistillCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the recordings that the teacher was trained on.")
  private Path data;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "What is estimated from what: sparse-4, sparse-2, sparse-4-noisy, insole-16x8,"
              + " insole-16x8-ap, or a file NAME.json with a task of your own. Default: the"
              + " teacher's, without a teacher sparse-4.")
  private String task;

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description = "Model to learn from; method none does without.")
  private Path teacher;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "cnn-s",
      description =
          "Student: cnn-xs, cnn-s, lstm-s, or any name that train knows. Default:"
              + " ${DEFAULT-VALUE}.")
  private String network;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "takd",
      description = "How to learn: takd, kd, none. Default: ${DEFAULT-VALUE}.")
  private String method;

  @Mixin private SplitOptions split;

  @Option(
      names = "--lambda",
      paramLabel = "X",
      description = "Share of the teacher's estimate, 0 to 1. Default: 0.7 for kd, 0.3 for takd.")
  private Double lambda;

  @Option(
      names = "--beta-sim",
      paramLabel = "X",
      description =
          "Weight of the likeness within a mini-batch. Default: 0.3 for takd; kd has none.")
  private Double betaSim;

  @Option(
      names = "--beta-time",
      paramLabel = "X",
      description = "Weight of the likeness in time. Default: 0.3 for takd; kd has none.")
  private Double betaTime;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The student's file; an older one is replaced when all is done.")
  private Path out;

  @Mixin private final TrainingOptions training = new TrainingOptions(25);
  @Mixin private CommonOptions.JsonOption json;

  DistillCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    int epochs = training.epochs();
    DistillationLoss loss = loss();
    if (loss.needsTeacher() && teacher == null) {
      throw new InputException("--method " + method + " needs a teacher; pass --teacher FILE");
    }
    OutputFile file = new OutputFile("--out", out);
    if (teacher != null && file.is(teacher)) {
      throw new InputException("--out: " + out + " is the teacher; choose another file");
    }
    training.requireOwnCheckpoint(file, teacher);
    Model guide = teacher == null ? null : ModelInput.read(teacher);
    if (guide != null && !loss.needsTeacher()) {
      console.note("method none does not look at the teacher");
    }
    ModelTraining.Plan plan =
        new ModelTraining.Plan(
            task(guide),
            network,
            split.protocol(
                guide == null ? SplitOptions.FIRST_OF_FIVE : guide.provenance().split().protocol()),
            epochs,
            training.seed(),
            Version.footfall());
    new TrainingRun(console, data, plan, loss, guide, file, training, json.wanted()).run();
    return ExitCode.DONE;
  }

  private DistillationLoss loss() {
    Method named = Method.named(method);
    Method.Weights defaults = named.defaultWeights();
    return named.loss(
        new Method.Weights(
            lambda == null ? defaults.lambda() : lambda,
            betaSim == null ? defaults.betaSim() : betaSim,
            betaTime == null ? defaults.betaTime() : betaTime));
  }

  private Task task(Model guide) {
    if (task != null) {
      return Task.find(task);
    }
    return guide == null ? Task.named("sparse-4") : guide.task();
  }
}
