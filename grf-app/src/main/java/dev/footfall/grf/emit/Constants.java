package dev.footfall.grf.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Arrays as Java source, within the limits of a class file: 65,535 B for the code of a method, as
 * many for a string constant, as many entries in the pool of constants.
 *
 * <p>An array of floats or ints is an array initialiser, one line for each row. An element takes up
 * to 8 B of code ({@code dup, sipush, ldc_w, fastore}) and 5 B of the pool. Weights of one byte are
 * characters of a string constant, where most take 1 B (see {@link #bytes}) instead of 7. An array
 * with too many elements for one method or constant is put together from parts, each in a class or
 * constant of its own.
 */
final class Constants {
  /** 48 kB of code, 30 kB of constants. */
  private static final int ELEMENTS_OF_A_PART = 6_000;

  /** A layer has up to four arrays, which one method fills. */
  private static final int ELEMENTS_IN_PLACE = ELEMENTS_OF_A_PART / 4;

  /** A character takes at most 3 B. */
  private static final int CHARACTERS_OF_A_STRING = 20_000;

  private static final int LINE = 96;

  /** A field of the class that holds the constants of a layer, and the classes of its parts. */
  record Field(String type, String name, String declaration, String parts) {}

  private Constants() {}

  /** A number that Java reads back as the same float. */
  static String literal(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("emit: a constant is " + value + "; expected a number");
    }
    return value + "f";
  }

  /**
   * An array of floats.
   *
   * @param owner of the field, after which the classes of parts are named
   * @param rowLength after so many elements a line ends
   */
  static Field floats(String owner, String name, float[] values, int rowLength) {
    List<String> literals = new ArrayList<>(values.length);
    for (float value : values) {
      literals.add(literal(value));
    }
    return array("float", owner, name, literals, rowLength);
  }

  /** An array of ints, likewise. */
  static Field ints(String owner, String name, int[] values, int rowLength) {
    List<String> literals = new ArrayList<>(values.length);
    for (int value : values) {
      literals.add(String.valueOf(value));
    }
    return array("int", owner, name, literals, rowLength);
  }

  /** An array of 16-bit integers, likewise; not longer than fits into one class. */
  static Field shorts(String name, short[] values, int rowLength) {
    List<String> literals = new ArrayList<>(values.length);
    for (short value : values) {
      literals.add(String.valueOf(value));
    }
    return array("short", "", name, literals, rowLength);
  }

  private static Field array(
      String type, String owner, String name, List<String> literals, int rowLength) {
    int length = literals.size();
    if (length <= ELEMENTS_IN_PLACE) {
      return new Field(
          type,
          name,
          Template.of(
                  """
                  static final @type@[] @name@ = {
                    @elements@
                  };
                  """)
              .with("type", type)
              .with("name", name)
              .with("elements", rows(literals, rowLength))
              .text(),
          "");
    }
    StringBuilder calls = new StringBuilder();
    StringBuilder parts = new StringBuilder();
    for (int at = 0, part = 1; at < length; at += ELEMENTS_OF_A_PART, part++) {
      String partName =
          owner + JavaName.upper(JavaName.camelCase(name.toLowerCase(Locale.ROOT))) + part;
      calls.append("%s.copyTo(%s, %d);\n".formatted(partName, name, at));
      parts.append(
          Template.of(
                  """

                  /** Part @part@ of @owner@.@name@. */
                  private static final class @partName@ {
                    static void copyTo(@type@[] whole, int at) {
                      @type@[] part = {
                        @elements@
                      };
                      for (int i = 0; i < part.length; i++) {
                        whole[at + i] = part[i];
                      }
                    }
                  }
                  """)
              .with("part", part)
              .with("owner", owner)
              .with("name", name)
              .with("partName", partName)
              .with("type", type)
              .with(
                  "elements",
                  rows(literals.subList(at, Math.min(at + ELEMENTS_OF_A_PART, length)), rowLength))
              .text());
    }
    return new Field(
        type,
        name,
        Template.of(
                """
                static final @type@[] @name@ = new @type@[@length@];

                static {
                  @calls@
                }
                """)
            .with("type", type)
            .with("name", name)
            .with("length", length)
            .with("calls", calls)
            .text(),
        parts.toString());
  }

  /** Literals with a comma after each, a line for a row, more where a row is long. */
  static String rows(List<String> literals, int rowLength) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < literals.size(); i++) {
      String literal = literals.get(i) + ",";
      if (!line.isEmpty() && (i % rowLength == 0 || line.length() + literal.length() >= LINE)) {
        text.append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(literal);
    }
    return text.append(line).append('\n').toString();
  }

  /**
   * An array of bytes, w in -128 to 127, from a string constant. Its characters are {@code 1 + 2w}
   * for {@code w >= 0} and {@code -2w} for {@code w < 0}: those of -63 to 63, where nearly all
   * weights are, are ASCII without the zero, which a class file holds in 1 B; the others take 2 B.
   * The emitted method {@code unpack} undoes it.
   */
  static Field bytes(String name, byte[] values) {
    StringBuilder calls = new StringBuilder();
    for (int at = 0; at < values.length; at += CHARACTERS_OF_A_STRING) {
      int end = Math.min(at + CHARACTERS_OF_A_STRING, values.length);
      StringJoiner lines = new StringJoiner("\"\n        + \"", "\"", "\"");
      StringBuilder line = new StringBuilder();
      for (int i = at; i < end; i++) {
        String character = escaped(packed(values[i]));
        if (line.length() + character.length() > LINE - 12) {
          lines.add(line);
          line.setLength(0);
        }
        line.append(character);
      }
      calls.append("unpack(\n    ").append(lines.add(line)).append(",\n");
      calls.append("    %s,\n    %d);\n".formatted(name, at));
    }
    return new Field(
        "byte",
        name,
        Template.of(
                """
                static final byte[] @name@ = new byte[@length@];

                static {
                  @calls@
                }
                """)
            .with("name", name)
            .with("length", values.length)
            .with("calls", calls)
            .text(),
        "");
  }

  static char packed(byte w) {
    return (char) (w >= 0 ? 1 + 2 * w : -2 * w);
  }

  /** A character as it stands in a string literal, in ASCII. */
  static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> {
        if (c > 0xff) {
          yield "\\u%04x".formatted((int) c);
        }
        // Three octal digits: a digit may follow.
        yield c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\%03o".formatted((int) c);
      }
    };
  }
}
