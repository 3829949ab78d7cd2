package dev.footfall.grf.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a text file as they stand in it, one by one, each with its line.
 *
 * <p>The text is UTF-8 with or without a byte order mark, its lines end in LF, CRLF or CR. Commas
 * separate values unless the first line has a tab and no comma. A file that begins as UTF-16, as an
 * archive or with a byte 0 is refused by what it is; so is a row beyond {@value #LONGEST_ROW}
 * characters, such as one whose quote is never closed, so that memory stays bounded whatever comes.
 */
final class CsvRows implements Closeable {
  private static final int LONGEST_ROW = 1 << 22;

  // Blank lines are kept so that one in the middle is noticed.
  private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

  // Surrounding spaces are kept because they would include tabs: an empty value would vanish.
  private static final CSVFormat TABS =
      CSVFormat.TDF
          .builder()
          .setIgnoreEmptyLines(false)
          .setIgnoreSurroundingSpaces(false)
          .setQuote(null)
          .get();

  private final String name;
  private final boolean tabs;
  private final Bounded bounded;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  /** Where the parser is, which may be on blank lines behind the last row. */
  private long line;

  private long blankLine;

  private CsvRows(String name, BufferedReader in) throws IOException {
    this.name = name;
    this.tabs = RecordingHeader.announcesGaitpdb(in, name);
    this.bounded = new Bounded(in);
    this.parser = CSVParser.builder().setReader(bounded).setFormat(tabs ? TABS : CSV).get();
    this.records = parser.iterator();
  }

  /**
   * Starts to read, before the first line.
   *
   * @param in where the bytes come from; closed by {@link #close}, and if this method fails
   * @param name what messages call the input
   * @throws InputException if the input is empty or is no text
   */
  static CsvRows open(InputStream in, String name) {
    return open(in, name, rows -> rows);
  }

  /** Opens a file, see {@link #open(InputStream, String)}. */
  static InputStream file(Path file, String name) {
    if (Files.isDirectory(file)) {
      throw new InputException(name + ": not a file");
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new InputException(name + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Opens the input and makes a reader of its rows; the input is closed if either fails. */
  static <T> T open(InputStream in, String name, Function<CsvRows, T> reader) {
    InputStream buffered = new BufferedInputStream(in);
    // Not try-with-resources: on success the stream stays open.
    try {
      requireText(buffered, name);
      return reader.apply(
          new CsvRows(
              name, new BufferedReader(new InputStreamReader(buffered, StandardCharsets.UTF_8))));
    } catch (IOException | RuntimeException e) {
      try {
        buffered.close();
      } catch (IOException onClose) {
        e.addSuppressed(onClose);
      }
      throw e instanceof RuntimeException known
          ? known
          : new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static void requireText(InputStream in, String name) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = first < 0 ? -1 : in.read();
    in.reset();
    String found =
        switch (first << 8 | second & 0xFF) {
          case 0xFFFE, 0xFEFF -> "UTF-16 text";
          case 0x1F8B -> "a gzip archive";
          case 'P' << 8 | 'K' -> "a ZIP archive or spreadsheet";
          default -> first == 0 || second == 0 ? "UTF-16 text or binary data" : null;
        };
    if (first >= 0 && found != null) {
      throw new InputException(name + ":1: " + found + " where CSV text in UTF-8 is expected");
    }
  }

  /** Whether tabs separate the values, as in gaitpdb. */
  boolean tabs() {
    return tabs;
  }

  /** What messages call the input. */
  String name() {
    return name;
  }

  /** Line of the row read last, from 1: its last line, where a quoted value holds line breaks. */
  long line() {
    return line;
  }

  /** File and line of the row read last. */
  String where() {
    return name + ":" + line;
  }

  /**
   * The next row, blank or not; null at the end.
   *
   * @throws InputException if the text is no CSV
   */
  CSVRecord nextLine() {
    bounded.startRow();
    try {
      CSVRecord row = records.hasNext() ? records.next() : null;
      line = parser.getCurrentLineNumber();
      return row;
    } catch (UncheckedIOException e) {
      // Commons CSV reports text that is not CSV, such as a quote left open, this way too.
      throw new InputException(
          name + ":" + (line + 1) + ": cannot be read (" + reason(e.getCause()) + ")", e);
    }
  }

  /** What the parser says, in our words where it speaks of its own. */
  private static String reason(IOException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("EOF reached before encapsulated token")
        ? "a quote that was opened is never closed"
        : said.startsWith("Invalid char") ? "a closing quote is followed by other text" : said;
  }

  /**
   * The next row with a value; null at the end, before which blank lines may stand.
   *
   * @throws InputException if the text is no CSV or a row follows a blank line
   */
  CSVRecord next() {
    CSVRecord row = nextLine();
    while (row != null && isBlank(row)) {
      blankLine = blankLine == 0 ? line : blankLine;
      row = nextLine();
    }
    if (row != null && blankLine != 0) {
      throw new InputException(name + ":" + blankLine + ": blank line within the recording");
    }
    return row;
  }

  static boolean isBlank(CSVRecord row) {
    return row.size() == 1 && row.get(0).isBlank();
  }

  /** What is wrong with a row of another length than its header; null if nothing is. */
  static String wrongSize(CSVRecord row, List<ColumnHeader> columns) {
    if (row.size() == columns.size()) {
      return null;
    }
    return "the line has "
        + row.size()
        + (row.size() == 1 ? " value but " : " values but ")
        + (columns == GaitpdbFolder.COLUMNS ? "a gaitpdb recording" : "the header")
        + " has "
        + columns.size();
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts what is read for one row, and ends it where it does not end by itself. */
  private static final class Bounded extends FilterReader {
    private long characters;

    Bounded(Reader in) {
      super(in);
    }

    void startRow() {
      characters = 0;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      characters += Math.max(0, read);
      if (characters > LONGEST_ROW) {
        throw new IOException(
            "a row of more than " + LONGEST_ROW + " characters; is a quote never closed?");
      }
      return read;
    }
  }
}
