package dev.footfall.grf.report;

/** Running text broken into lines for a terminal. */
public final class Paragraph {
  /** Longest line, in characters; a longer word stays whole. */
  private static final int WIDTH = 80;

  private Paragraph() {}

  /** A label and the text behind it, further lines indented to where the text began. */
  public static String of(String label, String text) {
    StringBuilder all = new StringBuilder(label);
    int column = label.length();
    boolean first = true;
    for (String word : text.split(" ")) {
      if (!first && column + 1 + word.length() > WIDTH) {
        all.append('\n').append(" ".repeat(label.length()));
        column = label.length();
      } else if (!first) {
        all.append(' ');
        column++;
      }
      all.append(word);
      column += word.length();
      first = false;
    }
    return all.append('\n').toString();
  }
}
