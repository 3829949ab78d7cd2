package dev.footfall.engine.kernel;

import dev.footfall.engine.Shape;

/**
 * Every size of a transposed one-dimensional convolution, checked once.
 *
 * <pre>
 * y[n, o, t stride + k dilation - padding] += weight[c, o, k] * x[n, c, t]
 * </pre>
 *
 * where what falls outside y is dropped. It is the adjoint of the convolution from y to x that
 * {@link #adjoint} answers, so the kernels of that convolution compute it: its input gradient is
 * the forward pass here, its forward pass the input gradient.
 *
 * @param batch N
 * @param inChannels C
 * @param outChannels O
 * @param inLength T of the input, in samples
 * @param kernelSize K
 * @param stride distance between what neighbouring inputs reach, in output samples
 * @param padding samples dropped at either end of the output
 * @param outputPadding samples added at the end of the output, fewer than the stride: which of the
 *     lengths that a convolution of that stride makes equal is meant
 * @param dilation distance between neighbouring taps, in output samples
 * @param groups G, a divisor of C and of O
 */
public record ConvTranspose1dGeometry(
    int batch,
    int inChannels,
    int outChannels,
    int inLength,
    int kernelSize,
    int stride,
    int padding,
    int outputPadding,
    int dilation,
    int groups) {

  /** Checks that every size is positive (paddings and the batch may be 0) and an output exists. */
  public ConvTranspose1dGeometry {
    long length =
        (inLength - 1L) * stride - 2L * padding + (kernelSize - 1L) * dilation + 1 + outputPadding;
    String problem = null;
    if (batch < 0
        || inChannels < 1
        || outChannels < 1
        || inLength < 1
        || kernelSize < 1
        || stride < 1
        || padding < 0
        || outputPadding < 0
        || dilation < 1
        || groups < 1) {
      problem = "sizes must be positive";
    } else if (inChannels % groups != 0 || outChannels % groups != 0) {
      problem = "groups must divide both numbers of channels";
    } else if (outputPadding >= stride) {
      problem = "output padding must be smaller than the stride";
    } else if (length < 1 || length > Integer.MAX_VALUE) {
      problem = "an output of " + length + " samples is not possible";
    }
    if (problem != null) {
      throw new IllegalArgumentException(
          "convTranspose1d: "
              + problem
              + " (batch "
              + batch
              + ", channels "
              + inChannels
              + " to "
              + outChannels
              + ", length "
              + inLength
              + ", kernel size "
              + kernelSize
              + ", stride "
              + stride
              + ", padding "
              + padding
              + ", output padding "
              + outputPadding
              + ", dilation "
              + dilation
              + ", groups "
              + groups
              + ")");
    }
  }

  /** T of the output. */
  public int outLength() {
    return (inLength - 1) * stride - 2 * padding + (kernelSize - 1) * dilation + 1 + outputPadding;
  }

  /** The convolution whose adjoint this is: from {@code [N, O, T']} to {@code [N, C, T]}. */
  public Conv1dGeometry adjoint() {
    return new Conv1dGeometry(
        batch,
        outChannels,
        inChannels,
        outLength(),
        kernelSize,
        stride,
        padding,
        padding,
        dilation,
        groups);
  }

  /** {@code [N, C, T]}. */
  public Shape inShape() {
    return Shape.of(batch, inChannels, inLength);
  }

  /** {@code [C, O / G, K]}. */
  public Shape weightShape() {
    return Shape.of(inChannels, outChannels / groups, kernelSize);
  }

  /** {@code [N, O, T']}. */
  public Shape outShape() {
    return Shape.of(batch, outChannels, outLength());
  }
}
