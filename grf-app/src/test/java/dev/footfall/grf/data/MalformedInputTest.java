package dev.footfall.grf.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What may come in place of a recording, and what is said about it: each kind gets one clear line,
 * or is mended in a documented way, and {@code check} counts it.
 */
class MalformedInputTest {
  private static final String HEADER = "time [s],insole_left_01,insole_left_02";
  private static final String GOOD = HEADER + "\n0,1,2\n0.005,3,4\n0.01,5,6\n";

  private static final String EXPECTED =
      "expected a CSV header such as \"time [s],insole_left_01 [kPa]\" or 19 tab-separated numbers";

  /**
   * One kind of input.
   *
   * @param kind what it is
   * @param bytes content of the insole's file
   * @param said what reading says, behind the name of the file; "ok N", or "ok N, M missing", if N
   *     samples are read
   */
  private record Case(String kind, byte[] bytes, String said) {
    static Case of(String kind, String text, String said) {
      return of(kind, text, UTF_8, said);
    }

    static Case of(String kind, String text, Charset charset, String said) {
      return new Case(kind, text.getBytes(charset), said);
    }

    static Case row(String kind, String row, String said) {
      return of(kind, HEADER + "\n0,1,2\n" + row + "\n0.01,5,6\n", said);
    }

    static Case value(String kind, String value, String said) {
      return row(kind, "0.005," + value + ",4", ":3: column \"insole_left_01\": " + said);
    }

    static Case header(String kind, String header, String said) {
      return of(kind, header + "\n0,1,2\n", said);
    }

    @Override
    public String toString() {
      return kind;
    }
  }

  static final List<Case> CASES =
      List.of(
          // Mended, as documented.
          Case.of("nothing wrong", GOOD, "ok 3"),
          Case.of("byte order mark", "\uFEFF" + GOOD, "ok 3"),
          Case.of("CRLF", GOOD.replace("\n", "\r\n"), "ok 3"),
          Case.of("CR alone", GOOD.replace("\n", "\r"), "ok 3"),
          Case.of("mixed line ends", HEADER + "\r0,1,2\r\n0.005,3,4\n0.01,5,6", "ok 3"),
          Case.of("tabs for commas", GOOD.replace(',', '\t'), "ok 3"),
          Case.of("no last line feed", GOOD.strip(), "ok 3"),
          Case.of("blank lines at the end", GOOD + "\n \n\n", "ok 3"),
          Case.of("quotes around everything", GOOD.replaceAll("[^,\n]+", "\"$0\""), "ok 3"),
          Case.row("spaces around values", " 0.005 , 3,\t4 ", "ok 3"),
          Case.row("a missing value", "0.005,,4", "ok 3, 1 missing"),
          Case.row("NaN for a missing value", "0.005,NaN,nan", "ok 3, 2 missing"),
          Case.row("exponents and signs", "5e-3,+3.0E0,-4", "ok 3"),
          Case.of(
              "columns in another order",
              "insole_left_02,time [s],insole_left_01\n2,0,1\n4,0.005,3\n",
              "ok 2"),
          // Encodings and files of other kinds.
          Case.of(
              "UTF-16 with a mark",
              GOOD,
              UTF_16,
              ":1: UTF-16 text where CSV text in UTF-8 is expected"),
          Case.of(
              "UTF-16 without a mark",
              GOOD,
              UTF_16LE,
              ":1: UTF-16 text or binary data where CSV text in UTF-8 is expected"),
          new Case(
              "gzip",
              new byte[] {0x1F, (byte) 0x8B, 8, 0},
              ":1: a gzip archive where CSV text in UTF-8 is expected"),
          Case.of(
              "spreadsheet",
              "PK\3\4",
              ":1: a ZIP archive or spreadsheet where CSV text in UTF-8 is expected"),
          new Case(
              "zeros",
              new byte[64],
              ":1: UTF-16 text or binary data where CSV text in UTF-8 is expected"),
          Case.of(
              "Latin-1 in a header",
              HEADER.replace("insole_left_02", "Kr\u00E4fte") + "\n0,1,2\n",
              ISO_8859_1,
              ":1: column \"Kr\uFFFDfte [kPa]\" holds bytes that are not UTF-8"),
          Case.value("NUL within a value", "3\0", "\"3?\" is not a number"),
          Case.value("Arabic digits", "\u0663", "\"\u0663\" is not a number"),
          Case.value("escape sequence", "\u001B[31m3", "\"?[31m3\" is not a number"),
          // Files without content.
          Case.of("empty file", "", ": file is empty; " + EXPECTED),
          Case.of("byte order mark alone", "\uFEFF", ": file is empty; " + EXPECTED),
          Case.of("blank lines alone", "\n\n\n", ":1: the line is blank; " + EXPECTED),
          Case.of("header alone", HEADER + "\n", "ok 0"),
          // Headers.
          Case.header(
              "semicolons",
              "time [s];insole_left_01;insole_left_02",
              ":1: semicolons separate the columns; expected commas, and points in decimals"),
          Case.header(
              "tabs in the header alone",
              "time [s]\tinsole_left_01\tinsole_left_02",
              ":2: the line has 1 value but the header has 3"),
          Case.header(
              "no header",
              "0,1,2",
              ":1: column \"0 [kPa]\": a number where the header is expected"),
          Case.header(
              "no time",
              "t [s],insole_left_01,insole_left_02",
              ":1: column \"t [s]\": only the column \"time\" is a time"),
          Case.header(
              "time without a unit",
              "time,insole_left_01,insole_left_02",
              ":1: column \"time\": the header has no unit; expected \"name [unit]\" with one of s,"
                  + " ms, N, kN, Pa, kPa"),
          Case.header(
              "time in minutes",
              "time [min],insole_left_01,insole_left_02",
              ":1: column \"time [min]\": unit \"min\" is unknown; known: s, ms, N, kN, Pa, kPa"),
          Case.header("the time alone", "time [s]", ":1: there is no column beside the time"),
          Case.header(
              "unknown unit",
              "time [s],insole_left_01 [psi],insole_left_02",
              ":1: column \"insole_left_01 [psi]\": unit \"psi\" is unknown; known: s, ms, N, kN,"
                  + " Pa, kPa"),
          Case.header(
              "another unit than session.json",
              "time [s],insole_left_01 [N],insole_left_02",
              ":1: column \"insole_left_01 [N]\" is not in kPa, which session.json states"),
          Case.header(
              "a column twice",
              "time [s],insole_left_01,insole_left_01",
              ":1: column \"insole_left_01 [kPa]\" occurs twice"),
          Case.header(
              "a column without a name",
              "time [s],,insole_left_02",
              ":1: column 2: the header has no name; expected \"name [unit]\""),
          Case.header(
              "a cell too few",
              "time [s],insole_left_01",
              ":1: column \"insole_left_02\" is missing; session.json has 2 cells"),
          Case.header(
              "a cell too many",
              HEADER + ",insole_left_03",
              ":1: column \"insole_left_03 [kPa]\" is no cell of the 2 in session.json"),
          Case.header(
              "a frame beyond the grid",
              "time [s],left_p_0_0,left_p_0_1",
              ":1: column \"left_p_0_1 [kPa]\" is no cell of the 2 in session.json"),
          Case.header(
              "an endless header",
              "x".repeat((1 << 20) + 1),
              ":1: the line is too long for a recording; " + EXPECTED),
          // Rows.
          Case.row("ragged, short", "0.005,3", ":3: the line has 2 values but the header has 3"),
          Case.row("ragged, long", "0.005,3,4,5", ":3: the line has 4 values but the header has 3"),
          Case.row("blank line", "", ":3: blank line within the recording"),
          Case.row(
              "a header in the middle",
              HEADER,
              ":3: column \"time\": \"time [s]\" is not a number"),
          Case.row("a comment", "# pause", ":3: the line has 1 value but the header has 3"),
          Case.row(
              "semicolons in a row", "0.005;3;4", ":3: the line has 1 value but the header has 3"),
          Case.row("decimal commas", "0,005,3,4", ":3: the line has 4 values but the header has 3"),
          Case.of(
              "cut off in a value",
              GOOD.substring(0, GOOD.length() - 3),
              ":4: the line has 2 values but the header has 3"),
          // Values.
          Case.value(
              "a decimal comma in quotes",
              "\"3,5\"",
              "\"3,5\" is not a number; decimals have a point"),
          Case.value("a word", "n/a", "\"n/a\" is not a number"),
          Case.value("a unit behind a value", "3 kPa", "\"3 kPa\" is not a number"),
          Case.value("infinity", "Infinity", "\"Infinity\" is not finite"),
          Case.value("minus infinity", "-inf", "\"-inf\" is not finite"),
          Case.value("beyond a float", "1e39", "\"1e39\" is out of range"),
          Case.value("beyond a double", "1e999", "\"1e999\" is out of range"),
          Case.value("hexadecimal", "0x1p3", "\"0x1p3\" is not a number"),
          Case.value("a float of Java", "3f", "\"3f\" is not a number"),
          Case.value(
              "a thousand digits and a letter",
              "1".repeat(1000) + "x",
              "\"" + "1".repeat(40) + "...\" is not a number"),
          Case.value("a quote in a quote", "\"3\"\"\"", "\"3\"\" is not a number"),
          // Time.
          Case.row(
              "time repeats",
              "0,3,4",
              ":3: column \"time\": time must increase, but 0 s follows 0 s"),
          Case.row(
              "time goes back",
              "-1,3,4",
              ":3: column \"time\": time must increase, but -1 s follows 0 s"),
          Case.row("time is missing", ",3,4", ":3: column \"time\": the value is missing"),
          Case.row("time is NaN", "NaN,3,4", ":3: column \"time\": \"NaN\" is not finite"),
          Case.row(
              "time of day", "12:30:01,3,4", ":3: column \"time\": \"12:30:01\" is not a number"),
          // Quotes.
          Case.of(
              "a quote never closed",
              HEADER + "\n0,1,2\n0.005,\"3,4\n0.01,5,6\n",
              ":3: cannot be read (a quote that was opened is never closed)"),
          Case.row(
              "text behind a quote",
              "0.005,\"3\"x,4",
              ":3: cannot be read (a closing quote is followed by other text)"),
          Case.of(
              "an endless row",
              HEADER + "\n0,1,2\n0.005,\"" + "3333\n".repeat(1 << 20),
              ":3: cannot be read (a row of more than 4194304 characters; is a quote never"
                  + " closed?)"));

  @TempDir private Path scratch;

  /** Reads a session whose insole has this content, and says how that went. */
  private static String said(Path folder, byte[] insole) {
    SessionFolder.write(folder);
    try {
      Files.write(folder.resolve("insole.csv"), insole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RawSession session = RawSession.read(folder, "walk", StreamFormats.installed());
    int samples = 0;
    int missing = 0;
    try (SampleStream stream = session.openInsole()) {
      float[] row = new float[stream.channels().size()];
      for (; stream.next(row); samples++) {
        for (float value : row) {
          missing += Float.isNaN(value) ? 1 : 0;
        }
      }
    } catch (InputException e) {
      return e.getMessage();
    }
    return "ok " + samples + (missing == 0 ? "" : ", " + missing + " missing");
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void everyKindGetsAClearLineOrIsMended(Case c) {
    String expected = c.said().startsWith("ok") ? c.said() : "walk/insole.csv" + c.said();
    assertEquals(expected, said(scratch, c.bytes()));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void checkCountsWhatIsWrong(Case c) {
    String said = said(scratch, c.bytes());
    List<Problem> problems =
        DataSetCheck.of(scratch).problems().stream()
            .filter(p -> p.file().equals("./insole.csv") && p.kind() != Problem.Kind.UNIT)
            .toList();
    boolean clean = said.matches("ok [23]");
    assertEquals(clean, problems.isEmpty(), c + ": " + problems);
    for (Problem problem : problems) {
      assertFalse(problem.toString().matches("(?s).*[\\p{Cntrl}].*"), problem.toString());
    }
    int missing =
        said.matches("ok .* missing") ? Integer.parseInt(said.replaceAll("ok \\d+, | .*", "")) : 0;
    assertEquals(
        missing,
        said.startsWith("ok")
            ? problems.stream()
                .filter(p -> p.kind() == Problem.Kind.MISSING)
                .mapToLong(Problem::count)
                .sum()
            : 0,
        problems.toString());
  }

  @Test
  void thereAreManyKinds() {
    assertTrue(CASES.size() >= 60, CASES.size() + " kinds");
    assertEquals(CASES.size(), CASES.stream().map(Case::kind).distinct().count());
  }

  /** A good file with some of its bytes, lines or halves changed, repeated, cut out or swapped. */
  private static byte[] mutated(SplittableRandom random) {
    byte[] bytes = GOOD.getBytes(UTF_8);
    byte[] odd = ",;\"\n\r\t\0.-eN \u00FF9".getBytes(ISO_8859_1);
    for (int change = random.nextInt(1, 6); change > 0 && bytes.length > 2; change--) {
      int from = random.nextInt(bytes.length);
      int to = random.nextInt(from, bytes.length);
      byte[] head = Arrays.copyOf(bytes, from);
      byte[] middle = Arrays.copyOfRange(bytes, from, to);
      byte[] tail = Arrays.copyOfRange(bytes, to, bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> join(head, tail);
            case 1 -> join(head, middle, middle, tail);
            case 2 -> join(tail, middle, head);
            case 3 -> join(head, new byte[] {odd[random.nextInt(odd.length)]}, middle, tail);
            default -> {
              bytes[from] = (byte) random.nextInt(256);
              yield bytes;
            }
          };
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Property
  void whateverComesIsReadOrRefusedInOneLine(@ForAll long seed) throws IOException {
    byte[] bytes = mutated(new SplittableRandom(seed));
    Path folder = Files.createTempDirectory("malformed");
    try {
      String said = said(folder, bytes);
      assertFalse(said.matches("(?s).*\\R.*"), said);
      assertTrue(said.startsWith("ok ") || said.startsWith("walk/insole.csv"), said);
      // What a reader refuses, check reports; it goes on where a reader stops.
      boolean reported =
          DataSetCheck.of(folder).problems().stream()
              .anyMatch(p -> p.file().equals("./insole.csv"));
      assertTrue(said.startsWith("ok ") || reported, said);
      assertOneLine(bytes);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A recording of one file is as well guarded. */
  private static void assertOneLine(byte[] bytes) {
    List<float[]> rows = new ArrayList<>();
    try (RecordingReader reader = RecordingReader.open(new ByteArrayInputStream(bytes), "x.csv")) {
      float[] row = new float[reader.channels().size()];
      while (reader.next(row)) {
        rows.add(row.clone());
      }
    } catch (InputException e) {
      assertTrue(e.getMessage().startsWith("x.csv"), e.getMessage());
      assertFalse(e.getMessage().matches("(?s).*\\R.*"), e.getMessage());
    }
  }
}
