package dev.footfall.grf.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** A format of a laboratory: a force under the left foot on each line, and nothing else. */
public final class OneForceALine implements StreamFormat {
  @Override
  public String name() {
    return "mass";
  }

  @Override
  public SampleStream openInsole(Path file, String name, StreamSpec spec, SensorLayout layout) {
    throw new InputException(name + ": format \"mass\" holds no insole");
  }

  @Override
  public SampleStream openForce(Path file, String name, StreamSpec spec) {
    Iterator<String> lines;
    try {
      lines = Files.readAllLines(file).iterator();
    } catch (IOException e) {
      throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
    return new SampleStream() {
      private int read;

      @Override
      public List<Channel> channels() {
        return List.of(new Channel(Foot.LEFT.grf(), Unit.NEWTON));
      }

      @Override
      public boolean next(float[] row) {
        if (!lines.hasNext()) {
          return false;
        }
        row[0] = Float.parseFloat(lines.next());
        read++;
        return true;
      }

      @Override
      public double timeS() {
        return (read - 1) / spec.rateHz();
      }

      @Override
      public String where() {
        return name + ":" + read;
      }

      @Override
      public void close() {}
    };
  }
}
