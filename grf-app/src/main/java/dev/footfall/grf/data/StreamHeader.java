package dev.footfall.grf.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/** The header of a stream in a session: as that of a recording, but units may be left out. */
final class StreamHeader {
  private static final Pattern FRAME_CELL =
      Pattern.compile("(left|right)_p_(0|[1-9]\\d{0,3})_(0|[1-9]\\d{0,3})");

  private StreamHeader() {}

  /** The columns of an insole, cells under their canonical names. */
  static List<ColumnHeader> insole(CsvRows rows, StreamSpec spec, SensorLayout layout) {
    int cells = layout.cells().size();
    Set<String> missing = new LinkedHashSet<>();
    for (Foot foot : Foot.values()) {
      for (int cell = 1; cell <= cells; cell++) {
        missing.add(foot.insole(cell));
      }
    }
    Set<String> known = Set.copyOf(missing);
    List<ColumnHeader> columns = new ArrayList<>();
    for (ColumnHeader column : columns(rows, spec)) {
      String name = canonical(column.name(), layout);
      String at = rows.where() + ": column " + Quoted.text(column.text());
      if (!name.equals(RecordingHeader.TIME)) {
        if (!known.contains(name)) {
          throw new InputException(at + " is no cell of the " + cells + " in session.json");
        }
        if (!missing.remove(name)) {
          throw new InputException(at + " is a cell that another column holds as well");
        }
      }
      columns.add(column.named(name));
    }
    // A recording of one foot is one; an insole that lacks some of its cells is not.
    for (Foot foot : Foot.values()) {
      List<String> lacking =
          missing.stream().filter(name -> name.contains("_" + foot.word() + "_")).toList();
      if (!lacking.isEmpty() && lacking.size() < cells) {
        throw new InputException(
            rows.where()
                + ": column "
                + Quoted.text(lacking.getFirst())
                + " is missing; session.json has "
                + cells
                + " cells");
      }
    }
    return columns;
  }

  /** The columns of a force plate, at least one of which is a force that is known. */
  static List<ColumnHeader> force(CsvRows rows, StreamSpec spec) {
    List<ColumnHeader> columns = columns(rows, spec);
    Set<String> known = new HashSet<>();
    for (Foot foot : Foot.values()) {
      known.add(foot.grf());
      known.add(foot.grfAp());
    }
    if (columns.stream().noneMatch(column -> known.contains(column.name()))) {
      throw new InputException(
          rows.where()
              + ": there is no force; expected one of grf_left, grf_right, grf_ap_left,"
              + " grf_ap_right");
    }
    return columns;
  }

  private static String canonical(String name, SensorLayout layout) {
    Matcher cell = FRAME_CELL.matcher(name);
    if (!cell.matches()) {
      return name;
    }
    int row = Integer.parseInt(cell.group(2));
    int column = Integer.parseInt(cell.group(3));
    if (row >= layout.rows() || column >= layout.columns()) {
      return name;
    }
    Foot foot = cell.group(1).equals(Foot.LEFT.word()) ? Foot.LEFT : Foot.RIGHT;
    return foot.insole(row * layout.columns() + column + 1);
  }

  private static List<ColumnHeader> columns(CsvRows rows, StreamSpec spec) {
    CSVRecord header = rows.nextLine();
    List<ColumnHeader> columns = RecordingHeader.parse(header, rows.where(), spec.unit());
    for (ColumnHeader column : columns) {
      if (!column.name().equals(RecordingHeader.TIME) && !column.isIn(spec.unit())) {
        throw new InputException(
            rows.where()
                + ": column "
                + Quoted.text(column.text())
                + " is not in "
                + spec.unit()
                + ", which session.json states");
      }
    }
    return columns;
  }
}
