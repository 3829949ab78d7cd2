package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;

/**
 * Convolution layer: {@code weight [O, C / G, K]} and, unless left out, {@code bias [O]}. The
 * groups G are the specification's: {@code Conv1dSpec.causal(5, 1).grouped(4)}.
 */
public final class Conv1d extends Module {
  private final Conv1dSpec spec;
  private final Parameter weight;
  private final Parameter bias;

  private Conv1d(Conv1dSpec spec, Tensor weight, Tensor bias) {
    this.spec = spec;
    this.weight = parameter("weight", weight);
    this.bias = bias == null ? null : parameter("bias", bias);
  }

  /**
   * With bias; both uniform within {@code 1 / sqrt(inChannels / groups * kernelSize)}.
   *
   * @throws IllegalArgumentException if the groups do not divide both numbers of channels
   */
  public static Conv1d withBias(
      int inChannels, int outChannels, int kernelSize, Conv1dSpec spec, Initializer init) {
    int inputs = Groups.share("conv1d", inChannels, outChannels, spec.groups());
    int fanIn = inputs * kernelSize;
    return new Conv1d(
        spec,
        init.fanInUniform(fanIn, outChannels, inputs, kernelSize),
        init.fanInUniform(fanIn, outChannels));
  }

  /**
   * Without bias, for use beside batch normalisation; Kaiming normal.
   *
   * @throws IllegalArgumentException if the groups do not divide both numbers of channels
   */
  public static Conv1d withoutBias(
      int inChannels, int outChannels, int kernelSize, Conv1dSpec spec, Initializer init) {
    int inputs = Groups.share("conv1d", inChannels, outChannels, spec.groups());
    return new Conv1d(
        spec, init.kaimingNormal(inputs * kernelSize, outChannels, inputs, kernelSize), null);
  }

  /**
   * Depthwise with bias: {@code multiplier} filters for each channel alone; spec but its groups.
   */
  public static Conv1d depthwiseWithBias(
      int channels, int multiplier, int kernelSize, Conv1dSpec spec, Initializer init) {
    return withBias(channels, channels * multiplier, kernelSize, spec.grouped(channels), init);
  }

  /** Depthwise without bias: {@code multiplier} filters for each channel; spec but its groups. */
  public static Conv1d depthwiseWithoutBias(
      int channels, int multiplier, int kernelSize, Conv1dSpec spec, Initializer init) {
    return withoutBias(channels, channels * multiplier, kernelSize, spec.grouped(channels), init);
  }

  /** Hyper-parameters. */
  public Conv1dSpec spec() {
    return spec;
  }

  /** {@code [O, C / G, K]}. */
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
