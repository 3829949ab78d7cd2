package dev.footfall.grf.data;

import java.nio.file.Path;

/**
 * A file format of the streams of a session. To add one, implement this interface and either pass
 * it to {@link StreamFormats#with} or name the class in {@code
 * META-INF/services/dev.footfall.grf.data.StreamFormat} of a jar on the class path, for which the
 * command line looks; then {@code "format": "its-name"} in {@code session.json} chooses it.
 */
public interface StreamFormat {
  /** What {@code session.json} calls the format. */
  String name();

  /**
   * Starts to read the insole.
   *
   * @param file exists
   * @param name what messages call the file
   * @throws InputException if the file is not of this format, or lacks a cell of the layout
   */
  SampleStream openInsole(Path file, String name, StreamSpec spec, SensorLayout layout);

  /**
   * Starts to read the force, whose channels are named as {@link Foot#grf} and {@link Foot#grfAp}
   * give them.
   *
   * @param file exists
   * @param name what messages call the file
   * @throws InputException if the file is not of this format
   */
  SampleStream openForce(Path file, String name, StreamSpec spec);
}
