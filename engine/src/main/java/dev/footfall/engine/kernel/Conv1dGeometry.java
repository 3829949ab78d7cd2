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
 * where x is zero outside its range.
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
    int dilation) {

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
        || dilation < 1) {
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

  /** {@code [O, C, K]}. */
  public Shape weightShape() {
    return Shape.of(outChannels, inChannels, kernelSize);
  }

  /** {@code [N, O, T']}. */
  public Shape outShape() {
    return Shape.of(batch, outChannels, outLength());
  }

  /** Multiply-accumulates of the forward pass, zeros of the padding included. */
  public long macs() {
    return (long) batch * outChannels * outLength() * inChannels * kernelSize;
  }
}
