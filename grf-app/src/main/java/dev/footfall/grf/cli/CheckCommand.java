package dev.footfall.grf.cli;

import dev.footfall.grf.data.DataSetCheck;
import dev.footfall.grf.data.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code footfall check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Report every problem of a folder of recordings.",
    description = {
      "Reads all recordings of a folder, of whatever layout, and reports each problem with file,"
          + " line and column: files that cannot be understood, values that are missing or no"
          + " numbers, time that repeats or goes back, gaps, saturated, dead and stuck cells, units"
          + " that look wrong, body masses that are missing. Exit code 0 if there is none, 2"
          + " otherwise.",
      ""
    },
    footer = {"", "Example:", "  footfall check recordings"})
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Mixin private CommonOptions.JsonOption json;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    DataSetCheck check = DataSetCheck.of(folder);
    if (json.wanted()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("folder", folder.toString());
      object.put("layout", check.layout());
      object.put("files", check.files());
      object.put("samples", check.samples());
      object.put("problems", check.problems().stream().map(CheckCommand::json).toList());
      console.printJson(object);
    } else {
      StringBuilder text = new StringBuilder();
      check.problems().forEach(problem -> text.append(problem).append('\n'));
      int count = check.problems().size();
      text.append(
          "%s: %s in %d files, %d samples (%s)\n"
              .formatted(
                  folder,
                  count == 0 ? "no problem" : count == 1 ? "1 problem" : count + " problems",
                  check.files(),
                  check.samples(),
                  check.layout()));
      console.print(text.toString());
    }
    return check.problems().isEmpty() ? ExitCode.DONE : ExitCode.BAD_INPUT;
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", problem.kind().word());
    object.put("file", problem.file());
    object.put("line", problem.line() == 0 ? null : problem.line());
    object.put("column", problem.column());
    object.put("what", problem.what());
    object.put("count", problem.count());
    object.put("last_line", problem.lastLine() == 0 ? null : problem.lastLine());
    return object;
  }
}
