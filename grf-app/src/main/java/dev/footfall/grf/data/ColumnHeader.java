package dev.footfall.grf.data;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column header {@code name [unit]}, understood: a value of the column times {@link #scale} is in
 * {@link #unit}.
 *
 * @param text the header as it stands in the file
 */
record ColumnHeader(String text, String name, Unit unit, double scale) {
  private static final String KNOWN_UNITS = "s, ms, N, kN, Pa, kPa";

  private static final Map<String, ColumnHeader> UNITS =
      Map.of(
          "s", new ColumnHeader("", "", Unit.SECOND, 1),
          "ms", new ColumnHeader("", "", Unit.SECOND, 1e-3),
          "N", new ColumnHeader("", "", Unit.NEWTON, 1),
          "kN", new ColumnHeader("", "", Unit.NEWTON, 1e3),
          "Pa", new ColumnHeader("", "", Unit.KILOPASCAL, 1e-3),
          "kPa", new ColumnHeader("", "", Unit.KILOPASCAL, 1));

  private static final Pattern NAME_AND_UNIT = Pattern.compile("(.*?)\\s*\\[\\s*(.*?)\\s*]");

  /** A column that is already in its unit, and has no header in the file. */
  static ColumnHeader of(String name, Unit unit) {
    return new ColumnHeader(name, name, unit, 1);
  }

  /**
   * Understands a header.
   *
   * @param where file and line, for the message
   * @param number number of the column from 1, for the message
   */
  static ColumnHeader parse(String header, String where, int number) {
    String text = header.strip();
    Matcher matcher = NAME_AND_UNIT.matcher(text);
    boolean hasUnit = matcher.matches();
    String name = hasUnit ? matcher.group(1) : text;
    if (name.isBlank()) {
      throw new InputException(
          where + ": column " + number + ": the header has no name; expected \"name [unit]\"");
    }
    if (!hasUnit) {
      throw new InputException(
          where
              + ": column "
              + Quoted.text(text)
              + ": the header has no unit; expected \"name [unit]\" with one of "
              + KNOWN_UNITS);
    }
    ColumnHeader unit = UNITS.get(matcher.group(2));
    if (unit == null) {
      throw new InputException(
          where
              + ": column "
              + Quoted.text(text)
              + ": unit "
              + Quoted.text(matcher.group(2))
              + " is unknown; known: "
              + KNOWN_UNITS);
    }
    return new ColumnHeader(text, name, unit.unit, unit.scale);
  }

  /** Whether values of this column are in the unit of that symbol. */
  boolean isIn(String symbol) {
    ColumnHeader known = UNITS.get(symbol);
    return known != null && known.unit == unit && known.scale == scale;
  }

  /** This column under another name; the header stays. */
  ColumnHeader named(String canonical) {
    return new ColumnHeader(text, canonical, unit, scale);
  }

  /** The value that this text stands for, in {@link #unit}. */
  float floatValue(String text) {
    // A value in its own unit goes to float at once: by way of double it might round twice.
    return scale == 1
        ? Decimals.parseFloat(text)
        : Decimals.toFloat(Decimals.parseDouble(text) * scale, text);
  }

  /** The same in double precision. */
  double doubleValue(String text) {
    return Decimals.parseDouble(text) * scale;
  }
}
