package dev.footfall.grf.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects problems. Those of one kind in one column of a file become one, with their number and
 * the text of the first, so that a broken column of a long recording is a line and not a million.
 */
final class Problems {
  private static final Pattern COLUMN = Pattern.compile("column \"([^\"]*)\":? (.*)");

  /** Of JSON, the line and the character in it. */
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}):(?:\\d+:)? ");

  private record Key(Problem.Kind kind, String file, String column, String whole) {}

  private final Map<Key, Problem> found = new LinkedHashMap<>();

  void add(Problem.Kind kind, String file, long line, String column, String what) {
    found.merge(
        // What concerns a file as a whole is said once, and differs.
        new Key(kind, file, column, line == 0 ? what : null),
        new Problem(kind, file, line, column, what, 1, line),
        (first, next) ->
            new Problem(kind, file, first.line(), column, first.what(), first.count() + 1, line));
  }

  /**
   * Adds what an exception says; file, line and column are taken from where its message begins.
   *
   * @param file the file that it is about, if its message does not name it first
   */
  void add(Problem.Kind kind, String file, InputException e) {
    String rest = e.getMessage();
    long line = 0;
    if (rest.startsWith(file + ":")) {
      rest = rest.substring(file.length() + 1);
      Matcher number = LINE.matcher(rest);
      if (number.lookingAt()) {
        line = Long.parseLong(number.group(1));
        rest = rest.substring(number.end());
      }
    }
    Matcher column = COLUMN.matcher(rest.strip());
    if (column.matches()) {
      add(kind, file, line, column.group(1), column.group(2));
    } else {
      add(kind, file, line, null, rest.strip());
    }
  }

  List<Problem> list() {
    return new ArrayList<>(found.values());
  }
}
