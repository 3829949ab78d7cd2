package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;

/** Fully connected layer: {@code weight [M, C]} and {@code bias [M]}, within 1 / sqrt(C). */
public final class Linear extends Module {
  private final Parameter weight;
  private final Parameter bias;

  /** A layer from {@code in} to {@code out} features. */
  public Linear(int in, int out, Initializer init) {
    weight = parameter("weight", init.fanInUniform(in, out, in));
    bias = parameter("bias", init.fanInUniform(in, out));
  }

  /** {@code [..., N, C]} to {@code [..., N, M]}. */
  @Override
  public Variable forward(Variable x) {
    return F.linear(x, weight, bias);
  }
}
