package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.GruOp;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/**
 * GRU layer: {@code weight_x [3H, C]}, {@code weight_h [3H, H]}, {@code bias_x [3H]}, {@code bias_h
 * [3H]}, gates in the order r, z, n, all uniform within {@code 1 / sqrt(H)}. Several of them, in
 * both directions, are a {@link RecurrentStack}.
 */
public final class Gru extends RecurrentLayer {
  private final int hidden;
  private final GruOp op;
  private final Parameter weightX;
  private final Parameter weightH;
  private final Parameter biasX;
  private final Parameter biasH;

  /** A layer from {@code inChannels} channels to {@code hidden} features, forwards in time. */
  public Gru(int inChannels, int hidden, Initializer init) {
    this(inChannels, hidden, false, init);
  }

  /** A layer from {@code inChannels} channels to {@code hidden} features. */
  public Gru(int inChannels, int hidden, boolean reverse, Initializer init) {
    super(reverse);
    this.hidden = hidden;
    op = new GruOp(reverse);
    weightX = parameter("weight_x", init.fanInUniform(hidden, 3 * hidden, inChannels));
    weightH = parameter("weight_h", init.fanInUniform(hidden, 3 * hidden, hidden));
    biasX = parameter("bias_x", init.fanInUniform(hidden, 3 * hidden));
    biasH = parameter("bias_h", init.fanInUniform(hidden, 3 * hidden));
  }

  /** {@code [3H, C]}. */
  public Parameter weightX() {
    return weightX;
  }

  /** {@code [3H, H]}. */
  public Parameter weightH() {
    return weightH;
  }

  /** {@code [3H]}, beside what the input gives. */
  public Parameter biasX() {
    return biasX;
  }

  /** {@code [3H]}, beside what the old output gives. */
  public Parameter biasH() {
    return biasH;
  }

  /** {@code [N, C, T]} to {@code [N, H, T]}, from a zero state. */
  @Override
  public Variable forward(Variable x) {
    return F.gru(x, weightX, weightH, biasX, biasH, op);
  }

  @Override
  public Sequence forward(Variable x, State first) {
    Variable y =
        first == null ? forward(x) : F.gru(x, weightX, weightH, biasX, biasH, first.output(), op);
    return new Sequence(y, new State(afterLastStep(y, 0, hidden), null));
  }
}
