package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Some neighbouring channels and samples of {@code x [N, C, T]}: {@code y [N, channels, samples]}.
 *
 * <pre>
 * y[n, c, t] = x[n, channel + c, sample + t]
 * dx[n, channel + c, sample + t] += dy[n, c, t]
 * </pre>
 *
 * <p>One sample of a recurrent operation's output is its state: see {@link LstmOp}.
 *
 * @param channel the first channel
 * @param channels number of channels
 * @param sample the first sample
 * @param samples number of samples
 */
public record PartOp(int channel, int channels, int sample, int samples) implements Op {

  @Override
  public String name() {
    return "part";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[0], 3, "[N, C, T]");
    if (channel < 0
        || channels < 0
        || sample < 0
        || samples < 0
        || channels > inputs[0].extent(1) - channel
        || samples > inputs[0].extent(2) - sample) {
      throw new IllegalArgumentException(
          "part: "
              + channels
              + " channels from "
              + channel
              + " and "
              + samples
              + " samples from "
              + sample
              + " are not all in x (x "
              + inputs[0]
              + ")");
    }
    return Shape.of(inputs[0].extent(0), channels, samples);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    y.fill(0);
    for (int row = 0; row < rows(y); row++) {
      cx.kernels().elementwise().axpy(samples, 1, cx.input(0), rowOfX(cx, row), y, row * samples);
    }
  }

  @Override
  public void backward(OpContext cx) {
    Tensor dy = cx.outputGradient();
    Tensor dx = cx.inputGradient(0);
    for (int row = 0; row < rows(dy); row++) {
      cx.kernels().elementwise().axpy(samples, 1, dy, row * samples, dx, rowOfX(cx, row));
    }
  }

  private int rows(Tensor y) {
    return y.shape().extent(0) * channels;
  }

  /** Where in x row n * channels + c of y begins. */
  private int rowOfX(OpContext cx, int row) {
    Shape x = cx.input(0).shape();
    int c = channel + row % channels;
    return (row / channels * x.extent(1) + c) * x.extent(2) + sample;
  }
}
