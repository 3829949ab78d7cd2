package dev.footfall.grf.data;

/** Foreign text made fit for a one-line message. */
final class Quoted {
  private static final int LONGEST = 40;

  private Quoted() {}

  /** The text in quotes, control characters replaced, shortened where it is long. */
  static String text(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
