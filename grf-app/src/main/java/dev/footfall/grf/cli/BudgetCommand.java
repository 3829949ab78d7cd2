package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.deploy.Budgets;
import dev.footfall.grf.emit.BoardClass;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.BudgetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code footfall budget}. */
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Show what a model takes of a microcontroller.",
    description = {
      "Shows flash, RAM and multiply-accumulates (MACs) of a model that runs sample by sample,"
          + " layer by layer, and an estimate of load and energy from published cycles per MAC."
          + " Board classes: S has 32 KiB of flash and 8 KiB of RAM, M 64 and 16, L 256 and 64."
          + " Ends with 3 if the model exceeds the class.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall budget student.safetensors --class S --rate 200 --format int8"
    })
final class BudgetCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "Model that train or distill wrote.")
  private Path file;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Board class that the model must fit: S, M or L. Default: all are shown.")
  private String board;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Samples a second. Default: the rate of the model's task.")
  private Double rateHz;

  @Mixin private NumberFormatOption format;
  @Mixin private CommonOptions.JsonOption json;

  BudgetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    BoardClass wanted = wanted();
    if (rateHz != null && !(rateHz > 0 && rateHz <= 1e6)) {
      throw new InputException("--rate: must be more than 0 and at most 1000000 (" + rateHz + ")");
    }
    Model model = ModelInput.read(file);
    format.requireFor(model, file);
    BudgetReport report =
        new BudgetReport(
            file.toString(),
            model.network().name(),
            Budgets.of(model, format.isInt8()),
            rateHz == null ? model.task().samplingRateHz() : rateHz,
            wanted);
    if (json.wanted()) {
      console.printJson(report.json());
    } else {
      console.print(report.text());
    }
    return report.fits() ? ExitCode.DONE : ExitCode.EXCEEDED;
  }

  private BoardClass wanted() {
    if (board == null) {
      return null;
    }
    return Arrays.stream(BoardClass.values())
        .filter(each -> each.toString().equals(board))
        .findFirst()
        .orElseThrow(
            () -> new InputException("--class: \"" + board + "\" is unknown; known: S, M, L"));
  }
}
