package dev.footfall.grf.cli;

import dev.footfall.grf.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of the commands that make another model of one, with the recordings of its training. */
final class RefinementOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "Model that train or distill wrote.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the recordings that the model was trained on.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The new model's file; an older one is replaced when all is done.")
  private Path out;

  Model readModel() throws IOException {
    return ModelInput.read(model);
  }

  Path data() {
    return data;
  }

  OutputFile out() {
    return new OutputFile("--out", out);
  }
}
