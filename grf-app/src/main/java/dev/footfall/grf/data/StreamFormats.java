package dev.footfall.grf.data;

import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The formats that streams of a session may have, by name. Immutable. */
public final class StreamFormats {
  private final SortedMap<String, StreamFormat> byName;

  private StreamFormats(SortedMap<String, StreamFormat> byName) {
    this.byName = byName;
  }

  /** {@code csv} and the formats that jars on the class path add. */
  public static StreamFormats installed() {
    StreamFormats formats = new StreamFormats(new TreeMap<>()).with(new CsvFormat());
    for (StreamFormat added : ServiceLoader.load(StreamFormat.class)) {
      formats = formats.with(added);
    }
    return formats;
  }

  /**
   * These formats and one more.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public StreamFormats with(StreamFormat format) {
    SortedMap<String, StreamFormat> more = new TreeMap<>(byName);
    if (more.put(format.name(), format) != null) {
      throw new IllegalArgumentException(
          "stream formats: there are two of the name \"" + format.name() + "\"");
    }
    return new StreamFormats(more);
  }

  /** The format of a name, or null. */
  StreamFormat find(String name) {
    return byName.get(name);
  }

  /** The names, for messages. */
  String names() {
    return String.join(", ", byName.keySet());
  }
}
