package dev.footfall.grf.signal;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.SampleStream;
import java.util.Arrays;
import java.util.List;

/**
 * All that a device recorded.
 *
 * @param timesS time of each sample on the device's clock
 * @param columns {@code [C][T]}, NaN where a value is missing
 */
record Samples(List<Channel> channels, double[] timesS, float[][] columns) {
  private static final int FIRST_CAPACITY = 4096;

  /** Reads a stream to its end and closes it. */
  static Samples read(SampleStream stream) {
    try (stream) {
      float[] row = new float[stream.channels().size()];
      float[][] columns = new float[row.length][FIRST_CAPACITY];
      double[] timesS = new double[FIRST_CAPACITY];
      int length = 0;
      for (; stream.next(row); length++) {
        if (length == timesS.length) {
          timesS = Arrays.copyOf(timesS, 2 * length);
          for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], 2 * length);
          }
        }
        timesS[length] = stream.timeS();
        for (int c = 0; c < columns.length; c++) {
          columns[c][length] = row[c];
        }
      }
      if (length < 2) {
        throw new InputException(
            stream.where() + ": " + length + (length == 1 ? " sample" : " samples") + " in all");
      }
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Arrays.copyOf(columns[c], length);
      }
      return new Samples(stream.channels(), Arrays.copyOf(timesS, length), columns);
    }
  }
}
