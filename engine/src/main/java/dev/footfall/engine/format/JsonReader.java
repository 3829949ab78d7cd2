package dev.footfall.engine.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over a JSON text, by recursive descent: one method for each rule of the grammar. */
final class JsonReader {
  private static final int END = -1;

  private final String source;
  private final String text;
  private int at;

  JsonReader(String source, String text) {
    this.source = source;
    this.text = text;
  }

  Object document() {
    Object value = value(0);
    if (next() != END) {
      throw expected("the end of the document");
    }
    return value;
  }

  private Object value(int depth) {
    int first = next();
    if (first == '{' || first == '[') {
      if (depth == Json.MAX_DEPTH) {
        throw problem(at, "more than " + Json.MAX_DEPTH + " levels of arrays and objects");
      }
      at++;
      return first == '{' ? members(depth + 1) : elements(depth + 1);
    }
    return switch (first) {
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numeral();
      default -> throw expected("a value");
    };
  }

  private Json.Members members(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!skip('}')) {
      do {
        if (next() != '"') {
          throw expected("a member name in quotes");
        }
        int start = at;
        String name = string();
        if (map.containsKey(name)) {
          throw problem(start, "member " + JsonWriter.quoted(name) + " is there twice");
        }
        if (!skip(':')) {
          throw expected("':'");
        }
        map.put(name, value(depth));
      } while (skip(','));
      if (!skip('}')) {
        throw expected("',' or '}'");
      }
    }
    return new Json.Members(map);
  }

  private Json.Elements elements(int depth) {
    List<Object> list = new ArrayList<>();
    if (!skip(']')) {
      do {
        list.add(value(depth));
      } while (skip(','));
      if (!skip(']')) {
        throw expected("',' or ']'");
      }
    }
    return new Json.Elements(list);
  }

  private Object literal(String word, Boolean value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw expected(word);
      }
    }
    return value;
  }

  private Json.Numeral numeral() {
    int start = at;
    accept('-');
    if (!accept('0')) {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      digits();
    }
    return new Json.Numeral(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw expected("a digit");
    }
  }

  private String string() {
    int open = at++;
    StringBuilder out = new StringBuilder();
    while (!accept('"')) {
      int found = peek();
      if (found == END) {
        throw problem(open, "the string that begins here has no end");
      } else if (found < ' ') {
        throw expected("an escape for a control character");
      }
      at++;
      out.append(found == '\\' ? escape() : (char) found);
    }
    String string = out.toString();
    if (JsonWriter.hasUnpairedSurrogate(string)) {
      throw problem(open, "the string that begins here holds an unpaired surrogate");
    }
    return string;
  }

  private char escape() {
    int found = peek();
    if (accept('u')) {
      int unit = 0;
      for (int i = 0; i < 4; i++, at++) {
        // Not Character.digit alone: it knows the digits of every script.
        int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
        if (digit < 0) {
          throw expected("a hexadecimal digit");
        }
        unit = unit << 4 | digit;
      }
      return (char) unit;
    }
    char unit =
        switch (found) {
          case '"', '\\', '/' -> (char) found;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> throw expected("one of \"\\/bfnrtu after a backslash");
        };
    at++;
    return unit;
  }

  /** The character that comes next, white space skipped. */
  private int next() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
    return peek();
  }

  private boolean skip(char wanted) {
    next();
    return accept(wanted);
  }

  private boolean accept(char wanted) {
    boolean found = peek() == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private JsonException expected(String what) {
    int found = peek();
    String name =
        found == END
            ? "the end of the text"
            : found > ' ' && found < 0x7f ? "'" + (char) found + "'" : "U+%04X".formatted(found);
    return problem(at, "expected " + what + " but found " + name);
  }

  private JsonException problem(int offset, String what) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    int column = offset - lineStart + 1;
    return new JsonException(
        source + ":" + line + ":" + column + ": " + what + " (offset " + offset + ")");
  }
}
