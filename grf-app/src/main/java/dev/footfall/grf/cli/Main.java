package dev.footfall.grf.cli;

import dev.footfall.autograd.train.Checkpoint;
import dev.footfall.engine.format.JsonException;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.report.Figures;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the command line. */
public final class Main {
  private static final int NARROWEST_HELP = 60;
  private static final int WIDEST_HELP = 100;
  private static final int FILTER_SECONDS = 2;

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    // Standard error is a pipe under the launcher, which therefore tells what is at its end.
    int columns =
        Boolean.getBoolean("footfall.terminal") ? Integer.getInteger("footfall.columns", 80) : 0;
    // Not System.out, which holds back why it could not write.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int code = run(args, System.in, out, System.err, columns);
    awaitFilter();
    System.exit(code);
  }

  /**
   * The launcher reads standard error through a process of its own, to hold a warning of the JVM
   * back. It gets the end of the stream and a moment to pass the last lines on, so that they are
   * there when this process has ended.
   */
  private static void awaitFilter() {
    Long filter = Long.getLong("footfall.stderr.filter");
    if (filter == null) {
      return;
    }
    try (OutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.flush();
    } catch (IOException e) {
      // Then there is nobody left to wait for, and no way to say so.
      return;
    }
    ProcessHandle.of(filter)
        .ifPresent(
            process ->
                process
                    .onExit()
                    .orTimeout(FILTER_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(_ -> null)
                    .join());
  }

  /**
   * Runs one command.
   *
   * @param out receives results, and nothing else
   * @param err receives progress and errors
   * @param columns width of the terminal that {@code err} is, 0 if it is none
   * @return 0 done, 1 failed, 2 wrong usage or bad input, 3 a budget exceeded
   */
  public static int run(
      String[] args, InputStream in, OutputStream out, PrintStream err, int columns) {
    Console console = new Console(in, out, err, columns);
    try {
      CommandLine commands = commandLine(console);
      int code = commands.execute(args);
      commands.getOut().flush();
      console.out().flush();
      return code;
    } catch (OutOfMemoryError e) {
      return report(
          console,
          ExitCode.FAILED,
          "out of memory ("
              + Figures.bytes(Runtime.getRuntime().maxMemory())
              + " of heap); pass more, such as FOOTFALL_JAVA_OPTS=-Xmx4g",
          e);
    } catch (IOException | RuntimeException e) {
      return fail(console, e);
    }
  }

  private static CommandLine commandLine(Console console) {
    CommandLine commands =
        new CommandLine(new FootfallCommand())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new SimulateCommand(console))
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new DistillCommand(console))
            .addSubcommand(new CalibrateCommand(console))
            .addSubcommand(new FinetuneCommand(console))
            .addSubcommand(new EvaluateCommand(console))
            .addSubcommand(new PredictCommand(console))
            .addSubcommand(new InspectCommand(console))
            .addSubcommand(new BudgetCommand(console))
            .addSubcommand(new EmitCommand(console))
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand(new CommandLine.HelpCommand());
    commands.registerConverter(Path.class, Main::path);
    int width = console.columns() == 0 ? 80 : console.columns();
    return commands
        .setOut(new PrintWriter(console.out(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(width, NARROWEST_HELP, WIDEST_HELP))
        .setUsageHelpLongOptionsMaxWidth(24)
        .setParameterExceptionHandler((e, args) -> misused(console, e))
        .setExecutionExceptionHandler((e, command, result) -> fail(console, e));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is not a path: " + e.getReason());
    }
  }

  private static int misused(Console console, ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (command.getParent() == null && command.getParseResult().originalArgs().isEmpty()) {
      // Whoever types the bare name wants to know what there is.
      command.usage(console.err());
      return ExitCode.BAD_INPUT;
    }
    String message = e.getMessage();
    List<String> meant =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String hint =
        meant.isEmpty()
            ? "see " + command.getCommandSpec().qualifiedName() + " --help"
            : "did you mean " + String.join(" or ", meant) + "?";
    String lower = Character.toLowerCase(message.charAt(0)) + message.substring(1);
    return report(console, ExitCode.BAD_INPUT, lower + "; " + hint, e);
  }

  private static int fail(Console console, Exception e) {
    return switch (e) {
      case StandardOutput.ReaderGoneException _ -> ExitCode.DONE;
      case UncheckedIOException unchecked -> fail(console, unchecked.getCause());
      case InputException _,
          ModelFormatException _,
          JsonException _,
          NoSuchFileException _,
          Checkpoint.OtherRunException _ ->
          report(console, ExitCode.BAD_INPUT, e.getMessage(), e);
      case AccessDeniedException _ ->
          report(console, ExitCode.FAILED, e.getMessage() + ": permission denied", e);
      case IOException _, ArithmeticException _ ->
          report(console, ExitCode.FAILED, e.getMessage(), e);
      default -> report(console, ExitCode.FAILED, "this should not have happened: " + e, e);
    };
  }

  private static int report(Console console, int code, String message, Throwable cause) {
    console.error(message);
    if ("1".equals(System.getenv("FOOTFALL_DEBUG"))) {
      cause.printStackTrace(console.err());
    }
    return code;
  }
}
