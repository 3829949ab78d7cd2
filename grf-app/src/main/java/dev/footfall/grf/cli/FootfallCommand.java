package dev.footfall.grf.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is typed first: it holds the commands and does nothing itself. */
@Command(
    name = "footfall",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Estimates ground reaction force from pressure insoles. A large network, the teacher, is"
          + " trained on recordings; it teaches a small one, the student, which runs sample by"
          + " sample on any Java.",
      ""
    },
    footer = {
      "",
      "To see it all at once:   footfall demo",
      "Help on a command:       footfall help train",
      "",
      "Results go to standard output, everything else to standard error. Exit codes: 0 done, 1"
          + " failed, 2 wrong usage or bad input, 3 a budget exceeded. Errors are one line; with"
          + " FOOTFALL_DEBUG=1 in the environment a stack trace follows."
    })
final class FootfallCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
