package dev.footfall.engine.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the main method of a class on the class path of the tests in a JVM with other flags. */
final class ForkedJvm {
  /** The flag without which the vector module is not there. */
  static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

  private static final String INCUBATOR_WARNING = "WARNING: Using incubator modules";

  private ForkedJvm() {}

  /** What the JVM printed, without the warning of the incubator. */
  static String run(Class<?> main, String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String output =
          reader
              .lines()
              .filter(line -> !line.startsWith(INCUBATOR_WARNING))
              .collect(Collectors.joining("\n"));
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError(
            main.getName() + " with " + List.of(flags) + " ended with " + code + ": " + output);
      }
      return output;
    }
  }
}
