package dev.footfall.grf.data;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a recording sample by sample, from files and live streams alike: a row is delivered as soon
 * as its line has arrived.
 *
 * <p>Two formats, told apart by the first line:
 *
 * <ul>
 *   <li>CSV in UTF-8: a header of {@code name [unit]}, comma separated, one of the columns {@code
 *       time [s]} or {@code time [ms]}, then a line of numbers for each sample. Known units are s,
 *       ms, N, kN, Pa and kPa; values are converted to s, N and kPa. A byte order mark, CRLF,
 *       quotes, spaces around a value and blank lines at the end are accepted.
 *   <li>gaitpdb: no header, 19 tab-separated numbers: time in s, eight cells of the left insole and
 *       eight of the right one in N, total left and total right in N; nominally at 100 Hz. A first
 *       line with a tab and no comma is taken for this format.
 * </ul>
 *
 * <p>Anything else is refused with an {@link InputException} that names file, line and column. Time
 * must increase. Not for use by several threads at once.
 */
public final class RecordingReader implements AutoCloseable {
  /** Before this many steps the mean step says too little about the rate. */
  private static final int STEPS_FOR_RATE = 100;

  private static final double RATE_TOLERANCE = 0.02;

  private final CsvRows rows;
  private final List<ColumnHeader> columns;
  private final int timeColumn;
  private final List<Channel> channels;
  private final double nominalRateHz;

  /** 1 / the rate that was asked for; NaN while none was, which no step is refused for. */
  private double expectedStepS;

  private double firstTimeS;
  private double timeS = Double.NaN;
  private long steps;

  private long rowLine;

  private RecordingReader(CsvRows rows) {
    this.rows = rows;
    this.columns =
        rows.tabs() ? GaitpdbFolder.COLUMNS : RecordingHeader.parse(rows.nextLine(), rows.where());
    this.rowLine = rows.line();
    this.nominalRateHz = rows.tabs() ? GaitpdbFolder.SAMPLING_RATE_HZ : Double.NaN;
    this.expectedStepS = 1 / nominalRateHz;
    int time = 0;
    List<Channel> signals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(RecordingHeader.TIME)) {
        time = i;
      } else {
        signals.add(new Channel(columns.get(i).name(), columns.get(i).unit()));
      }
    }
    this.timeColumn = time;
    this.channels = List.copyOf(signals);
  }

  /**
   * Starts to read, up to the header line.
   *
   * @param in where the bytes come from; closed by {@link #close}, and if this method fails
   * @param name what messages call the input
   * @throws InputException if the input is empty or its header cannot be understood
   */
  public static RecordingReader open(InputStream in, String name) {
    return CsvRows.open(in, name, RecordingReader::new);
  }

  /** What messages call the input. */
  public String name() {
    return rows.name();
  }

  /** The channels of a row, in their order; the time is not among them. */
  public List<Channel> channels() {
    return channels;
  }

  /** The rate that the format promises, 100 Hz for gaitpdb; NaN for CSV, where the time says it. */
  public double nominalRateHz() {
    return nominalRateHz;
  }

  /**
   * From here on, refuses a step in time that is not near {@code 1 / samplingRateHz}: a single step
   * must be between two thirds and three halves of it, the mean step (from 100 steps on) within 2
   * %. A gaitpdb recording is held to its nominal rate without being asked.
   */
  public void requireSamplingRate(double samplingRateHz) {
    expectedStepS = 1 / samplingRateHz;
  }

  /**
   * Reads the next sample, waiting for its line if need be.
   *
   * @param row receives one value for each of {@link #channels()}, in N or kPa
   * @return false at the end of the input; the row is then unchanged
   * @throws InputException if the line is not a sample
   */
  public boolean next(float[] row) {
    CSVRecord record = rows.next();
    if (record == null) {
      return false;
    }
    rowLine = rows.line();
    String wrongSize = CsvRows.wrongSize(record, columns);
    if (wrongSize != null) {
      throw new InputException(rows.where() + ": " + wrongSize);
    }
    int out = 0;
    for (int i = 0; i < columns.size(); i++) {
      try {
        if (i == timeColumn) {
          advance(columns.get(i).doubleValue(record.get(i)));
        } else {
          row[out++] = columns.get(i).floatValue(record.get(i));
        }
      } catch (NumberFormatException e) {
        throw problem(columns.get(i), e.getMessage());
      }
    }
    return true;
  }

  private void advance(double nextS) {
    if (Double.isNaN(timeS)) {
      firstTimeS = nextS;
    } else {
      double stepS = nextS - timeS;
      if (!(stepS > 0)) {
        throw problem(columns.get(timeColumn), notIncreasing(nextS, timeS));
      }
      if (stepS < expectedStepS / 1.5 || stepS > expectedStepS * 1.5) {
        throw unexpectedStep("a step", stepS);
      }
      steps++;
      double meanStepS = (nextS - firstTimeS) / steps;
      if (steps >= STEPS_FOR_RATE && Math.abs(meanStepS / expectedStepS - 1) > RATE_TOLERANCE) {
        throw unexpectedStep("a mean step", meanStepS);
      }
    }
    timeS = nextS;
  }

  private InputException unexpectedStep(String which, double stepS) {
    return problem(
        columns.get(timeColumn),
        which + " of " + micro(stepS) + " s where " + micro(expectedStepS) + " s is expected");
  }

  static String notIncreasing(double nextS, double timeS) {
    return "time must increase, but " + micro(nextS) + " s follows " + micro(timeS) + " s";
  }

  /** A time to the microsecond, free of what subtracting left behind. */
  static String micro(double seconds) {
    return Decimals.text(Math.rint(seconds * 1e6) / 1e6);
  }

  private InputException problem(ColumnHeader column, String what) {
    return new InputException(
        rows.where() + ": column " + Quoted.text(column.name()) + ": " + what);
  }

  /** Time of the row read last, in s, as the file gives it. */
  public double timeS() {
    return timeS;
  }

  /** Line of the row read last, from 1; before the first row, that of the header. */
  public long line() {
    return rowLine;
  }

  @Override
  public void close() {
    rows.close();
  }
}
