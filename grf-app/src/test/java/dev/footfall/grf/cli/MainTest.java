package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Task;
import dev.footfall.grf.distill.Method;
import dev.footfall.grf.model.Networks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  /** Standard output that cannot be written to, for the reason that the system gives. */
  private static final class Broken extends OutputStream {
    private final String reason;

    Broken(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }

  private static Run runInto(OutputStream out, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    return new Run(code, "", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theBareNameShowsWhatThereIs() {
    Run run = Run.of();
    assertEquals(2, run.code());
    assertEquals("", run.out());
    for (String command :
        List.of(
            "demo",
            "simulate",
            "train",
            "distill",
            "evaluate",
            "predict",
            "inspect",
            "budget",
            "emit",
            "doctor")) {
      assertTrue(run.err().contains("\n  " + command), command);
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    Run run = Run.of("--version").done();
    assertTrue(run.out().matches("footfall [0-9]+\\.[0-9]+\\.[0-9]+\n.+\n"), run.out());
    assertEquals(run.out(), Run.of("train", "--version").done().out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "simulate",
        "train",
        "distill",
        "evaluate",
        "predict",
        "inspect",
        "budget",
        "emit",
        "doctor"
      })
  void helpHasAnExampleThatNamesTheCommand(String command) {
    String help = Run.of(command, "--help").done().out();
    assertTrue(help.contains("Example"), help);
    assertTrue(help.substring(help.indexOf("Example")).contains("footfall " + command), help);
    assertEquals(help, Run.of("help", command).done().out());
  }

  @Test
  void helpNamesEveryNetworkTaskAndMethodWithItsWeights() {
    String train = Run.of("train", "--help").out();
    Networks.names().forEach(name -> assertTrue(train.contains(name), name));
    String distill = Run.of("distill", "--help").out().replaceAll("\\s+", " ");
    Task.names().forEach(name -> assertTrue(distill.contains(name), name));
    Method.names().forEach(name -> assertTrue(distill.contains(name), name));
    Method.Weights takd = Method.TAKD.defaultWeights();
    assertTrue(
        distill.contains(
            "Default: %s for kd, %s for takd."
                .formatted(Method.KD.defaultWeights().lambda(), takd.lambda())));
    assertTrue(distill.contains("mini-batch. Default: %s for takd".formatted(takd.betaSim())));
    assertTrue(distill.contains("in time. Default: %s for takd".formatted(takd.betaTime())));
  }

  @Test
  void theNumberOfEpochsIsThatOfTheCommand() {
    String words = "training windows. Default: %d.";
    String train = Run.of("train", "--help").out().replaceAll("\\s+", " ");
    assertTrue(train.contains(words.formatted(20)), train);
    String distill = Run.of("distill", "--help").out().replaceAll("\\s+", " ");
    assertTrue(distill.contains(words.formatted(25)), distill);
  }

  @Test
  void aMistypedCommandIsAnsweredByTheNearest() {
    Run.of("trian").refused("unmatched argument at index 0: 'trian'; did you mean train?");
  }

  @Test
  void anUnknownOptionIsRefused() {
    Run.of("doctor", "--colour").refused("unknown option: '--colour'; see footfall doctor --help");
  }

  @Test
  void aMissingOptionIsRefused() {
    Run.of("evaluate", "--data", "x")
        .refused("missing required option: '--model=FILE'; see footfall evaluate --help");
  }

  @Test
  void textWhereANumberBelongsIsRefused() {
    Run.of("train", "--data", "x", "--out", "y", "--epochs", "many")
        .refused(
            "invalid value for option '--epochs': 'many' is not an int; see footfall train --help");
  }

  @Test
  void aReaderThatHasGoneEndsTheCommandQuietly() {
    assertEquals(new Run(0, "", ""), runInto(new Broken("Broken pipe"), "doctor"));
    assertEquals(new Run(0, "", ""), runInto(new Broken("Broken pipe"), "--help"));
  }

  @Test
  void aFullDiskBehindStandardOutputIsTold() {
    assertEquals(
        new Run(1, "", "footfall: standard output: No space left on device\n"),
        runInto(new Broken("No space left on device"), "doctor"));
  }

  @Test
  void aStackTraceIsShownOnRequestOnly() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "inspect",
            "missing.safetensors");
    builder.environment().remove("FOOTFALL_DEBUG");
    List<String> quiet = errors(builder);
    assertEquals(List.of("footfall: missing.safetensors: there is no such file"), quiet);
    builder.environment().put("FOOTFALL_DEBUG", "1");
    List<String> debug = errors(builder);
    assertEquals(quiet.getFirst(), debug.getFirst());
    assertTrue(debug.get(1).startsWith("dev.footfall.grf.data.InputException"), debug.get(1));
    assertTrue(debug.stream().anyMatch(line -> line.contains("InspectCommand.call")));
  }

  private static List<String> errors(ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process process = builder.start();
    List<String> lines =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(2, process.waitFor());
    return lines;
  }
}
