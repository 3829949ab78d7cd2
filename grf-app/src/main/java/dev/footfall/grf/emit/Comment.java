package dev.footfall.grf.emit;

/** Text that others wrote, made fit for a comment in ASCII. */
final class Comment {
  private static final int WIDTH = 96;

  private Comment() {}

  /**
   * The text on one line, free of all that would end a comment or mean something in one: no control
   * character, no backslash, no end of a comment; what is not ASCII as its escape.
   */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (char c : text.strip().replace("*/", "* /").replace('\\', '/').toCharArray()) {
      if (c < ' ' || c == 0x7f) {
        plain.append(' ');
      } else {
        plain.append(c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
    }
    return plain.toString();
  }

  /** The same for Javadoc, where markup would be understood. */
  static String javadoc(String text) {
    return plain(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;");
  }

  /** Lines of a comment: a label, the text behind it, broken between words and indented. */
  static String paragraph(String label, String text) {
    StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder(label);
    for (String word : plain(text).split(" +")) {
      if (line.length() > label.length() && line.length() + word.length() >= WIDTH) {
        all.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(" ".repeat(label.length()));
      }
      line.append(word).append(' ');
    }
    return all.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
