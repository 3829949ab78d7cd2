package dev.footfall.grf.model;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.grf.data.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks that can be named: teachers {@code wrn16-...}, students {@code cnn-xs, cnn-s,
 * lstm-s}.
 */
public final class Networks {

  private interface Builder {
    SequenceNetwork build(String name, int inputs, int outputs, Initializer init);
  }

  private record Entry(Builder builder, double peakLearningRate) {}

  private static final double TEACHER_RATE = 3e-3;
  private static final double STUDENT_RATE = 4.5e-3;
  private static final Map<String, Entry> KNOWN = new LinkedHashMap<>();

  static {
    for (int width = 1; width <= 3; width++) {
      int w = width;
      KNOWN.put(
          "wrn16-" + width,
          new Entry(
              (name, in, out, init) -> new WideResNet(name, 16, w, in, out, init), TEACHER_RATE));
    }
    KNOWN.put(
        "cnn-xs",
        new Entry((name, in, out, init) -> new CausalCnn(name, 8, in, out, init), STUDENT_RATE));
    KNOWN.put(
        "cnn-s",
        new Entry((name, in, out, init) -> new CausalCnn(name, 16, in, out, init), STUDENT_RATE));
    KNOWN.put(
        "lstm-s",
        new Entry(
            (name, in, out, init) -> new ConvLstm(name, 16, 24, in, out, init), STUDENT_RATE));
  }

  private Networks() {}

  /** All names. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /**
   * Builds a network with fresh weights.
   *
   * @throws InputException if the name is unknown; the message lists those known
   */
  public static SequenceNetwork named(String name, int inputs, int outputs, Initializer init) {
    return entry(name).builder().build(name, inputs, outputs, init);
  }

  /** Peak of the one-cycle schedule that suits the network. */
  public static double peakLearningRate(String name) {
    return entry(name).peakLearningRate();
  }

  private static Entry entry(String name) {
    Entry entry = KNOWN.get(name);
    if (entry == null) {
      throw new InputException(
          "model \"" + name + "\" is unknown; known: " + String.join(", ", KNOWN.keySet()));
    }
    return entry;
  }
}
