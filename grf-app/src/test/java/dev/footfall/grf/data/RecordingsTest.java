package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(InputException.class, action::run).getMessage());
  }

  @Test
  void readsACsvFile() throws IOException {
    Path subject = Files.createDirectory(folder.resolve("S07"));
    Path file = Files.writeString(subject.resolve("slow.csv"), "time [ms],a [N]\n5,1\n10,2\n");
    Recording recording = Recordings.read(file);
    assertEquals(file.toString(), recording.name());
    assertEquals("S07", recording.subject());
    assertEquals("slow", recording.trial());
    assertEquals(200, recording.samplingRateHz());
    assertTrue(Double.isNaN(recording.bodyMassKg()));
    assertArrayEquals(new float[] {1, 2}, recording.column("a"));
  }

  @Test
  void readsAGaitpdbFileByItsContentAndNamesItByItsName() throws IOException {
    String cells = "\t" + String.join("\t", Collections.nCopies(18, "3.25")) + "\n";
    String text = "4.9997" + cells + "5.0096" + cells + "5.0196" + cells;
    Recording named = Recordings.read(file("GaCo01_02.txt", text));
    assertEquals("GaCo01", named.subject());
    assertEquals("02", named.trial());
    assertEquals(100, named.samplingRateHz());
    assertEquals(3, named.length());
    assertEquals(3.25f, named.column("insole_right_08")[2]);
    assertEquals("recording", Recordings.read(file("recording.txt", text)).trial());
  }

  @Test
  void theRateIsThatOfTheMeanStep() throws IOException {
    // 120 Hz in whole milliseconds: steps of 8 and 9 ms, of which the median would say 125 Hz.
    StringBuilder text = new StringBuilder("time [ms],a [N]\n");
    for (int i = 0; i <= 120; i++) {
      text.append(Math.round(i * 1000 / 120.0)).append(",0\n");
    }
    assertEquals(120, Recordings.read(file("x.csv", text.toString())).samplingRateHz());
  }

  @Test
  void growsWithTheRecording() throws IOException {
    StringBuilder text = new StringBuilder("time [s],a [N],b [N]\n");
    for (int i = 0; i < 10_000; i++) {
      text.append(i / 100.0).append(',').append(i).append(',').append(-i).append('\n');
    }
    Recording recording = Recordings.read(file("x.csv", text.toString()));
    assertEquals(10_000, recording.length());
    assertEquals(9999, recording.column("a")[9999]);
    assertEquals(-9999, recording.column("b")[9999]);
  }

  @Test
  void refusesAGap() throws IOException {
    Path file = file("x.csv", "time [s],a [N]\n0,1\n0.01,1\n0.02,1\n0.04,1\n0.05,1\n");
    assertRefused(
        file + ":5: column \"time\": a gap of 0.02 s where the median step is 0.01 s",
        () -> Recordings.read(file));
  }

  @Test
  void refusesTooFewSamples() throws IOException {
    Path header = file("header.csv", "time [s],a [N]\n");
    assertRefused(header + ":1: a header but no samples", () -> Recordings.read(header));
    Path single = file("single.csv", "time [s],a [N]\n0,1\n\n");
    assertRefused(single + ":2: a single sample has no rate", () -> Recordings.read(single));
    Path blanks = file("blanks.csv", "time [s],a [N]\n\n\n");
    assertRefused(blanks + ":1: a header but no samples", () -> Recordings.read(blanks));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = folder.resolve("none.csv");
    assertRefused(file + ": no such file", () -> Recordings.read(file));
    assertRefused(file + ": no such file", () -> Recordings.open(file));
    assertRefused(folder + ": not a file", () -> Recordings.read(folder));
  }

  @Property
  void whatIsWrittenIsReadBackBitByBit(
      @ForAll @Size(min = 2, max = 50) List<Float> values, @ForAll @Positive float scale)
      throws IOException {
    Path dir = Files.createTempDirectory("recordings");
    try {
      float[] a = new float[values.size()];
      float[] b = new float[values.size()];
      for (int i = 0; i < a.length; i++) {
        a[i] = values.get(i);
        b[i] = Math.min(Float.MAX_VALUE, scale) / (i + 1);
      }
      List<Channel> channels =
          List.of(new Channel("a,\"b\"", Unit.NEWTON), new Channel("c", Unit.KILOPASCAL));
      Recording written =
          new Recording("r", "s", "t", 200, Double.NaN, channels, new float[][] {a, b});
      Path file = dir.resolve("t.csv");
      Recordings.write(written, file);
      Recording read = Recordings.read(file);
      assertEquals(channels, read.channels());
      assertEquals(200, read.samplingRateHz());
      assertArrayEquals(a, read.column("a,\"b\""));
      assertArrayEquals(b, read.column("c"));
      assertEquals("t", read.trial());
      Files.delete(file);
    } finally {
      Files.delete(dir);
    }
  }

  @Test
  void writesShortDecimals() throws IOException {
    Recording recording =
        new Recording(
            "r",
            "s",
            "t",
            200,
            Double.NaN,
            List.of(new Channel("a", Unit.NEWTON)),
            new float[][] {{0, 12.5f, -3, 812.3f}});
    Path file = folder.resolve("t.csv");
    Recordings.write(recording, file);
    assertEquals("time [s],a [N]\n0,0\n0.005,12.5\n0.01,-3\n0.015,812.3\n", Files.readString(file));
  }
}
