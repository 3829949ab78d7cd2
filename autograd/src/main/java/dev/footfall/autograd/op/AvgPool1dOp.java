package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.kernel.Pool1dGeometry;

/**
 * Mean of each window of {@code x [N, C, T]}.
 *
 * <pre>
 * y[n, c, t] = 1/m sum over k of x[n, c, t s + k d - p]
 * dx[n, c, t s + k d - p] += dy[n, c, t] / m
 * </pre>
 *
 * <p>A kernel as long as the input gives the mean over time.
 *
 * @param spec kernel size (k runs below it), stride s, paddings (p is the left one), dilation d
 * @param countPadding whether the zeros of the padding count, so that m is the kernel size
 *     (PyTorch's {@code count_include_pad=True}, its default), or m is the number of samples of the
 *     window that lie inside the input
 */
public record AvgPool1dOp(Pool1dSpec spec, boolean countPadding) implements Op {

  @Override
  public String name() {
    return "avg_pool1d";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[0], 3, "[N, C, T]");
    return spec.geometry(inputs[0]).outShape();
  }

  @Override
  public void forward(OpContext cx) {
    Pool1dGeometry g = spec.geometry(cx.input(0).shape());
    cx.kernels().pool1d().average(g, countPadding, cx.input(0), cx.output());
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      Pool1dGeometry g = spec.geometry(cx.input(0).shape());
      cx.kernels()
          .pool1d()
          .averageGradient(g, countPadding, cx.outputGradient(), cx.inputGradient(0));
    }
  }
}
