package dev.footfall.grf.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folders of small recordings for sparse-4, cheap enough to train on in every test. */
final class TinyFolder {
  static final int SAMPLES = 260;

  /** The columns that sparse-4 needs to estimate. */
  static final String INPUT_HEADER =
      "time [s],"
          + Stream.of("left", "right")
              .flatMap(foot -> Stream.of("01", "04", "07", "08").map(c -> foot + "_" + c))
              .map(cell -> "insole_" + cell + " [N]")
              .collect(Collectors.joining(","));

  private TinyFolder() {}

  /** Five people, P1 to P5, with one walk each. */
  static Path write(Path folder) {
    return write(folder, 5);
  }

  static Path write(Path folder, int subjects) {
    for (int subject = 1; subject <= subjects; subject++) {
      write(folder.resolve("P" + subject).resolve("walk.csv"), recording(subject, true));
    }
    write(folder.resolve("attribution.txt"), "made up for a test\n");
    return folder;
  }

  /** A recording of made-up steps, a second each, the feet in turn. */
  static String recording(int subject, boolean withForces) {
    StringBuilder text = new StringBuilder(INPUT_HEADER);
    text.append(withForces ? ",grf_left [N],grf_right [N]\n" : "\n");
    for (int t = 0; t < SAMPLES; t++) {
      double phase = 2 * Math.PI * t / 100 + subject;
      List<Double> feet = List.of(Math.max(0, Math.sin(phase)), Math.max(0, -Math.sin(phase)));
      text.append(number(t / 100.0));
      for (double foot : feet) {
        for (int cell = 1; cell <= 4; cell++) {
          text.append(',').append(number(foot * 40 * cell + subject));
        }
      }
      for (double foot : withForces ? feet : List.<Double>of()) {
        text.append(',').append(number(foot * (600 + 20 * subject)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Writes a file, and its folder if need be. */
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a line, counted from 1, of a file. */
  static void replaceLine(Path file, int line, String text) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(line - 1, text);
    Files.write(file, lines);
  }

  /** Names of everything in a folder, sorted. */
  static List<String> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
