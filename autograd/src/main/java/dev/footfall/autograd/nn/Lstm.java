package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.LstmOp;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/**
 * LSTM layer: {@code weight_x [4H, C]}, {@code weight_h [4H, H]}, {@code bias [4H]}, gates in the
 * order i, f, g, o, all uniform within {@code 1 / sqrt(H)}. Several of them, in both directions,
 * are a {@link RecurrentStack}.
 */
public final class Lstm extends RecurrentLayer {
  private final int hidden;
  private final Parameter weightX;
  private final Parameter weightH;
  private final Parameter bias;

  /** A layer from {@code inChannels} channels to {@code hidden} features, forwards in time. */
  public Lstm(int inChannels, int hidden, Initializer init) {
    this(inChannels, hidden, false, init);
  }

  /** A layer from {@code inChannels} channels to {@code hidden} features. */
  public Lstm(int inChannels, int hidden, boolean reverse, Initializer init) {
    super(reverse);
    this.hidden = hidden;
    weightX = parameter("weight_x", init.fanInUniform(hidden, 4 * hidden, inChannels));
    weightH = parameter("weight_h", init.fanInUniform(hidden, 4 * hidden, hidden));
    bias = parameter("bias", init.fanInUniform(hidden, 4 * hidden));
  }

  /** {@code [4H, C]}. */
  public Parameter weightX() {
    return weightX;
  }

  /** {@code [4H, H]}. */
  public Parameter weightH() {
    return weightH;
  }

  /** {@code [4H]}. */
  public Parameter bias() {
    return bias;
  }

  /** {@code [N, C, T]} to {@code [N, H, T]}, from a zero state. */
  @Override
  public Variable forward(Variable x) {
    return F.lstm(x, weightX, weightH, bias, new LstmOp(reverse(), false));
  }

  @Override
  public Sequence forward(Variable x, State first) {
    LstmOp op = new LstmOp(reverse(), true);
    Variable states =
        first == null
            ? F.lstm(x, weightX, weightH, bias, op)
            : F.lstm(x, weightX, weightH, bias, first.output(), first.cell(), op);
    return new Sequence(
        F.slice(states, 1, 0, hidden),
        new State(afterLastStep(states, 0, hidden), afterLastStep(states, hidden, hidden)));
  }
}
