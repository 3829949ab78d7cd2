package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/**
 * Layer normalisation with a gain and an offset for every element normalised over; epsilon 1e-5.
 *
 * <p>Over the channels of {@code [N, C, T]} every sample in time is normalised alone, so a causal
 * network stays causal.
 */
public final class LayerNorm extends Module {
  private static final double EPSILON = 1e-5;

  private final boolean channels;
  private final Parameter gamma;
  private final Parameter beta;

  private LayerNorm(boolean channels, Initializer init, int... extents) {
    this.channels = channels;
    gamma = parameter("weight", init.ones(extents));
    beta = parameter("bias", init.zeros(extents));
  }

  /** Over the last axes, which have these extents. */
  public static LayerNorm overLast(Initializer init, int... extents) {
    return new LayerNorm(false, init, extents);
  }

  /** Over the channels of {@code [N, C, T]}. */
  public static LayerNorm overChannels(int channels, Initializer init) {
    return new LayerNorm(true, init, channels);
  }

  /** To the same shape. */
  @Override
  public Variable forward(Variable x) {
    return channels
        ? F.transpose(F.layerNorm(F.transpose(x, 1, 2), gamma, beta, EPSILON), 1, 2)
        : F.layerNorm(x, gamma, beta, EPSILON);
  }
}
