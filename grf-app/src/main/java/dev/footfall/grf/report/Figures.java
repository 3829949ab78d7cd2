package dev.footfall.grf.report;

import java.util.Locale;

/** Numbers as tables show them; a figure that does not exist is a hyphen. */
public final class Figures {
  private static final int KIB = 1024;

  private Figures() {}

  /** With a fixed number of decimals. */
  public static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }

  /** A count, its thousands set apart: {@code 176,530}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A size of memory: {@code 812 B}, {@code 13.1 KiB}, {@code 2.0 GiB}. */
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= KIB && unit < 3) {
      size /= KIB;
      unit++;
    }
    return fixed(size, 1) + " " + "KMGT".charAt(unit) + "iB";
  }

  /** A time span: {@code 8 s}, {@code 3 min 12 s}, {@code 2 h 5 min}. */
  public static String span(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
