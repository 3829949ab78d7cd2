package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Pool1dGeometry;

/**
 * Largest sample of each window of {@code x [N, C, T]}.
 *
 * <pre>
 * y[n, c, t] = max over k of x[n, c, t s + k d - p]
 * dx[n, c, m(t)] += dy[n, c, t],  m(t) the place of the maximum
 * </pre>
 *
 * <p>The padding never wins. Of equal samples the first passes the gradient, as in PyTorch; a NaN
 * in a window is its maximum.
 *
 * @param spec kernel size (k runs below it), stride s, paddings (p is the left one), dilation d
 */
public record MaxPool1dOp(Pool1dSpec spec) implements Op {

  @Override
  public String name() {
    return "max_pool1d";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[0], 3, "[N, C, T]");
    return spec.geometry(inputs[0]).outShape();
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    cx.kernels().pool1d().max(spec.geometry(x.shape()), x, cx.output());
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      Tensor x = cx.input(0);
      Pool1dGeometry g = spec.geometry(x.shape());
      cx.kernels().pool1d().maxGradient(g, x, cx.outputGradient(), cx.inputGradient(0));
    }
  }
}
