package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/**
 * LSTM layer from a zero state: {@code weight_x [4H, C]}, {@code weight_h [4H, H]}, {@code bias
 * [4H]}, gates in the order i, f, g, o, all uniform within {@code 1 / sqrt(H)}.
 */
public final class Lstm extends Module {
  private final Parameter weightX;
  private final Parameter weightH;
  private final Parameter bias;

  /** A layer from {@code inChannels} channels to {@code hidden} features. */
  public Lstm(int inChannels, int hidden, Initializer init) {
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

  /** {@code [N, C, T]} to {@code [N, H, T]}. */
  @Override
  public Variable forward(Variable x) {
    return F.lstm(x, weightX, weightH, bias);
  }
}
