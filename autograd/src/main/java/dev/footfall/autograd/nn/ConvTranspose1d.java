package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.ConvTranspose1dSpec;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;

/**
 * Transposed convolution layer: {@code weight [C, O / G, K]} and, unless left out, {@code bias
 * [O]}, both uniform within {@code 1 / sqrt(outChannels / groups * kernelSize)}, as in PyTorch.
 */
public final class ConvTranspose1d extends Module {
  private final ConvTranspose1dSpec spec;
  private final Parameter weight;
  private final Parameter bias;

  private ConvTranspose1d(ConvTranspose1dSpec spec, Tensor weight, Tensor bias) {
    this.spec = spec;
    this.weight = parameter("weight", weight);
    this.bias = bias == null ? null : parameter("bias", bias);
  }

  /**
   * With bias.
   *
   * @throws IllegalArgumentException if the groups do not divide both numbers of channels
   */
  public static ConvTranspose1d withBias(
      int inChannels, int outChannels, int kernelSize, ConvTranspose1dSpec spec, Initializer init) {
    Tensor weight = weight(inChannels, outChannels, kernelSize, spec, init);
    int fanIn = weight.shape().extent(1) * kernelSize;
    return new ConvTranspose1d(spec, weight, init.fanInUniform(fanIn, outChannels));
  }

  /**
   * Without bias.
   *
   * @throws IllegalArgumentException if the groups do not divide both numbers of channels
   */
  public static ConvTranspose1d withoutBias(
      int inChannels, int outChannels, int kernelSize, ConvTranspose1dSpec spec, Initializer init) {
    return new ConvTranspose1d(spec, weight(inChannels, outChannels, kernelSize, spec, init), null);
  }

  private static Tensor weight(
      int inChannels, int outChannels, int kernelSize, ConvTranspose1dSpec spec, Initializer init) {
    int outputs = Groups.share("convTranspose1d", outChannels, inChannels, spec.groups());
    return init.fanInUniform(outputs * kernelSize, inChannels, outputs, kernelSize);
  }

  /** Hyper-parameters. */
  public ConvTranspose1dSpec spec() {
    return spec;
  }

  /** {@code [C, O / G, K]}. */
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
    return bias == null
        ? F.convTranspose1d(x, weight, spec)
        : F.convTranspose1d(x, weight, bias, spec);
  }
}
