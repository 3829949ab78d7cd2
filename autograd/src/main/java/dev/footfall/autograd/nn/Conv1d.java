package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;

/** Convolution layer: {@code weight [O, C, K]} and, unless left out, {@code bias [O]}. */
public final class Conv1d extends Module {
  private final Conv1dSpec spec;
  private final Parameter weight;
  private final Parameter bias;

  private Conv1d(Conv1dSpec spec, Tensor weight, Tensor bias) {
    this.spec = spec;
    this.weight = parameter("weight", weight);
    this.bias = bias == null ? null : parameter("bias", bias);
  }

  /** With bias; both uniform within {@code 1 / sqrt(inChannels * kernelSize)}. */
  public static Conv1d withBias(
      int inChannels, int outChannels, int kernelSize, Conv1dSpec spec, Initializer init) {
    int fanIn = inChannels * kernelSize;
    return new Conv1d(
        spec,
        init.fanInUniform(fanIn, outChannels, inChannels, kernelSize),
        init.fanInUniform(fanIn, outChannels));
  }

  /** Without bias, for use beside batch normalisation; Kaiming normal. */
  public static Conv1d withoutBias(
      int inChannels, int outChannels, int kernelSize, Conv1dSpec spec, Initializer init) {
    return new Conv1d(
        spec,
        init.kaimingNormal(inChannels * kernelSize, outChannels, inChannels, kernelSize),
        null);
  }

  /** Hyper-parameters. */
  public Conv1dSpec spec() {
    return spec;
  }

  /** {@code [O, C, K]}. */
  public Parameter weight() {
    return weight;
  }

  /** {@code [O]}, or null. */
  public Parameter bias() {
    return bias;
  }

  /** {@code [N, C, T]} to {@code [N, O, T']}. */
  @Override
  public Variable forward(Variable x) {
    return bias == null ? F.conv1d(x, weight, spec) : F.conv1d(x, weight, bias, spec);
  }
}
