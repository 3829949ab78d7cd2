package dev.footfall.autograd.op;

/**
 * The hyper-parameters of a one-dimensional convolution.
 *
 * @param stride distance between neighbouring outputs, in samples
 * @param padLeft zeros before the input
 * @param padRight zeros after the input
 * @param dilation distance between neighbouring taps, in samples
 */
public record Conv1dSpec(int stride, int padLeft, int padRight, int dilation) {

  /** Stride 1, no padding, dilation 1. */
  public static final Conv1dSpec PLAIN = new Conv1dSpec(1, 0, 0, 1);

  /** As long as its input, each output seeing no later sample: all padding on the left. */
  public static Conv1dSpec causal(int kernelSize, int dilation) {
    return new Conv1dSpec(1, (kernelSize - 1) * dilation, 0, dilation);
  }

  /** As long as its input, the padding on both sides; for an even kernel the right has one more. */
  public static Conv1dSpec same(int kernelSize, int dilation) {
    int padding = (kernelSize - 1) * dilation;
    return new Conv1dSpec(1, padding / 2, padding - padding / 2, dilation);
  }
}
