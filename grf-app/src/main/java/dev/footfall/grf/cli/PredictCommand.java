package dev.footfall.grf.cli;

import dev.footfall.engine.format.AtomicFile;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.RecordingReader;
import dev.footfall.grf.data.Recordings;
import dev.footfall.grf.deploy.Prediction;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.Figures;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code footfall predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Estimate the force of a recording.",
    description = {
      "Writes the estimated force for each sample of a recording as CSV: time [s], grf_left [N],"
          + " grf_right [N]. The recording needs the input channels of the model's task, not the"
          + " forces. From standard input a student answers sample by sample: each line is written"
          + " before the next one is read.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  footfall predict --model student.safetensors recording.txt --out force.csv",
      "  insole-reader | footfall predict --model student.safetensors - | plot"
    })
final class PredictCommand implements Callable<Integer> {
  private static final Path STANDARD = Path.of("-");

  private final Console console;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "Model that train or distill wrote.")
  private Path modelFile;

  @Parameters(
      paramLabel = "RECORDING",
      description =
          "CSV with a header such as time [s],insole_left_01 [N],..., or a walk of gaitpdb; - is"
              + " standard input.")
  private Path recording;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "-",
      description =
          "The estimate's file, replaced when all is done. Default: standard output, also called"
              + " -.")
  private Path out;

  @Mixin private CommonOptions.ThreadsOption threads;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    threads.count();
    OutputFile file = out.equals(STANDARD) ? null : new OutputFile("--out", out);
    Model model = ModelInput.read(modelFile);
    // Before the input is opened: a model that cannot stream is told without waiting for a line.
    StudentKernel kernel =
        model.network().causal() || recording.equals(STANDARD) ? Prediction.kernel(model) : null;
    try (RecordingReader reader =
        recording.equals(STANDARD)
            ? RecordingReader.open(console.in(), "standard input")
            : Recordings.open(recording)) {
      if (file == null) {
        predict(model, kernel, reader, console.out());
      } else {
        file.write(
            path ->
                AtomicFile.write(
                    path,
                    channel -> predict(model, kernel, reader, Channels.newOutputStream(channel))));
      }
    }
    return ExitCode.DONE;
  }

  private void predict(Model model, StudentKernel kernel, RecordingReader reader, OutputStream to)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    long samples;
    if (kernel != null) {
      samples = Prediction.stream(model, kernel, reader, writer, recording.equals(STANDARD));
    } else {
      try (Workers workers = threads.workers()) {
        samples = Prediction.whole(model, CommonOptions.kernels(workers), reader, writer);
      }
    }
    if (!out.equals(STANDARD)) {
      console.note(Figures.count(samples) + " samples written to " + out);
    }
  }
}
