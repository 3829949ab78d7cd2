package dev.footfall.grf.report;

import java.util.Locale;

/**
 * A plot as inline SVG: axes with ticks at round numbers, and marks between them in the order in
 * which they were drawn. Colours come from the page, by class; a title and a description stand in
 * for the picture where it is not seen.
 */
final class Chart {
  static final double WIDTH = 460;

  private static final double LEFT = 64;
  private static final double RIGHT = 14;
  private static final double TOP = 12;
  private static final double BOTTOM = 42;
  private static final int TICKS = 5;

  private final Axis x;
  private final Axis y;
  private final double height;
  private final StringBuilder shades = new StringBuilder(); // under the grid
  private final StringBuilder marks = new StringBuilder();

  /**
   * One axis.
   *
   * @param label quantity and unit
   */
  record Axis(String label, double min, double max) {
    Axis {
      if (!(max > min)) {
        throw new IllegalArgumentException(
            "chart: axis \"" + label + "\" from " + min + " to " + max);
      }
    }

    /** Distance of ticks: 1, 2 or 5 times a power of ten. */
    double step() {
      double rough = (max - min) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double share = rough / power;
      return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
    }

    double share(double value) {
      return (value - min) / (max - min);
    }
  }

  /** An empty plot. */
  Chart(Axis x, Axis y, double height) {
    this.x = x;
    this.y = y;
    this.height = height;
  }

  private double px(double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * x.share(value);
  }

  private double py(double value) {
    return height - BOTTOM - (height - TOP - BOTTOM) * y.share(value);
  }

  /** Shades the whole height between two places. */
  Chart shade(double from, double to) {
    shades.append(
        "<rect class=\"shade\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(
                number(px(from)),
                number(TOP),
                number(px(to) - px(from)),
                number(height - TOP - BOTTOM)));
    return this;
  }

  /** Draws a line through points; one whose value is NaN leaves a gap. */
  Chart line(String style, double[] xs, double[] ys) {
    StringBuilder path = new StringBuilder();
    boolean down = false;
    for (int i = 0; i < xs.length; i++) {
      if (Double.isNaN(ys[i])) {
        down = false;
        continue;
      }
      path.append(down ? 'L' : 'M').append(number(px(xs[i]))).append(' ').append(number(py(ys[i])));
      down = true;
    }
    return path(style, path);
  }

  /** Fills what is between two lines. */
  Chart band(String style, double[] xs, double[] low, double[] high) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(i == 0 ? 'M' : 'L');
      path.append(number(px(xs[i]))).append(' ').append(number(py(high[i])));
    }
    for (int i = xs.length - 1; i >= 0; i--) {
      path.append('L').append(number(px(xs[i]))).append(' ').append(number(py(low[i])));
    }
    return path(style, path.append('Z'));
  }

  /** Draws dots. */
  Chart dots(String style, double[] xs, double[] ys) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append('M').append(number(px(xs[i]))).append(' ').append(number(py(ys[i]))).append("h0");
    }
    return path(style, path);
  }

  private Chart path(String style, StringBuilder path) {
    marks.append("<path class=\"%s\" d=\"%s\"/>".formatted(style, path));
    return this;
  }

  /** Draws a level across the plot, its text above its right end. */
  Chart level(String style, double value, String text) {
    marks.append(
        "<path class=\"%s\" d=\"M%s %sH%s\"/>"
            .formatted(style, number(LEFT), number(py(value)), number(WIDTH - RIGHT)));
    marks.append(
        "<text class=\"level\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>"
            .formatted(number(WIDTH - RIGHT - 2), number(py(value) - 5), Markup.text(text)));
    return this;
  }

  /** The picture. */
  String svg(String title, String description) {
    StringBuilder axes = new StringBuilder();
    for (long i = (long) Math.ceil(y.min() / y.step() - 1e-9);
        i * y.step() <= y.max() + 1e-9;
        i++) {
      double at = py(i * y.step());
      axes.append(
          "<path class=\"grid\" d=\"M%s %sH%s\"/><text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>"
              .formatted(
                  number(LEFT),
                  number(at),
                  number(WIDTH - RIGHT),
                  number(LEFT - 7),
                  number(at + 4),
                  tick(i, y.step())));
    }
    for (long i = (long) Math.ceil(x.min() / x.step() - 1e-9);
        i * x.step() <= x.max() + 1e-9;
        i++) {
      axes.append(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>"
              .formatted(
                  number(px(i * x.step())), number(height - BOTTOM + 17), tick(i, x.step())));
    }
    axes.append(
        "<text class=\"axis\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>"
            .formatted(
                number((LEFT + WIDTH - RIGHT) / 2), number(height - 6), Markup.text(x.label())));
    axes.append(
        "<text class=\"axis\" transform=\"translate(11 %s) rotate(-90)\" text-anchor=\"middle\">%s</text>"
            .formatted(number((TOP + height - BOTTOM) / 2), Markup.text(y.label())));
    return Markup.svg(
        WIDTH, height, title, description, shades.append(axes).append(marks).toString());
  }

  private static String tick(long i, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    return Figures.fixed(i * step, decimals).replaceFirst("^-", "\u2212");
  }

  /** A coordinate with one decimal at most. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
