package dev.footfall.grf.data;

import java.util.List;

/**
 * What one device recorded, sample by sample, on the clock of that device. However long the
 * recording is, no more than a row of it need be in memory.
 *
 * <p>Not for use by several threads at once.
 */
public interface SampleStream extends AutoCloseable {
  /** The channels of a row, in their order, with canonical names; the time is not among them. */
  List<Channel> channels();

  /**
   * Reads the next sample.
   *
   * @param row receives one value for each of {@link #channels()} in the unit of the channel; NaN
   *     where the recording has none
   * @return false at the end; the row is then unchanged
   * @throws InputException if the recording cannot be understood or its time does not increase
   */
  boolean next(float[] row);

  /** Time of the sample read last in s, on the clock of the device. */
  double timeS();

  /** Where the sample read last stands, such as file and line: what messages begin with. */
  String where();

  @Override
  void close();
}
