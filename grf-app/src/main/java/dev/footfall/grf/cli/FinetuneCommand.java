package dev.footfall.grf.cli;

import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.distill.FineTuning;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.report.Figures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall finetune}. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Train a model a little further for 8 bits.",
    description = {
      "Trains a model further with the roundings of 8 bits in its forward pass, for when evaluate"
          + " --format int8 shows a larger error than it may. Prints the error in 8 bits on the"
          + " validation subjects before and after.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall finetune --model student.safetensors --data recordings --out tuned.safetensors"
    })
final class FinetuneCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RefinementOptions options;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes over the training windows. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides the order; equal seeds give equal files. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private CommonOptions.ThreadsOption threads;
  @Mixin private CommonOptions.JsonOption json;

  FinetuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TrainingOptions.requireEpochs(epochs);
    OutputFile file = options.out();
    try (Workers workers = threads.workers()) {
      Model model = options.readModel();
      RecordingSource source = new RepairLog().open(options.data(), model.task());
      if (!source.digest().equals(model.provenance().dataDigest())) {
        throw new InputException(
            "--data: these are not the recordings that the model was trained with ("
                + model.provenance().data()
                + "), so it might be trained on subjects that it is tested on");
      }
      console.note("reading the recordings of " + options.data());
      FineTuning tuning =
          new FineTuning(
              source, model.provenance().split().protocol(), CommonOptions.kernels(workers));
      FineTuning.Result result;
      TrainingProgress progress = new TrainingProgress(console, model.network().name(), epochs);
      try (progress) {
        result = tuning.run(model, epochs, seed, progress);
      }
      file.write(path -> ModelFile.write(result.model(), path));
      if (json.wanted()) {
        console.printJson(json(file, result, progress));
      } else {
        console.print(text(file, result));
      }
    }
    return ExitCode.DONE;
  }

  private String text(OutputFile file, FineTuning.Result result) {
    return """
    %s: %s, validation RMSE in 8 bits %s N, before %s N

    next: ./footfall evaluate --model %s --data %s --format int8
    """
        .formatted(
            file.path(),
            result.model().network().name(),
            Figures.fixed(result.rmseAfterN(), 2),
            Figures.fixed(result.rmseBeforeN(), 2),
            file.path(),
            options.data());
  }

  private Map<String, Object> json(
      OutputFile file, FineTuning.Result result, TrainingProgress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", file.path().toString());
    json.put("network", result.model().network().name());
    json.put("data", options.data().toString());
    json.put("attribution", result.model().provenance().attribution());
    json.put("seed", seed);
    json.put("int8_validation_rmse_before_n", result.rmseBeforeN());
    json.put("int8_validation_rmse_n", result.rmseAfterN());
    json.put("epochs", progress.json());
    json.put("note", result.model().task().note());
    return json;
  }
}
