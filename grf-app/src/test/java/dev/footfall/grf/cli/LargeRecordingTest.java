package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording larger than the memory it is checked in; bench/large-recording has a larger one. */
class LargeRecordingTest {
  private static final int CELLS = 256;
  private static final int SAMPLES = 60_000;

  @TempDir private Path scratch;

  @Test
  void sixtyMegabytesAreCheckedInTwentyFour() throws IOException, InterruptedException {
    Path walk = TinyFolder.write(scratch.resolve("P1/walk.csv"), "");
    long bytes = write(walk);
    assertTrue(bytes > 60_000_000, bytes + " bytes");
    TinyFolder.write(scratch.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,70\n");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx24m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "check",
                    "--json",
                    scratch.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    Json json = Json.parse("stdout", said);
    assertEquals(SAMPLES, json.get("samples").asInt());
    assertEquals(0, json.get("problems").size(), said);
  }

  private static long write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append("time [s]");
      for (int cell = 1; cell <= CELLS / 2; cell++) {
        out.append(cell < 10 ? ",insole_left_0" : ",insole_left_").append(cell + " [kPa]");
      }
      for (int cell = 1; cell <= CELLS / 2; cell++) {
        out.append(cell < 10 ? ",insole_right_0" : ",insole_right_").append(cell + " [kPa]");
      }
      out.append('\n');
      for (int t = 0; t < SAMPLES; t++) {
        out.append(t / 200 + "." + (1000 + t % 200 * 5 + "").substring(1));
        for (int cell = 0; cell < CELLS; cell++) {
          out.append(',').append((char) ('1' + (t * 7 + cell) % 9)).append("0.5");
        }
        out.append('\n');
      }
    }
    return Files.size(file);
  }
}
