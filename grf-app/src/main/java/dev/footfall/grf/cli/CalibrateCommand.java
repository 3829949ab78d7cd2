package dev.footfall.grf.cli;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.engine.quant.RangeMethod;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.report.CalibrationReport;
import dev.footfall.grf.window.CalibrationWindows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Find the ranges that a model needs to run in 8 bits.",
    description = {
      "Runs a model over windows of the subjects it was trained on, and writes what its values were"
          + " into another file of the same model, from which it can be run in 8-bit integers."
          + " train and distill do that for students by themselves. The ranges of each layer are"
          + " chosen by three methods: min-max, percentile, mean-squared-error; the one whose"
          + " forces have the least error becomes the default of the model. Prints, layer by layer,"
          + " how far 8 bits are from float: the ratio of signal to quantisation noise.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall calibrate --model student.safetensors --data recordings \\",
      "      --out calibrated.safetensors"
    })
final class CalibrateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RefinementOptions options;

  @Option(
      names = "--fold",
      paramLabel = "K",
      description =
          "Fold of the test subjects, which are left alone. Default: that of the model; another one"
              + " is refused.")
  private Integer fold;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "Ranges to use by default: min-max, percentile, mean-squared-error. Default: the one"
              + " whose forces have the least error.")
  private String method;

  @Mixin private CommonOptions.JsonOption json;

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    RangeMethod wanted = wanted();
    OutputFile file = options.out();
    Model model = options.readModel();
    Protocol own = model.provenance().split().protocol();
    if (fold != null && !fold.equals(model.provenance().fold())) {
      throw new InputException(
          "--fold: the model was trained with test "
              + own
              + "; calibrating with fold "
              + fold
              + " would look at its test subjects");
    }
    RecordingSource source = new RepairLog().open(options.data(), model.task());
    if (!source.digest().equals(model.provenance().dataDigest())) {
      console.note(
          "warning: these are not the recordings that the model was trained with ("
              + model.provenance().data()
              + "); their "
              + own
              + " may hold subjects it is tested on");
    }
    List<Recording> training = new ArrayList<>();
    own.split(source.subjects())
        .training()
        .forEach(subject -> training.addAll(source.recordings(subject)));
    List<float[]> windows = CalibrationWindows.cut(training, model.task());
    console.note("calibrating on " + windows.size() + " windows of " + options.data());
    Model calibrated = model.calibrated(windows);
    if (wanted != null) {
      calibrated = calibrated.withRangesOf(wanted);
    }
    Plan plan = calibrated.plan();
    List<Calibrator.StepError> errors =
        new Calibrator(plan, windows).measure(QuantizedPlan.of(plan, calibrated.calibration()));
    Model written = calibrated;
    file.write(path -> ModelFile.write(written, path));
    CalibrationReport report =
        new CalibrationReport(file.path().toString(), calibrated, errors, source.attribution());
    if (json.wanted()) {
      console.printJson(report.json());
    } else {
      console.print(report.text());
    }
    return ExitCode.DONE;
  }

  private RangeMethod wanted() {
    try {
      return method == null ? null : RangeMethod.named(method);
    } catch (IllegalArgumentException e) {
      throw new InputException("--method: " + e.getMessage(), e);
    }
  }
}
