package dev.footfall.grf.cli;

import dev.footfall.engine.format.AtomicFile;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.eval.Comparison;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.eval.SubjectCalibration;
import dev.footfall.grf.eval.SubjectCalibration.Point;
import dev.footfall.grf.model.Estimator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.report.EvaluationReport;
import dev.footfall.grf.report.HtmlReport;
import dev.footfall.grf.report.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    footer = {
      "",
      "Examples:",
      "  footfall evaluate --model student.safetensors --data recordings",
      "  footfall evaluate --model student.safetensors --data recordings --report report.html"
    })
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

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "Another model to compare with on the same subjects, none of whom it may have seen:"
              + " paired tests over subjects, corrected for the number of models. May be given"
              + " several times.")
  private List<Path> against = List.of();

  @Option(
      names = "--calibrate",
      paramLabel = "SECONDS",
      split = ",",
      description =
          "Also refit the last layer to each subject with the first seconds of measured force, such"
              + " as 5,10, and tell the error on the rest of the subject's recordings.")
  private List<Double> calibrate = List.of();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write a page of HTML with curves and plots, one file that fetches nothing and opens"
              + " in any browser; an older one is replaced. Default: none.")
  private Path page;

  @Mixin private LatencyOption latency;
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
    requireAscending(calibrate);
    OutputFile pageFile = page == null ? null : new OutputFile("--report", page);
    try (Workers workers = threads.workers()) {
      Model model = ModelInput.read(modelFile);
      format.requireFor(model, modelFile);
      latency.require(model, modelFile);
      requireOwnFold(model.provenance());
      Kernels kernels = CommonOptions.kernels(workers);
      RecordingSource source = repairs.open(data, model.task());
      Estimator estimator = format.isInt8() ? Estimator.int8(model) : Estimator.of(model, kernels);
      EvaluationReport report = evaluate(model, estimator, source, kernels);
      if (pageFile != null) {
        HtmlReport html = html(report, estimator, source);
        pageFile.write(file -> write(html, file));
        console.note("report written to " + page);
      }
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

  private static void requireAscending(List<Double> seconds) {
    double last = 0;
    for (double s : seconds) {
      if (!(s > last) || Double.isInfinite(s)) {
        throw new InputException("--calibrate: times must be positive and ascend (" + s + ")");
      }
      last = s;
    }
  }

  private void requireOwnFold(Provenance provenance) {
    if (fold != null && !fold.equals(provenance.fold())) {
      throw new InputException(
          "--fold: the model was trained with test "
              + provenance.split().protocol()
              + " and has seen the subjects of fold "
              + fold
              + "; leave --fold out, or pass --all for a folder that the model has never seen");
    }
  }

  private EvaluationReport evaluate(
      Model model, Estimator estimator, RecordingSource source, Kernels kernels)
      throws IOException {
    Fold own = model.provenance().split();
    List<String> subjects =
        all ? source.subjects() : own.protocol().split(source.subjects()).test();
    if (!all) {
      requireUnseen(own, subjects);
    }
    List<String> warnings = warnings(model, source);
    warnings.forEach(warning -> console.note("warning: " + warning));
    console.note(
        "evaluating on "
            + subjects.size()
            + (subjects.size() == 1 ? " subject of " : " subjects of ")
            + data);
    Evaluation evaluation =
        new ModelEvaluator(kernels).evaluate(model, estimator, source, subjects);
    List<Evaluation> others = new ArrayList<>();
    for (Path file : against) {
      others.add(evaluate(file, model, source, subjects, kernels));
    }
    List<Point> calibration =
        calibrate.isEmpty()
            ? List.of()
            : new SubjectCalibration(model, kernels).points(source, subjects, calibrate);
    return new EvaluationReport(
        modelFile.toString(),
        model,
        format.name(),
        source.name(),
        source.attribution(),
        all ? "all subjects" : "test " + own.protocol(),
        warnings,
        evaluation,
        Comparison.of(evaluation, against.stream().map(Path::toString).toList(), others),
        calibration);
  }

  /** Evaluates another model on the subjects of the first. */
  private Evaluation evaluate(
      Path file, Model first, RecordingSource source, List<String> subjects, Kernels kernels)
      throws IOException {
    Model other = ModelInput.read(file);
    latency.require(other, file);
    Fold split = other.provenance().split();
    if (!other.task().targets().equals(first.task().targets())) {
      throw new InputException(
          "--against: "
              + file
              + " estimates "
              + String.join(", ", other.task().targets())
              + " and not "
              + String.join(", ", first.task().targets()));
    }
    if (!all && !split.protocol().equals(first.provenance().split().protocol())) {
      throw new InputException(
          "--against: "
              + file
              + " was trained with test "
              + split.protocol()
              + ", the first model with "
              + first.provenance().split().protocol()
              + "; it may have seen these subjects");
    }
    if (!all) {
      requireUnseen(split, subjects);
    }
    return new ModelEvaluator(kernels).evaluate(other, source, subjects);
  }

  /** The split goes by places in a list; the names tell whether that was the same list. */
  private static void requireUnseen(Fold own, List<String> subjects) {
    List<String> seen = own.seen(subjects);
    if (!seen.isEmpty()) {
      throw new InputException(
          "the model has seen subject "
              + seen.getFirst()
              + (seen.size() == 1 ? "" : " and " + (seen.size() - 1) + " more")
              + " in training; pass --all if these are other people of the same names");
    }
  }

  /** The page, with the first recording of the median and of the worst subject. */
  private HtmlReport html(EvaluationReport report, Estimator estimator, RecordingSource source) {
    List<Trace> traces = new ArrayList<>();
    for (String subject : HtmlReport.shownSubjects(report.evaluation())) {
      Recording recording = source.recordings(subject).getFirst();
      traces.add(
          new Trace(
              traces.isEmpty() ? "Median subject" : "Worst subject",
              recording,
              source.layout(recording),
              estimator.estimate(recording)));
    }
    return new HtmlReport(report, traces, repairs.repairs());
  }

  private static void write(HtmlReport html, Path file) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(html.html());
    AtomicFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
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
              + "), so their "
              + model.provenance().split().protocol()
              + " may hold subjects it has seen; pass --all for a folder it has never seen");
    }
    return warnings;
  }
}
