package dev.footfall.grf.model;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Lstm;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Variable;
import java.util.List;

/**
 * A small recurrent network for a stream: a causal convolution of kernel 5 with a ReLU, an LSTM,
 * and a convolution of kernel 1 at the end.
 */
public final class ConvLstm extends SequenceNetwork {
  private static final int KERNEL = 5;

  private final Conv1d convolution;
  private final Lstm lstm;
  private final Conv1d head;

  ConvLstm(String name, int width, int hidden, int inputs, int outputs, Initializer init) {
    super(name, inputs, outputs);
    convolution =
        child("conv", Conv1d.withBias(inputs, width, KERNEL, Conv1dSpec.causal(KERNEL, 1), init));
    lstm = child("lstm", new Lstm(width, hidden, init));
    head = child("head", Conv1d.withBias(hidden, outputs, 1, Conv1dSpec.PLAIN, init));
  }

  /** The first layer; a ReLU follows it. */
  public Conv1d convolution() {
    return convolution;
  }

  /** The recurrent layer. */
  public Lstm lstm() {
    return lstm;
  }

  @Override
  public Conv1d head() {
    return head;
  }

  @Override
  public Features features(Variable x) {
    Variable h = F.relu(convolution.forward(x));
    Variable state = lstm.forward(h);
    return new Features(head.forward(state), List.of(h, state));
  }

  @Override
  public List<Layer> layers() {
    int hidden = lstm.weightH().shape().extent(1);
    long macs = lstm.weightX().value().elements() + lstm.weightH().value().elements();
    return List.of(
        layer("conv", convolution, ", relu"),
        new Layer(
            "lstm",
            "lstm " + lstm.weightX().shape().extent(1) + " to " + hidden,
            lstm.parameterCount(),
            macs),
        layer("head", head, ""));
  }

  @Override
  public int lookAhead() {
    return 0;
  }
}
