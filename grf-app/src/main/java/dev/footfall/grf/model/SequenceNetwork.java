package dev.footfall.grf.model;

import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.tape.Variable;
import java.util.List;

/**
 * A network from a sequence {@code [N, C, T]} to a sequence of the same length {@code [N, K, T]},
 * which also shows the features of its stages: what distillation compares.
 */
public abstract class SequenceNetwork extends Module {

  /**
   * What one forward pass yields.
   *
   * @param output {@code [N, K, T]}, in units of the normalised target
   * @param stages features after each stage {@code [N, C_i, T]}, first to last
   */
  public record Features(Variable output, List<Variable> stages) {}

  /**
   * One line of a network's description.
   *
   * @param name name of its parameters' prefix
   * @param type kind and hyper-parameters, for a person
   * @param parameters number of trainable scalars
   * @param macsPerSample multiply-accumulates for each sample in time
   */
  public record Layer(String name, String type, long parameters, long macsPerSample) {}

  private final String name;
  private final int inputs;
  private final int outputs;

  /** A network of a registered name. */
  protected SequenceNetwork(String name, int inputs, int outputs) {
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The name under which {@link Networks} builds this network. */
  public final String name() {
    return name;
  }

  /** Number of input channels C. */
  public final int inputs() {
    return inputs;
  }

  /** Number of output channels K. */
  public final int outputs() {
    return outputs;
  }

  /** Forward pass with the features of all stages. */
  public abstract Features features(Variable x);

  /** The last layer, a convolution of kernel 1 with a bias. */
  public abstract Conv1d head();

  /** What the last layer sees, {@code [N, C, T]}. */
  public Variable headInput(Variable x) {
    return features(x).stages().getLast();
  }

  /** The layers that hold parameters, in the order of the data. */
  public abstract List<Layer> layers();

  /**
   * How many later samples an output depends on: so long the answer has to wait. A network of 0 is
   * strictly causal.
   */
  public abstract int lookAhead();

  /** Whether no output depends on a later sample, so that the network can run sample by sample. */
  public final boolean causal() {
    return lookAhead() == 0;
  }

  /** {@code [N, C, T]} to {@code [N, K, T]}. */
  @Override
  public final Variable forward(Variable x) {
    return features(x).output();
  }

  /** Multiply-accumulates for each sample in time, all layers together. */
  public final long macsPerSample() {
    return layers().stream().mapToLong(Layer::macsPerSample).sum();
  }

  /** Describes a convolution that belongs to this network. */
  protected static Layer layer(String name, Conv1d conv, String suffix) {
    var weight = conv.weight().shape();
    var spec = conv.spec();
    StringBuilder type =
        new StringBuilder("conv1d ")
            .append(weight.extent(1) * spec.groups())
            .append(" to ")
            .append(weight.extent(0))
            .append(", kernel ")
            .append(weight.extent(2));
    if (spec.dilation() > 1) {
      type.append(", dilation ").append(spec.dilation());
    }
    if (spec.groups() > 1) {
      type.append(", groups ").append(spec.groups());
    }
    if (weight.extent(2) > 1 && spec.padRight() == 0) {
      type.append(", causal");
    }
    return new Layer(name, type + suffix, conv.parameterCount(), conv.weight().value().elements());
  }
}
