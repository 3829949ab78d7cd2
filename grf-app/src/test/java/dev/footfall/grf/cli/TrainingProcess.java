package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A training in a JVM of its own, with one thread and the vector back end. */
final class TrainingProcess {
  private final Process process;

  private TrainingProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a training of cnn-s.
   *
   * @param jvm options of the JVM
   * @param options further options of train
   */
  static TrainingProcess start(Path data, Path out, List<String> jvm, Object... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Dfootfall.backend=vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", "--model", "cnn-s", "--threads", "1"));
    command.addAll(List.of("--data", data.toString(), "--out", out.toString()));
    Arrays.stream(options).map(String::valueOf).forEach(command::add);
    return new TrainingProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Requires that it ends well; what it said. */
  String done() throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  /** Kills it as soon as it says something; what it said before. */
  String killAt(String words) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.contains(words)) {
          process.destroyForcibly();
          break;
        }
      }
    }
    process.waitFor();
    return said.toString();
  }
}
