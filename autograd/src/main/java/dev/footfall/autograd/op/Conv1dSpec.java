package dev.footfall.autograd.op;

/**
 * The hyper-parameters of a one-dimensional convolution.
 *
 * @param stride distance between neighbouring outputs, in samples
 * @param padLeft zeros before the input
 * @param padRight zeros after the input
 * @param dilation distance between neighbouring taps, in samples
 * @param groups number of groups that the channels fall into; as many as input channels: depthwise
 */
public record Conv1dSpec(int stride, int padLeft, int padRight, int dilation, int groups) {

  /** Stride 1, no padding, dilation 1. */
  public static final Conv1dSpec PLAIN = new Conv1dSpec(1, 0, 0, 1);

  /** One group: every output sees every input channel. */
  public Conv1dSpec(int stride, int padLeft, int padRight, int dilation) {
    this(stride, padLeft, padRight, dilation, 1);
  }

  /** As long as its input, each output seeing no later sample: all padding on the left. */
  public static Conv1dSpec causal(int kernelSize, int dilation) {
    return new Conv1dSpec(1, (kernelSize - 1) * dilation, 0, dilation);
  }

  /** As long as its input, the padding on both sides; for an even kernel the right has one more. */
  public static Conv1dSpec same(int kernelSize, int dilation) {
    int padding = (kernelSize - 1) * dilation;
    return new Conv1dSpec(1, padding / 2, padding - padding / 2, dilation);
  }

  /** The same in another number of groups. */
  public Conv1dSpec grouped(int newGroups) {
    return new Conv1dSpec(stride, padLeft, padRight, dilation, newGroups);
  }
}
