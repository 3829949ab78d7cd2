package dev.footfall.autograd.op;

import dev.footfall.engine.Shape;
import dev.footfall.engine.kernel.Pool1dGeometry;

/**
 * The hyper-parameters of a pooling over time.
 *
 * @param kernelSize samples in a window
 * @param stride distance between neighbouring windows, in samples
 * @param padLeft samples by which the first window may begin before the input
 * @param padRight samples by which the last window may end after it
 * @param dilation distance between neighbouring samples of a window, in samples
 */
public record Pool1dSpec(int kernelSize, int stride, int padLeft, int padRight, int dilation) {

  /** Windows side by side, without padding: the stride is the kernel size, the dilation 1. */
  public static Pool1dSpec of(int kernelSize) {
    return new Pool1dSpec(kernelSize, kernelSize, 0, 0, 1);
  }

  /**
   * As long as its input, each output seeing no later sample: stride 1, all padding on the left.
   */
  public static Pool1dSpec causal(int kernelSize, int dilation) {
    return new Pool1dSpec(kernelSize, 1, (kernelSize - 1) * dilation, 0, dilation);
  }

  /** The sizes that follow for {@code x [N, C, T]}. */
  Pool1dGeometry geometry(Shape x) {
    return new Pool1dGeometry(
        x.extent(0), x.extent(1), x.extent(2), kernelSize, stride, padLeft, padRight, dilation);
  }
}
