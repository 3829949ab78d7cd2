package dev.footfall.autograd.op;

/**
 * The hyper-parameters of a transposed one-dimensional convolution, named as in PyTorch.
 *
 * @param stride distance between what neighbouring inputs reach, in output samples
 * @param padding samples dropped at either end of the output
 * @param outputPadding samples added at the end of the output, fewer than the stride
 * @param dilation distance between neighbouring taps, in output samples
 * @param groups number of groups that the channels fall into
 */
public record ConvTranspose1dSpec(
    int stride, int padding, int outputPadding, int dilation, int groups) {

  /** No padding, dilation 1, one group. */
  public static ConvTranspose1dSpec ofStride(int stride) {
    return new ConvTranspose1dSpec(stride, 0, 0, 1, 1);
  }
}
