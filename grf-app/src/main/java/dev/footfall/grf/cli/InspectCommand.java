package dev.footfall.grf.cli;

import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.grf.deploy.Budgets;
import dev.footfall.grf.deploy.Prediction;
import dev.footfall.grf.emit.Budget;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.ModelReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code footfall inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Show what a model is made of.",
    description = {
      "Shows what a model is made of: its layers with parameters and multiply-accumulates (MACs)"
          + " for each sample in time, its task and normalisation, where it comes from, and, if it"
          + " can run sample by sample, the memory that this takes, layer by layer.",
      ""
    },
    footer = {"", "Example:", "  footfall inspect student.safetensors"})
final class InspectCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "Model that train or distill wrote.")
  private Path file;

  @Mixin private LatencyOption latency;
  @Mixin private CommonOptions.JsonOption json;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Model model = ModelInput.read(file);
    latency.require(model, file);
    StudentKernel kernel = model.network().causal() ? Prediction.kernel(model) : null;
    List<Budget> budgets = new ArrayList<>();
    if (kernel != null) {
      budgets.add(Budgets.of(model, false));
      if (model.calibration() != null) {
        budgets.add(Budgets.of(model, true));
      }
    }
    ModelReport report = new ModelReport(file.toString(), model, kernel, budgets);
    if (json.wanted()) {
      console.printJson(report.json());
    } else {
      console.print(report.text());
    }
    return ExitCode.DONE;
  }
}
