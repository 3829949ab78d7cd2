package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent layers one above the other, in one direction or in both: {@code [N, C, T]} to {@code
 * [N, D H, T]}, D being 1 or 2. In both directions each level has two layers, whose outputs are
 * joined, forwards before reverse, and are the input of both layers of the next level.
 *
 * <p>It is PyTorch's {@code nn.LSTM} or {@code nn.GRU} of that many layers, without dropout, axes
 * aside (there {@code batch_first} means {@code [N, T, C]}). Parameters have these names:
 *
 * <table>
 *   <caption>Level 1; the others likewise</caption>
 *   <tr><th>here</th><th>PyTorch</th></tr>
 *   <tr><td>{@code layer1.weight_x}</td><td>{@code weight_ih_l1}</td></tr>
 *   <tr><td>{@code layer1.weight_h}</td><td>{@code weight_hh_l1}</td></tr>
 *   <tr><td>{@code layer1.bias} (LSTM)</td><td>{@code bias_ih_l1 + bias_hh_l1}</td></tr>
 *   <tr><td>{@code layer1.bias_x} (GRU)</td><td>{@code bias_ih_l1}</td></tr>
 *   <tr><td>{@code layer1.bias_h} (GRU)</td><td>{@code bias_hh_l1}</td></tr>
 *   <tr><td>{@code layer1_reverse. ...}</td><td>{@code ..._l1_reverse}</td></tr>
 * </table>
 */
public final class RecurrentStack extends Module {

  private interface Builder {
    RecurrentLayer build(int inChannels, int hidden, boolean reverse, Initializer init);
  }

  /**
   * What a stack makes of a sequence.
   *
   * @param y outputs {@code [N, D H, T]}
   * @param last the state of every layer after its last step, level by level, forwards before
   *     reverse: PyTorch's order of {@code h_n}
   */
  public record Sequence(Variable y, List<RecurrentLayer.State> last) {}

  private final List<RecurrentLayer> layers = new ArrayList<>();
  private final int directions;

  private RecurrentStack(
      Builder builder,
      int inChannels,
      int hidden,
      int levels,
      boolean bidirectional,
      Initializer init) {
    if (levels < 1) {
      throw new IllegalArgumentException(
          "recurrent stack: at least 1 layer is needed (" + levels + ")");
    }
    directions = bidirectional ? 2 : 1;
    for (int level = 0; level < levels; level++) {
      int channels = level == 0 ? inChannels : directions * hidden;
      String name = "layer" + level;
      layers.add(child(name, builder.build(channels, hidden, false, init)));
      if (bidirectional) {
        layers.add(child(name + "_reverse", builder.build(channels, hidden, true, init)));
      }
    }
  }

  /**
   * LSTM layers.
   *
   * @param layers number of levels
   * @throws IllegalArgumentException if there is no level
   */
  public static RecurrentStack lstm(
      int inChannels, int hidden, int layers, boolean bidirectional, Initializer init) {
    return new RecurrentStack(Lstm::new, inChannels, hidden, layers, bidirectional, init);
  }

  /**
   * GRU layers.
   *
   * @param layers number of levels
   * @throws IllegalArgumentException if there is no level
   */
  public static RecurrentStack gru(
      int inChannels, int hidden, int layers, boolean bidirectional, Initializer init) {
    return new RecurrentStack(Gru::new, inChannels, hidden, layers, bidirectional, init);
  }

  /** The layers, level by level, forwards before reverse. */
  public List<RecurrentLayer> layers() {
    return List.copyOf(layers);
  }

  /** {@code [N, C, T]} to {@code [N, D H, T]}, all layers from a zero state. */
  @Override
  public Variable forward(Variable x) {
    Variable y = x;
    for (int i = 0; i < layers.size(); i += directions) {
      Variable input = y;
      y = layers.get(i).forward(input);
      if (directions == 2) {
        y = F.concat(y, layers.get(i + 1).forward(input));
      }
    }
    return y;
  }

  /**
   * Applies the layers from their states on, and keeps the states at the end.
   *
   * @param first one state for each layer, in the order of {@link Sequence#last}; null: zero
   * @throws IllegalArgumentException if there are more states or fewer than layers
   */
  public Sequence forward(Variable x, List<RecurrentLayer.State> first) {
    if (first != null && first.size() != layers.size()) {
      throw new IllegalArgumentException(
          "recurrent stack: " + first.size() + " states are given to " + layers.size() + " layers");
    }
    List<RecurrentLayer.State> last = new ArrayList<>();
    Variable y = x;
    for (int i = 0; i < layers.size(); i += directions) {
      Variable[] outputs = new Variable[directions];
      for (int d = 0; d < directions; d++) {
        RecurrentLayer.State state = first == null ? null : first.get(i + d);
        RecurrentLayer.Sequence sequence = layers.get(i + d).forward(y, state);
        outputs[d] = sequence.y();
        last.add(sequence.last());
      }
      y = directions == 1 ? outputs[0] : F.concat(outputs);
    }
    return new Sequence(y, List.copyOf(last));
  }
}
