package dev.footfall.engine.kernel;

import dev.footfall.engine.Shape;

/**
 * Every size of a pooling over time, checked once: output sample t looks through a window at the
 * input samples {@code t * stride + k * dilation - padLeft}, k from 0 to kernelSize - 1, those
 * outside the input left out.
 *
 * @param batch N
 * @param channels C, each pooled alone
 * @param inLength T of the input, in samples
 * @param kernelSize K
 * @param stride distance between neighbouring windows, in input samples
 * @param padLeft samples by which the first window may begin before the input
 * @param padRight samples by which the last window may end after it
 * @param dilation distance between neighbouring samples of a window, in input samples
 */
public record Pool1dGeometry(
    int batch,
    int channels,
    int inLength,
    int kernelSize,
    int stride,
    int padLeft,
    int padRight,
    int dilation) {

  /**
   * Checks that the sizes are positive (paddings, batch and channels may be 0), that an output
   * exists and that every window holds a sample.
   */
  public Pool1dGeometry {
    if (batch < 0
        || channels < 0
        || inLength < 0
        || kernelSize < 1
        || stride < 1
        || padLeft < 0
        || padRight < 0
        || dilation < 1) {
      throw new IllegalArgumentException(
          "pool1d: sizes must be positive "
              + details(inLength, kernelSize, stride, padLeft, padRight, dilation));
    }
    long span = (kernelSize - 1L) * dilation + 1;
    long padded = (long) inLength + padLeft + padRight;
    if (padded < span || padded > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "pool1d: a window of span "
              + span
              + " does not fit a padded input of "
              + padded
              + " "
              + details(inLength, kernelSize, stride, padLeft, padRight, dilation));
    }
    for (int t = 0; t <= (padded - span) / stride; t++) {
      if (firstTap(t, stride, padLeft, dilation)
          >= endTap(t, inLength, kernelSize, stride, padLeft, dilation)) {
        throw new IllegalArgumentException(
            "pool1d: window "
                + t
                + " holds nothing but padding "
                + details(inLength, kernelSize, stride, padLeft, padRight, dilation));
      }
    }
  }

  /** T of the output. */
  public int outLength() {
    return (inLength + padLeft + padRight - (kernelSize - 1) * dilation - 1) / stride + 1;
  }

  /** The first k of window t whose sample lies inside the input. */
  public int firstTap(int t) {
    return firstTap(t, stride, padLeft, dilation);
  }

  /** One more than the last k of window t whose sample lies inside the input. */
  public int endTap(int t) {
    return endTap(t, inLength, kernelSize, stride, padLeft, dilation);
  }

  /** Samples in window t: all K of them, or only those inside the input. */
  public int samples(int t, boolean countPadding) {
    return countPadding ? kernelSize : endTap(t) - firstTap(t);
  }

  /** Input sample of tap k of window t; negative or beyond the end in the padding. */
  public int source(int t, int k) {
    return t * stride + k * dilation - padLeft;
  }

  /** {@code [N, C, T]}. */
  public Shape inShape() {
    return Shape.of(batch, channels, inLength);
  }

  /** {@code [N, C, T']}. */
  public Shape outShape() {
    return Shape.of(batch, channels, outLength());
  }

  private static int firstTap(int t, int stride, int padLeft, int dilation) {
    return Math.max(0, Math.ceilDiv(padLeft - t * stride, dilation));
  }

  private static int endTap(
      int t, int inLength, int kernelSize, int stride, int padLeft, int dilation) {
    return Math.min(kernelSize, Math.ceilDiv(inLength + padLeft - t * stride, dilation));
  }

  private static String details(
      int inLength, int kernelSize, int stride, int padLeft, int padRight, int dilation) {
    return "(length "
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
        + ")";
  }
}
