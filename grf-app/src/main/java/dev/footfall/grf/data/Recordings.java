package dev.footfall.grf.data;

import dev.footfall.engine.format.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Whole recordings from files and into files. */
public final class Recordings {
  private static final int FIRST_CAPACITY = 4096;

  private Recordings() {}

  /**
   * Starts to read a file of either format, sample by sample.
   *
   * @throws InputException if the file is missing or its header cannot be understood
   */
  public static RecordingReader open(Path file) {
    return open(file, file.toString());
  }

  /**
   * Reads a file of either format (see {@link RecordingReader}) as a whole. Subject and trial
   * follow from a gaitpdb file name, {@code GaCo01_01.txt}; otherwise they are the names of the
   * folder and of the file. The body mass is unknown.
   *
   * <p>The sampling rate of a CSV recording is that of its mean step, rounded to a millionth of a
   * hertz. A step above 1.5 times the median step is a gap and refused, as is a recording of less
   * than two samples.
   *
   * @throws InputException if the file cannot be used
   */
  public static Recording read(Path file) {
    GaitpdbFolder.Walk walk = GaitpdbFolder.Walk.of(file);
    if (walk != null) {
      return read(file, file.toString(), walk.subject(), walk.trial(), Double.NaN);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    String subject =
        folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
    return read(file, file.toString(), subject, CsvFolder.trial(file), Double.NaN);
  }

  static Recording read(Path file, String name, String subject, String trial, double bodyMassKg) {
    try (RecordingReader reader = open(file, name)) {
      List<Channel> channels = reader.channels();
      float[] row = new float[channels.size()];
      float[][] columns = new float[row.length][FIRST_CAPACITY];
      double[] times = new double[FIRST_CAPACITY];
      long[] lines = new long[FIRST_CAPACITY];
      int length = 0;
      for (; reader.next(row); length++) {
        if (length == times.length) {
          times = Arrays.copyOf(times, 2 * length);
          lines = Arrays.copyOf(lines, 2 * length);
          for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], 2 * length);
          }
        }
        times[length] = reader.timeS();
        lines[length] = reader.line();
        for (int c = 0; c < columns.length; c++) {
          columns[c][length] = row[c];
        }
      }
      if (length < 2) {
        throw new InputException(
            name
                + ":"
                + reader.line()
                + (length == 0 ? ": a header but no samples" : ": a single sample has no rate"));
      }
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Arrays.copyOf(columns[c], length);
      }
      double rateHz = reader.nominalRateHz();
      if (Double.isNaN(rateHz)) {
        rateHz = samplingRateHz(name, Arrays.copyOf(times, length), lines);
      }
      return new Recording(name, subject, trial, rateHz, bodyMassKg, channels, columns);
    }
  }

  private static double samplingRateHz(String name, double[] times, long[] lines) {
    double[] steps = new double[times.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = times[i + 1] - times[i];
    }
    Arrays.sort(steps);
    double median = steps[steps.length / 2];
    for (int i = 1; i < times.length; i++) {
      double step = times[i] - times[i - 1];
      if (step > 1.5 * median) {
        throw new InputException(
            name
                + ":"
                + lines[i]
                + ": column \"time\": a gap of "
                + RecordingReader.micro(step)
                + " s where the median step is "
                + RecordingReader.micro(median)
                + " s");
      }
    }
    double rateHz = steps.length / (times[times.length - 1] - times[0]);
    return Math.rint(rateHz * 1e6) / 1e6;
  }

  private static RecordingReader open(Path file, String name) {
    return RecordingReader.open(CsvRows.file(file, name), name);
  }

  /**
   * Writes a recording as CSV, the first sample at time 0. The file appears whole or not at all,
   * and replaces one of that name.
   */
  public static void write(Recording recording, Path file) throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          RecordingWriter writer =
              new RecordingWriter(
                  new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8)),
                  recording.channels());
          List<float[]> columns =
              recording.channels().stream().map(c -> recording.column(c.name())).toList();
          float[] row = new float[columns.size()];
          for (int t = 0; t < recording.length(); t++) {
            for (int c = 0; c < row.length; c++) {
              row[c] = columns.get(c)[t];
            }
            writer.write(t / recording.samplingRateHz(), row);
          }
          writer.flush();
        });
  }
}
