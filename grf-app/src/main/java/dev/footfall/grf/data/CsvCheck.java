package dev.footfall.grf.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVRecord;

/**
 * Looks for problems in a text file of samples and, where a reader would stop at the first, goes
 * on: a row that is none is passed over, a value that is none counts as missing.
 */
final class CsvCheck {
  /** Rows that are looked at first to know the usual step in time. */
  private static final int FIRST_ROWS = 200;

  private final Problems problems;
  private final Path file;
  private final String name;
  private final Function<CsvRows, List<ColumnHeader>> header;

  CsvCheck(
      Problems problems, Path file, String name, Function<CsvRows, List<ColumnHeader>> header) {
    this.problems = problems;
    this.file = file;
    this.name = name;
    this.header = header;
  }

  /** The columns of a recording of either format. */
  static List<ColumnHeader> ofRecording(CsvRows rows) {
    return rows.tabs()
        ? GaitpdbFolder.COLUMNS
        : RecordingHeader.parse(rows.nextLine(), rows.where());
  }

  /**
   * Checks the file.
   *
   * @param nominalRateHz the rate that is stated, or NaN
   * @return what is known of its samples; null if there were none to look at
   */
  SampleCheck run(double nominalRateHz) {
    List<ColumnHeader> columns;
    double usualStepS;
    try (CsvRows rows = CsvRows.open(CsvRows.file(file, name), name)) {
      columns = header.apply(rows);
      usualStepS = usualStep(rows, columns, nominalRateHz);
    } catch (InputException e) {
      problems.add(Problem.Kind.HEADER, name, e);
      return null;
    }
    List<Channel> channels = new ArrayList<>();
    for (ColumnHeader column : columns) {
      if (column.unit() != Unit.SECOND) {
        channels.add(new Channel(column.name(), column.unit()));
      }
    }
    SampleCheck samples = new SampleCheck(problems, name, channels, usualStepS, nominalRateHz);
    try (CsvRows rows = CsvRows.open(CsvRows.file(file, name), name)) {
      header.apply(rows);
      read(rows, columns, samples);
    } catch (InputException e) {
      problems.add(Problem.Kind.FILE, name, e);
    }
    samples.end();
    return samples;
  }

  /** The median of the first steps that increase; without one, what the rate says. */
  private static double usualStep(CsvRows rows, List<ColumnHeader> columns, double rateHz) {
    double[] steps = new double[FIRST_ROWS];
    int count = 0;
    double lastS = Double.NaN;
    int time = 0;
    while (columns.get(time).unit() != Unit.SECOND) {
      time++;
    }
    try {
      CSVRecord row = rows.nextLine();
      for (int i = 0; row != null && i < FIRST_ROWS; i++) {
        double nextS =
            row.size() == columns.size() ? timeOr(columns.get(time), row.get(time)) : Double.NaN;
        if (nextS > lastS) {
          steps[count++] = nextS - lastS;
        }
        lastS = nextS;
        row = rows.nextLine();
      }
    } catch (InputException e) {
      // The second reading stops at the same place and reports it.
      return median(steps, count, rateHz);
    }
    return median(steps, count, rateHz);
  }

  private static double median(double[] steps, int count, double rateHz) {
    Arrays.sort(steps, 0, count);
    return count > 0 ? steps[count / 2] : Double.isNaN(rateHz) ? 1 : 1 / rateHz;
  }

  private static double timeOr(ColumnHeader column, String text) {
    try {
      return column.doubleValue(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void read(CsvRows rows, List<ColumnHeader> columns, SampleCheck samples) {
    float[] values = new float[columns.size() - 1];
    long blankLine = 0;
    for (CSVRecord row = rows.nextLine(); row != null; row = rows.nextLine()) {
      long line = rows.line();
      if (CsvRows.isBlank(row)) {
        blankLine = blankLine == 0 ? line : blankLine;
        continue;
      }
      if (blankLine != 0) {
        problems.add(Problem.Kind.BLANK, name, blankLine, null, "blank line within the recording");
        blankLine = 0;
      }
      String wrongSize = CsvRows.wrongSize(row, columns);
      if (wrongSize != null) {
        problems.add(Problem.Kind.ROW, name, line, null, wrongSize);
        samples.skip();
        continue;
      }
      double timeS = Double.NaN;
      int out = 0;
      for (int i = 0; i < columns.size(); i++) {
        ColumnHeader column = columns.get(i);
        boolean time = column.unit() == Unit.SECOND;
        float value = Float.NaN;
        try {
          if (time) {
            timeS = column.doubleValue(row.get(i));
          } else if (CsvStream.isMissing(row.get(i))) {
            problems.add(Problem.Kind.MISSING, name, line, column.name(), "the value is missing");
          } else {
            value = column.floatValue(row.get(i));
          }
        } catch (NumberFormatException e) {
          problems.add(Problem.Kind.VALUE, name, line, column.name(), e.getMessage());
        }
        if (!time) {
          values[out++] = value;
        }
      }
      if (Double.isNaN(timeS)) {
        samples.skip();
      } else {
        samples.sample(line, timeS, values);
      }
    }
  }
}
