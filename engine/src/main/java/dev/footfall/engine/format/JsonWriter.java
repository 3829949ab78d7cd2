package dev.footfall.engine.format;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;

/** Appends a value to a text, depth first. */
final class JsonWriter {
  private static final int LONGEST_QUOTE = 60;

  private final boolean indented;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  JsonWriter(boolean indented) {
    this.indented = indented;
  }

  String document(Object value) {
    value(value);
    return out.toString();
  }

  private void value(Object value) {
    switch (value) {
      case null -> out.append("null");
      case Json json -> value(json.value());
      case Json.Numeral(String text) -> out.append(text);
      case Json.Members(Map<String, Object> map) -> object(map);
      case Json.Elements(List<Object> list) -> array(list);
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case int[] _, long[] _, float[] _, double[] _ -> array(boxed(value));
      case String string -> string(string);
      case Float number when !Float.isFinite(number) -> throw notANumber(value);
      case Double number when !Double.isFinite(number) -> throw notANumber(value);
      case Boolean _, Byte _, Short _, Integer _, Long _, Float _, Double _ -> out.append(value);
      default -> throw new JsonException("json: no form for a " + value.getClass().getName());
    }
  }

  private void object(Map<?, ?> map) {
    open('{');
    String separator = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(separator);
      separator = ",";
      breakLine(indented);
      if (!(member.getKey() instanceof String name)) {
        throw new JsonException("json: the name of a member is not a string: " + member.getKey());
      }
      string(name);
      out.append(indented ? ": " : ":");
      value(member.getValue());
    }
    close('}', indented && !map.isEmpty());
  }

  private void array(List<?> list) {
    boolean broken = indented && list.stream().anyMatch(JsonWriter::isNested);
    open('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      separator = indented && !broken ? ", " : ",";
      breakLine(broken);
      value(element);
    }
    close(']', broken);
  }

  private void open(char bracket) {
    if (++depth > Json.MAX_DEPTH) {
      throw new JsonException(
          "json: more than " + Json.MAX_DEPTH + " levels of arrays and objects");
    }
    out.append(bracket);
  }

  private void close(char bracket, boolean broken) {
    depth--;
    breakLine(broken);
    out.append(bracket);
  }

  private void breakLine(boolean wanted) {
    if (wanted) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void string(String string) {
    if (hasUnpairedSurrogate(string)) {
      throw new JsonException("json: " + quoted(string) + " holds an unpaired surrogate");
    }
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isNested(Object value) {
    return switch (value) {
      case Json json -> isNested(json.value());
      case Json.Members _, Json.Elements _, Map<?, ?> _, List<?> _ -> true;
      case null -> false;
      default -> value.getClass().isArray();
    };
  }

  private static List<Object> boxed(Object array) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return Array.get(array, index);
      }

      @Override
      public int size() {
        return Array.getLength(array);
      }
    };
  }

  private static JsonException notANumber(Object value) {
    return new JsonException("json: " + value + " is not a number that JSON can hold");
  }

  /** Whether a string has no form in UTF-8. */
  static boolean hasUnpairedSurrogate(String string) {
    return string
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The string in quotes, on one line of bounded length, for error messages. */
  static String quoted(String string) {
    return '"' + onOneLine(string) + '"';
  }

  /** The string, or its beginning and three dots, with escapes for what does not print. */
  static String onOneLine(String string) {
    StringBuilder line = new StringBuilder();
    shortened(string)
        .codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    line.append("\\u%04x".formatted(c));
                default -> line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  /** The string, or its beginning and three dots. */
  static String shortened(String string) {
    return string.length() <= LONGEST_QUOTE ? string : string.substring(0, LONGEST_QUOTE) + "...";
  }
}
