package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.Figures;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --look-ahead-ms}: what a model may cost in time, mixed in where one is read. */
final class LatencyOption {
  @Option(
      names = "--look-ahead-ms",
      paramLabel = "MS",
      description =
          "Refuse a model whose estimate of an instant has to wait longer for later samples; 0"
              + " allows none. Default: any.")
  private Double budgetMs;

  /**
   * Looks at a model.
   *
   * @throws InputException if it looks further ahead than is allowed
   */
  void require(Model model, Path file) {
    if (budgetMs != null && !(budgetMs >= 0)) {
      throw new InputException("--look-ahead-ms: must be at least 0 (" + budgetMs + ")");
    }
    if (budgetMs != null && model.lookAheadMs() > budgetMs) {
      throw new InputException(
          "--look-ahead-ms: "
              + file
              + " looks "
              + Figures.fixed(model.lookAheadMs(), 0)
              + " ms ahead; allowed are "
              + budgetMs);
    }
  }
}
