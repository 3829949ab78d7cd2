package dev.footfall.grf.emit;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Source text with gaps, {@code @name@}. A gap alone on its line takes a text of many lines, each
 * indented as the gap is; with an empty text its line goes away.
 */
final class Template {
  private static final Pattern GAP =
      Pattern.compile("(?m)^( *)@([a-zA-Z0-9]+)@\\R|@([a-zA-Z0-9]+)@");

  private final String template;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Template(String template) {
    this.template = template;
  }

  static Template of(String template) {
    return new Template(template);
  }

  /** Says what stands in a gap. */
  Template with(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  /**
   * The text with all gaps filled.
   *
   * @throws IllegalStateException if a gap has no value or a value no gap
   */
  String text() {
    Set<String> unused = new LinkedHashSet<>(values.keySet());
    Matcher matcher = GAP.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      boolean line = matcher.group(2) != null;
      String name = line ? matcher.group(2) : matcher.group(3);
      String value = values.get(name);
      if (value == null) {
        throw new IllegalStateException("template: no value for @" + name + "@");
      }
      unused.remove(name);
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(line ? indented(value, matcher.group(1)) : value));
    }
    if (!unused.isEmpty()) {
      throw new IllegalStateException("template: no gap for " + unused);
    }
    return matcher.appendTail(text).toString();
  }

  /** The lines of a text behind an indentation, blank ones left blank, a line feed after each. */
  private static String indented(String text, String indentation) {
    StringBuilder lines = new StringBuilder();
    text.stripTrailing()
        .lines()
        .forEach(line -> lines.append(line.isBlank() ? "" : indentation + line).append('\n'));
    return lines.toString();
  }
}
