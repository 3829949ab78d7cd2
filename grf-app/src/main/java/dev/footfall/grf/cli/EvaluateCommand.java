package dev.footfall.grf.cli;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.model.Estimator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.EvaluationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Measure the error of a model on subjects it has not seen.",
    description = {
      "Measures a model's error on whole recordings of subjects it has not seen: by default those"
          + " of its own test fold. With --all, on every subject of a folder, which is meant for a"
          + " folder that the model was not trained on.",
      ""
    },
    footer = {"", "Example:", "  footfall evaluate --model student.safetensors --data recordings"})
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;
  private final RepairLog repairs = new RepairLog();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "Model that train or distill wrote.")
  private Path modelFile;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of recordings, with the forces to compare with.")
  private Path data;

  @Option(
      names = "--fold",
      paramLabel = "K",
      description =
          "Fold of the test subjects. Default: that of the model; another one is refused, as the"
              + " model has seen its subjects.")
  private Integer fold;

  @Mixin private NumberFormatOption format;

  @Option(names = "--all", description = "Evaluate on every subject of the folder.")
  private boolean all;

  @Mixin private CommonOptions.ThreadsOption threads;
  @Mixin private CommonOptions.JsonOption json;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (all && fold != null) {
      throw new InputException("--all and --fold exclude each other");
    }
    try (Workers workers = threads.workers()) {
      Model model = ModelInput.read(modelFile);
      format.requireFor(model, modelFile);
      requireUnseen(model.provenance().fold());
      EvaluationReport report = evaluate(model, CommonOptions.kernels(workers));
      if (json.wanted()) {
        Map<String, Object> object = new LinkedHashMap<>(report.json());
        object.put("repairs", repairs.json());
        console.printJson(object);
      } else {
        repairs.tell(console);
        console.print(report.text());
      }
    }
    return ExitCode.DONE;
  }

  private void requireUnseen(int own) {
    if (fold != null && fold != own) {
      throw new InputException(
          "--fold: the model was trained with test fold "
              + own
              + " and has seen the subjects of fold "
              + fold
              + "; leave --fold out, or pass --all for a folder that the model has never seen");
    }
  }

  private EvaluationReport evaluate(Model model, Kernels kernels) {
    RecordingSource source = repairs.open(data, model.task());
    int own = model.provenance().fold();
    List<String> subjects = all ? source.subjects() : Fold.of(source.subjects(), own).test();
    List<String> warnings = warnings(model, source);
    warnings.forEach(warning -> console.note("warning: " + warning));
    console.note(
        "evaluating on "
            + subjects.size()
            + (subjects.size() == 1 ? " subject of " : " subjects of ")
            + data);
    Estimator estimator = format.isInt8() ? Estimator.int8(model) : Estimator.of(model, kernels);
    Evaluation evaluation =
        new ModelEvaluator(kernels).evaluate(model, estimator, source, subjects);
    return new EvaluationReport(
        modelFile.toString(),
        model,
        format.name(),
        source.name(),
        source.attribution(),
        all ? "all subjects" : "test fold " + own,
        warnings,
        evaluation);
  }

  /** Subjects count as unseen by their place in the list, which holds for the same data only. */
  private List<String> warnings(Model model, RecordingSource source) {
    List<String> warnings = new ArrayList<>();
    boolean same = source.digest().equals(model.provenance().dataDigest());
    if (all && same) {
      warnings.add(
          "the model was trained on subjects of this folder; these are not figures for new"
              + " subjects");
    }
    if (!all && !same) {
      warnings.add(
          "these are not the recordings that the model was trained with ("
              + model.provenance().data()
              + "), so their fold "
              + model.provenance().fold()
              + " may hold subjects it has seen; pass --all for a folder it has never seen");
    }
    return warnings;
  }
}
