package dev.footfall.grf.distill;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Made-up recordings for sparse-4, some for each of ten people; remembers who was asked for. */
final class TinySource implements RecordingSource {
  static final Task TASK = Task.named("sparse-4");
  private static final int LENGTH = 260;

  private final double force;
  private final Set<String> asked = new TreeSet<>();

  /**
   * A source.
   *
   * @param force size of all steps, in N: another one makes other data
   */
  TinySource(double force) {
    this.force = force;
  }

  Set<String> asked() {
    return asked;
  }

  @Override
  public String name() {
    return "tiny/source";
  }

  @Override
  public List<String> subjects() {
    return IntStream.range(0, 10).mapToObj(i -> "P" + i).toList();
  }

  @Override
  public List<Recording> recordings(String subject) {
    asked.add(subject);
    int who = subjects().indexOf(subject);
    List<Channel> channels = new ArrayList<>();
    List<float[]> columns = new ArrayList<>();
    for (int c = 0; c < TASK.inputs().size(); c++) {
      channels.add(new Channel(TASK.inputs().get(c), Unit.NEWTON));
      columns.add(step(who, c < 4, force * (c % 4 + 1) / 15));
    }
    for (int k = 0; k < 2; k++) {
      channels.add(new Channel(TASK.targets().get(k), Unit.NEWTON));
      columns.add(step(who, k == 0, force));
    }
    return List.of(
        new Recording(
            subject, subject, "1", 100, Double.NaN, channels, columns.toArray(float[][]::new)));
  }

  private static float[] step(int who, boolean left, double forceN) {
    float[] column = new float[LENGTH];
    for (int t = 0; t < LENGTH; t++) {
      double sine = Math.sin(2 * Math.PI * t / (90 + 3 * who) + who);
      column[t] = (float) (forceN * Math.max(0, left ? sine : -sine));
    }
    return column;
  }

  @Override
  public String digest() {
    return "digest of " + force;
  }

  @Override
  public String attribution() {
    return "made up";
  }
}
