package dev.footfall.grf.report;

/** Pieces of HTML and SVG. */
final class Markup {
  private Markup() {}

  /** Text with the characters that mean something to a browser replaced. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A picture that scales to the width it is given. */
  static String svg(double width, double height, String title, String description, String content) {
    return """
    <svg role="img" viewBox="0 0 %s %s" aria-label="%s">\
    <title>%s</title><desc>%s</desc>%s</svg>
    """
        .formatted(
            Chart.number(width),
            Chart.number(height),
            text(title + ". " + description),
            text(title),
            text(description),
            content);
  }
}
