package dev.footfall.grf.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/** The first line of a recording: which format it announces, and which columns. */
final class RecordingHeader {
  /** Name of the column that holds the time. */
  static final String TIME = "time";

  /** Longest first line that is looked at to tell the format, in characters. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?");

  private static final String EXPECTED =
      "expected a CSV header such as \"time [s],insole_left_01 [kPa]\" or 19 tab-separated numbers";

  private RecordingHeader() {}

  /**
   * Steps over a byte order mark, then tells the format by the first line, which stays unread.
   *
   * @return true for gaitpdb, false for CSV
   */
  static boolean announcesGaitpdb(BufferedReader in, String name) throws IOException {
    in.mark(1);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    in.mark(LONGEST_LINE);
    String first = in.readLine();
    if (first == null) {
      throw new InputException(name + ": file is empty; " + EXPECTED);
    }
    if (first.length() >= LONGEST_LINE - 2) {
      throw new InputException(name + ":1: the line is too long for a recording; " + EXPECTED);
    }
    in.reset();
    return first.indexOf('\t') >= 0 && first.indexOf(',') < 0;
  }

  /**
   * The columns of a CSV header.
   *
   * @param where file and line, for messages
   */
  static List<ColumnHeader> parse(CSVRecord header, String where) {
    return parse(header, where, null);
  }

  /**
   * The columns of a CSV header.
   *
   * @param where file and line, for messages
   * @param unit symbol of the unit of a column that states none; null if each must. The time must
   */
  static List<ColumnHeader> parse(CSVRecord header, String where, String unit) {
    if (header.size() == 1 && header.get(0).isBlank()) {
      throw new InputException(where + ": the line is blank; " + EXPECTED);
    }
    if (header.size() == 1 && header.get(0).indexOf(';') >= 0) {
      throw new InputException(
          where + ": semicolons separate the columns; expected commas, and points in decimals");
    }
    List<ColumnHeader> columns = new ArrayList<>(header.size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String text = header.get(i).strip();
      boolean bare = unit != null && !text.isEmpty() && !text.endsWith("]") && !text.equals(TIME);
      ColumnHeader column =
          ColumnHeader.parse(bare ? text + " [" + unit + "]" : text, where, i + 1);
      String at = where + ": column " + Quoted.text(column.text());
      if (column.text().indexOf('\uFFFD') >= 0) {
        throw new InputException(at + " holds bytes that are not UTF-8");
      }
      if (bare && NUMBER.matcher(text).matches()) {
        throw new InputException(at + ": a number where the header is expected");
      }
      if (!seen.add(column.name())) {
        throw new InputException(at + " occurs twice");
      }
      boolean isTime = column.name().equals(TIME);
      if (isTime != (column.unit() == Unit.SECOND)) {
        throw new InputException(
            at + (isTime ? ": time must be in s or ms" : ": only the column \"time\" is a time"));
      }
      columns.add(column);
    }
    if (!seen.contains(TIME)) {
      throw new InputException(where + ": column \"time [s]\" is missing");
    }
    if (columns.size() == 1) {
      throw new InputException(where + ": there is no column beside the time");
    }
    return List.copyOf(columns);
  }
}
