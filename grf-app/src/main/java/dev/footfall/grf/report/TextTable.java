package dev.footfall.grf.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a terminal: columns as wide as their widest cell, two spaces between them, the first
 * aligned to the left and the others to the right unless told otherwise.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final int leftColumns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose first column holds names and all others numbers. */
  public TextTable(String... header) {
    this(1, header);
  }

  /** A table whose first {@code leftColumns} columns hold words. */
  public TextTable(int leftColumns, String... header) {
    this.header = List.of(header);
    this.leftColumns = leftColumns;
  }

  /** Adds a row with a cell for each column. */
  public TextTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "table: " + cells.length + " cells in a row of " + header.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Header and rows, each line ended by a line feed and free of trailing spaces. */
  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    StringBuilder text = new StringBuilder();
    append(text, widths, header);
    rows.forEach(row -> append(text, widths, row));
    return text.toString();
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private void append(StringBuilder text, int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : GAP);
      line.append(i < leftColumns ? row.get(i) + padding : padding + row.get(i));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
