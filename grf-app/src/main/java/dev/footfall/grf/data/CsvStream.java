package dev.footfall.grf.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * A stream of a session in CSV. A value that is empty or {@code NaN} is handed on as NaN, for whom
 * repairs gaps to mend and to count; everything else that is no sample is refused.
 */
final class CsvStream implements SampleStream {
  private final CsvRows rows;
  private final List<ColumnHeader> columns;
  private final List<Channel> channels;
  private double timeS = Double.NaN;

  /**
   * A stream whose header has been read.
   *
   * @param columns what the header says
   */
  CsvStream(CsvRows rows, List<ColumnHeader> columns) {
    this.rows = rows;
    this.columns = columns;
    List<Channel> signals = new ArrayList<>();
    for (ColumnHeader column : columns) {
      if (!column.name().equals(RecordingHeader.TIME)) {
        signals.add(new Channel(column.name(), column.unit()));
      }
    }
    this.channels = List.copyOf(signals);
  }

  /** Whether a value stands for none. */
  static boolean isMissing(String text) {
    String value = text.strip();
    return value.isEmpty() || value.equalsIgnoreCase("nan");
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean next(float[] row) {
    CSVRecord record = rows.next();
    if (record == null) {
      return false;
    }
    String wrongSize = CsvRows.wrongSize(record, columns);
    if (wrongSize != null) {
      throw new InputException(where() + ": " + wrongSize);
    }
    int out = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnHeader column = columns.get(i);
      String text = record.get(i);
      try {
        if (column.unit() == Unit.SECOND) {
          advance(column.doubleValue(text));
        } else {
          row[out++] = isMissing(text) ? Float.NaN : column.floatValue(text);
        }
      } catch (NumberFormatException e) {
        throw new InputException(
            where() + ": column " + Quoted.text(column.name()) + ": " + e.getMessage(), e);
      }
    }
    return true;
  }

  private void advance(double nextS) {
    if (nextS <= timeS) {
      throw new InputException(
          where() + ": column \"time\": " + RecordingReader.notIncreasing(nextS, timeS));
    }
    timeS = nextS;
  }

  @Override
  public double timeS() {
    return timeS;
  }

  @Override
  public String where() {
    return rows.where();
  }

  @Override
  public void close() {
    rows.close();
  }
}
