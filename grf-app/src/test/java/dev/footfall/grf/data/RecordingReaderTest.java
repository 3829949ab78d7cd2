package dev.footfall.grf.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingReaderTest {
  private static final String HEADER = "time [s],a [N],b [kPa]\n";

  private static RecordingReader open(String text) {
    return RecordingReader.open(new ByteArrayInputStream(text.getBytes(UTF_8)), "x.csv");
  }

  private static List<List<Float>> rows(String text) {
    try (RecordingReader reader = open(text)) {
      return rows(reader);
    }
  }

  private static List<List<Float>> rows(RecordingReader reader) {
    List<List<Float>> rows = new ArrayList<>();
    float[] row = new float[reader.channels().size()];
    while (reader.next(row)) {
      List<Float> values = new ArrayList<>();
      for (float value : row) {
        values.add(value);
      }
      rows.add(values);
    }
    return rows;
  }

  private static String gaitpdb(String timeS, String cell) {
    return timeS + "\t" + String.join("\t", Collections.nCopies(18, cell)) + "\n";
  }

  @Test
  void readsCsvSampleBySample() {
    try (RecordingReader reader = open(HEADER + "0,1,2\n0.01,3.5,-4e1\n")) {
      assertEquals(
          List.of(new Channel("a", Unit.NEWTON), new Channel("b", Unit.KILOPASCAL)),
          reader.channels());
      assertEquals("x.csv", reader.name());
      assertTrue(Double.isNaN(reader.nominalRateHz()));
      float[] row = new float[2];
      assertTrue(reader.next(row));
      assertArrayEquals(new float[] {1, 2}, row);
      assertEquals(0, reader.timeS());
      assertEquals(2, reader.line());
      assertTrue(reader.next(row));
      assertArrayEquals(new float[] {3.5f, -40}, row);
      assertEquals(0.01, reader.timeS());
      assertFalse(reader.next(row));
    }
  }

  @Test
  void readsGaitpdbByItsTabs() {
    try (RecordingReader reader = open(gaitpdb("4.9997", "7.25") + gaitpdb("5.0096", "0"))) {
      assertEquals(18, reader.channels().size());
      assertEquals("insole_left_01 [N]", reader.channels().get(0).toString());
      assertEquals("insole_right_08 [N]", reader.channels().get(15).toString());
      assertEquals("grf_left [N]", reader.channels().get(16).toString());
      assertEquals("grf_right [N]", reader.channels().get(17).toString());
      assertEquals(100, reader.nominalRateHz());
      float[] row = new float[18];
      assertTrue(reader.next(row));
      float[] expected = new float[18];
      Arrays.fill(expected, 7.25f);
      assertArrayEquals(expected, row);
      assertEquals(4.9997, reader.timeS());
      assertTrue(reader.next(row));
      assertFalse(reader.next(row));
    }
  }

  @Test
  void theTimeMayStandAnywhere() {
    assertEquals(List.of(List.of(1f, 2f)), rows("a [N],time [s],b [N]\n1,0,2\n"));
  }

  @ParameterizedTest
  @CsvSource({"N,1,2", "kN,1000,2000", "kPa,1,2", "Pa,0.001,0.002"})
  void convertsUnits(String unit, float one, float two) {
    assertEquals(
        List.of(List.of(one), List.of(two)), rows("time [s],x [" + unit + "]\n0,1\n1,2\n"));
  }

  @Test
  void convertsMilliseconds() {
    try (RecordingReader reader = open("time [ms],x [N]\n250,1\n")) {
      reader.next(new float[1]);
      assertEquals(0.25, reader.timeS());
    }
  }

  @Test
  void acceptsWhatSpreadsheetsLeaveBehind() {
    List<List<Float>> expected = List.of(List.of(1f, 2f), List.of(3f, 4f));
    assertEquals(expected, rows("\uFEFF" + HEADER + "0,1,2\n1,3,4\n"));
    assertEquals(expected, rows((HEADER + "0,1,2\n1,3,4\n").replace("\n", "\r\n")));
    assertEquals(expected, rows(HEADER + "0,1,2\n1,3,4"));
    assertEquals(expected, rows(HEADER + "0,1,2\n1,3,4\n\n  \n\n"));
    assertEquals(expected, rows(HEADER + " 0 , 1 , 2\n 1,3,4 \n"));
    assertEquals(
        expected, rows("\"time [s]\",\"a[N]\", \tb  [ kPa ] \n\"0\",\"1\",\"2\"\n1,3,4\n"));
    assertEquals(2, rows("\uFEFF" + gaitpdb("0", "1") + gaitpdb("0.01", "1") + "\r\n\n").size());
  }

  /** A vertical bar stands for the end of a line, an underscore for a tab. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          1,2|~x.csv:1: column "1": the header has no unit; expected "name [unit]" with one of s, ms, N, kN, Pa, kPa
          |time [s]~x.csv:1: the line is blank; expected a CSV header such as "time [s],insole_left_01 [kPa]" or 19 tab-separated numbers
          time [s],a|0,1~x.csv:1: column "a": the header has no unit; expected "name [unit]" with one of s, ms, N, kN, Pa, kPa
          time [s],a [psi]|0,1~x.csv:1: column "a [psi]": unit "psi" is unknown; known: s, ms, N, kN, Pa, kPa
          time [s],[N]|0,1~x.csv:1: column 2: the header has no name; expected "name [unit]"
          time [s],a [N],|0,1,2~x.csv:1: column 3: the header has no name; expected "name [unit]"
          time [s],a [N],a [kPa]|0,1,2~x.csv:1: column "a [kPa]" occurs twice
          time [N],a [N]|0,1~x.csv:1: column "time [N]": time must be in s or ms
          time [s],a [ms]|0,1~x.csv:1: column "a [ms]": only the column "time" is a time
          a [N],b [N]|0,1~x.csv:1: column "time [s]" is missing
          time [s]|0~x.csv:1: there is no column beside the time
          time [s],a [N]|0,n/a~x.csv:2: column "a": "n/a" is not a number
          time [s],a [N]|0,1|1,~x.csv:3: column "a": the value is missing
          time [s],a [N]|0,12f~x.csv:2: column "a": "12f" is not a number
          time [s],a [N]|0,0x1p3~x.csv:2: column "a": "0x1p3" is not a number
          time [s],a [N]|0,1e~x.csv:2: column "a": "1e" is not a number
          time [s],a [N]|0,NaN~x.csv:2: column "a": "NaN" is not finite
          time [s],a [N]|0,-Infinity~x.csv:2: column "a": "-Infinity" is not finite
          time [s],a [N]|0,inf~x.csv:2: column "a": "inf" is not finite
          time [s],a [N]|0,1e39~x.csv:2: column "a": "1e39" is out of range
          time [s],a [kN]|0,1e400~x.csv:2: column "a": "1e400" is out of range
          time [s],a [kN]|0,1e36~x.csv:2: column "a": "1e36" is out of range
          time [s],a [N]|x,1~x.csv:2: column "time": "x" is not a number
          time [s],a [N]|0,1|0,1~x.csv:3: column "time": time must increase, but 0 s follows 0 s
          time [s],a [N]|0.02,1|0.01,1~x.csv:3: column "time": time must increase, but 0.01 s follows 0.02 s
          time [s],a [N]|0,1,2~x.csv:2: the line has 3 values but the header has 2
          time [s],a [N]|0~x.csv:2: the line has 1 value but the header has 2
          time [s],a [N]|0,1||1,1~x.csv:3: blank line within the recording
          0_1_2~x.csv:1: the line has 3 values but a gaitpdb recording has 19
          0_1_2_3_4_5_6_7_8_9_10_11_12_13_14_15_16__18~x.csv:1: column "grf_left": the value is missing
          """)
  void refusesBrokenText(String text, String message) {
    assertRefused(message, text.replace('|', '\n').replace('_', '\t'));
  }

  @Test
  void refusesAnEmptyFile() {
    String message =
        "x.csv: file is empty; expected a CSV header such as \"time [s],insole_left_01 [kPa]\" or"
            + " 19 tab-separated numbers";
    assertRefused(message, "");
    assertRefused(message, "\uFEFF");
  }

  @Test
  void foreignTextIsShortenedAndCleanedInMessages() {
    assertRefused(
        "x.csv:2: column \"a\": \"" + "?".repeat(3) + "z".repeat(37) + "...\" is not a number",
        "time [s],a [N]\n0,\0\u001b\u0007" + "z".repeat(60) + "\n");
  }

  @Test
  void refusesAQuoteLeftOpen() {
    InputException e =
        assertThrows(InputException.class, () -> rows("time [s],a [N]\n0,1\n1,\"2\n2,3\n"));
    assertTrue(e.getMessage().startsWith("x.csv:3: cannot be read ("), e.getMessage());
  }

  @Test
  void refusesAnEndlessFirstLine() {
    assertRefused(
        "x.csv:1: the line is too long for a recording; expected a CSV header such as"
            + " \"time [s],insole_left_01 [kPa]\" or 19 tab-separated numbers",
        "x".repeat((1 << 20) + 10));
    // As long as a header may be.
    String name = "x".repeat((1 << 20) - 20);
    try (RecordingReader reader = open("time [s]," + name + " [N]\n0,1\n")) {
      assertEquals(1, reader.channels().size());
    }
  }

  @Test
  void gaitpdbIsHeldToItsRate() {
    assertEquals(
        3, rows(gaitpdb("0", "1") + gaitpdb("0.0099", "1") + gaitpdb("0.0199", "1")).size());
    assertRefused(
        "x.csv:2: column \"time\": a step of 0.02 s where 0.01 s is expected",
        gaitpdb("0", "1") + gaitpdb("0.02", "1"));
  }

  @Test
  void csvIsHeldToTheRateAskedFor() {
    try (RecordingReader reader = open("time [s],a [N]\n0,1\n0.01,2\n0.015,3\n")) {
      reader.requireSamplingRate(100);
      float[] row = new float[1];
      assertTrue(reader.next(row));
      assertTrue(reader.next(row));
      InputException e = assertThrows(InputException.class, () -> reader.next(row));
      assertEquals(
          "x.csv:4: column \"time\": a step of 0.005 s where 0.01 s is expected", e.getMessage());
    }
  }

  @Test
  void aRateThatIsALittleOffIsNoticedAfterAHundredSteps() {
    StringBuilder text = new StringBuilder("time [ms],a [N]\n");
    for (int i = 0; i < 200; i++) {
      text.append(i * 10.5).append(",0\n");
    }
    try (RecordingReader reader = open(text.toString())) {
      reader.requireSamplingRate(100);
      InputException e = assertThrows(InputException.class, () -> rows(reader));
      assertEquals(
          "x.csv:102: column \"time\": a mean step of 0.0105 s where 0.01 s is expected",
          e.getMessage());
    }
  }

  @Test
  void closesTheStreamItRefuses() {
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream("nonsense".getBytes(UTF_8)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThrows(InputException.class, () -> RecordingReader.open(in, "x.csv"));
    assertTrue(closed[0]);
  }

  @Test
  void reportsAStreamThatFails() {
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable pulled");
          }
        };
    InputException e = assertThrows(InputException.class, () -> RecordingReader.open(in, "x.csv"));
    assertEquals("x.csv: cannot be read (cable pulled)", e.getMessage());
  }

  private static void assertRefused(String message, String text) {
    assertEquals(message, assertThrows(InputException.class, () -> rows(text)).getMessage());
  }
}
