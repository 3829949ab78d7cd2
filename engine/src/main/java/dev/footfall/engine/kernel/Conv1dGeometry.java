package dev.footfall.engine.kernel;

import dev.footfall.engine.Shape;

/**
 * Every size of a one-dimensional convolution (cross-correlation, as the field calls it), checked
 * once.
 *
 * <pre>
 * y[n, o, t] = bias[o] + sum over c, k of weight[o, c, k] * x[n, c, t * stride + k * dilation - padLeft]
 * </pre>
 *
 * where x is zero outside its range. Channels in and out fall into groups of neighbours, and an
 * output sees only the inputs of its own group: with G groups c counts the C / G channels from
 * {@code firstChannel(o)} on. Depthwise is G = C: each channel has its own O / C filters.
 *
 * @param batch N
 * @param inChannels C
 * @param outChannels O
 * @param inLength T of the input, in samples
 * @param kernelSize K
 * @param stride distance between neighbouring outputs, in input samples
 * @param padLeft zeros before the input
 * @param padRight zeros after the input
 * @param dilation distance between neighbouring taps, in input samples
 * @param groups G, a divisor of C and of O
 */
public record Conv1dGeometry(
    int batch,
    int inChannels,
    int outChannels,
    int inLength,
    int kernelSize,
    int stride,
    int padLeft,
    int padRight,
    int dilation,
    int groups) {

  /** Checks that every size is positive (paddings and the batch may be 0) and an output exists. */
  public Conv1dGeometry {
    if (batch < 0
        || inChannels < 1
        || outChannels < 1
        || inLength < 0
        || kernelSize < 1
        || stride < 1
        || padLeft < 0
        || padRight < 0
        || dilation < 1
        || groups < 1) {
      throw new IllegalArgumentException(
          "conv1d: sizes must be positive (batch "
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
              + padLeft
              + " and "
              + padRight
              + ", dilation "
              + dilation
              + (groups == 1 ? "" : ", groups " + groups)
              + ")");
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "conv1d: "
              + groups
              + " groups do not divide both numbers of channels (in "
              + inChannels
              + ", out "
              + outChannels
              + ")");
    }
    long padded = (long) inLength + padLeft + padRight;
    if (padded > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "conv1d: a padded input of "
              + padded
              + " samples is longer than 2^31 - 1 (length "
              + inLength
              + ", padding "
              + padLeft
              + " and "
              + padRight
              + ")");
    }
    long span = (kernelSize - 1L) * dilation + 1;
    if (padded < span) {
      throw new IllegalArgumentException(
          "conv1d: a kernel of span "
              + span
              + " is longer than the padded input of "
              + padded
              + " (length "
              + inLength
              + ", padding "
              + padLeft
              + " and "
              + padRight
              + ", kernel size "
              + kernelSize
              + ", dilation "
              + dilation
              + ")");
    }
  }

  /** One group: every output sees every input channel. */
  public Conv1dGeometry(
      int batch,
      int inChannels,
      int outChannels,
      int inLength,
      int kernelSize,
      int stride,
      int padLeft,
      int padRight,
      int dilation) {
    this(
        batch,
        inChannels,
        outChannels,
        inLength,
        kernelSize,
        stride,
        padLeft,
        padRight,
        dilation,
        1);
  }

  /** Input channels of one group, C / G. */
  public int groupInputs() {
    return inChannels / groups;
  }

  /** Output channels of one group, O / G. */
  public int groupOutputs() {
    return outChannels / groups;
  }

  /** The first of the C / G input channels that output channel {@code o} sees. */
  public int firstChannel(int o) {
    return o / groupOutputs() * groupInputs();
  }

  /** Samples from the first tap to the last, both included. */
  public int span() {
    return (kernelSize - 1) * dilation + 1;
  }

  /** T of the output. */
  public int outLength() {
    return (inLength + padLeft + padRight - span()) / stride + 1;
  }

  /** The first output sample whose tap {@code k} lies inside the input, or beyond the last one. */
  public int firstOutput(int k) {
    int ahead = padLeft - k * dilation;
    return ahead <= 0 ? 0 : (ahead - 1) / stride + 1;
  }

  /** One more than the last output sample whose tap {@code k} lies inside the input; may be 0. */
  public int endOutput(int k) {
    int last = inLength - 1 + padLeft - k * dilation;
    return last < 0 ? 0 : Math.min(outLength(), last / stride + 1);
  }

  /** {@code [N, C, T]}. */
  public Shape inShape() {
    return Shape.of(batch, inChannels, inLength);
  }

  /** {@code [O, C / G, K]}. */
  public Shape weightShape() {
    return Shape.of(outChannels, groupInputs(), kernelSize);
  }

  /** {@code [N, O, T']}. */
  public Shape outShape() {
    return Shape.of(batch, outChannels, outLength());
  }

  /** Multiply-accumulates of the forward pass, zeros of the padding included. */
  public long macs() {
    return (long) batch * outChannels * outLength() * groupInputs() * kernelSize;
  }
}
