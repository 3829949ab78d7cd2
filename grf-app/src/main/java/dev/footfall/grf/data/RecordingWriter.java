package dev.footfall.grf.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/**
 * Writes a recording sample by sample as CSV that {@link RecordingReader} reads back bit by bit:
 * each number is the shortest decimal that denotes the same float.
 *
 * <p>Not for use by several threads at once.
 */
public final class RecordingWriter implements Closeable {
  private final Writer out;
  private final int channelCount;
  private final StringBuilder line = new StringBuilder();

  /**
   * Writes the header, {@code time [s]} and the channels.
   *
   * @param out closed by {@link #close}
   */
  public RecordingWriter(Writer out, List<Channel> channels) throws IOException {
    this.out = out;
    this.channelCount = channels.size();
    List<String> header = new ArrayList<>();
    header.add(new Channel(RecordingHeader.TIME, Unit.SECOND).toString());
    channels.forEach(channel -> header.add(channel.toString()));
    out.append(CSVFormat.DEFAULT.format(header.toArray())).append('\n');
  }

  /**
   * Writes one sample.
   *
   * @param row one finite value for each channel
   */
  public void write(double timeS, float[] row) throws IOException {
    // Numbers need no quoting, so a CSV printer has nothing to add.
    line.setLength(0);
    line.append(Decimals.text(timeS));
    for (int i = 0; i < channelCount; i++) {
      line.append(',').append(Decimals.text(row[i]));
    }
    out.append(line.append('\n'));
  }

  /** Hands on what was written so far, as a live reader of the output expects after each sample. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
