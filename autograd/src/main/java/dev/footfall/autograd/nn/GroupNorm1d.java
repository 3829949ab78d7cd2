package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/** Group normalisation layer over {@code [N, C, T]}; epsilon 1e-5. */
public final class GroupNorm1d extends Module {
  private static final double EPSILON = 1e-5;

  private final int groups;
  private final Parameter gamma;
  private final Parameter beta;

  /** {@code channels} in {@code groups} of equal size; starts with gain 1 and offset 0. */
  public GroupNorm1d(int groups, int channels, Initializer init) {
    this.groups = groups;
    gamma = parameter("weight", init.ones(channels));
    beta = parameter("bias", init.zeros(channels));
  }

  /** {@code [N, C, T]} to the same shape. */
  @Override
  public Variable forward(Variable x) {
    return F.groupNorm(x, gamma, beta, groups, EPSILON);
  }
}
