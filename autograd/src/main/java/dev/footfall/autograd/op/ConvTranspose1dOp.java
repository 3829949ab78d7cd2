package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ConvTranspose1dGeometry;

/**
 * Transposed one-dimensional convolution: {@code x [N, C, T]}, {@code weight [C, O / G, K]} and,
 * optionally, {@code bias [O]}, to {@code y [N, O, T']}. Channels fall into G groups of neighbours;
 * sums over c and o are over those of one group.
 *
 * <pre>
 * T' = (T - 1) s - 2 p + d (K - 1) + 1 + outputPadding
 * y[n, o, t s + k d - p] = b[o] + sum over c, t, k that lead there of W[c, o, k] x[n, c, t]
 * dx[n, c, t] += sum over o, k of W[c, o, k] dy[n, o, t s + k d - p]
 * dW[c, o, k] += sum over n, t of x[n, c, t] dy[n, o, t s + k d - p]
 * db[o] += sum over n, t of dy[n, o, t]
 * </pre>
 *
 * <p>It is the adjoint of the convolution from y to x, whose kernels compute it, each in another
 * role. As PyTorch's {@code ConvTranspose1d}, except that the output padding is limited by the
 * stride alone: beyond it, there would only be samples that hold the bias.
 *
 * @param spec stride s, padding p, output padding, dilation d, groups G
 */
public record ConvTranspose1dOp(ConvTranspose1dSpec spec) implements Op {
  private static final int X = 0;
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  @Override
  public String name() {
    return "convTranspose1d";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shapes.requireRank(name(), "weight", inputs[WEIGHT], 3, "[C, O / G, K]");
    ConvTranspose1dGeometry g = geometry(inputs[X], inputs[WEIGHT]);
    if (inputs[WEIGHT].extent(0) != g.inChannels()) {
      throw new IllegalArgumentException(
          "convTranspose1d: x has "
              + g.inChannels()
              + " channels but weight expects "
              + inputs[WEIGHT].extent(0)
              + " "
              + details(inputs));
    }
    if (inputs.length > BIAS && !inputs[BIAS].equals(Shape.of(g.outChannels()))) {
      throw new IllegalArgumentException(
          "convTranspose1d: weight has "
              + g.outChannels()
              + " output channels but bias is "
              + inputs[BIAS]
              + " "
              + details(inputs));
    }
    return g.outShape();
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    int length = y.shape().extent(2);
    int channels = y.shape().extent(1);
    for (int row = 0; row < y.shape().extent(0) * channels; row++) {
      double b = cx.inputs() > BIAS ? cx.input(BIAS).get(row % channels) : 0;
      y.fill(row * length, (row + 1) * length, b);
    }
    cx.kernels().conv1d().backwardInput(geometry(cx).adjoint(), cx.input(WEIGHT), cx.input(X), y);
  }

  @Override
  public void backward(OpContext cx) {
    ConvTranspose1dGeometry g = geometry(cx);
    Tensor dy = cx.outputGradient();
    if (cx.wants(X)) {
      Tensor part = cx.temporary(g.inShape());
      cx.kernels().conv1d().forward(g.adjoint(), dy, cx.input(WEIGHT), null, part);
      cx.kernels().elementwise().axpy(part.elements(), 1, part, 0, cx.inputGradient(X), 0);
    }
    if (cx.wants(WEIGHT)) {
      cx.kernels().conv1d().backwardWeight(g.adjoint(), dy, cx.input(X), cx.inputGradient(WEIGHT));
    }
    if (cx.inputs() > BIAS && cx.wants(BIAS)) {
      Conv1dOp.addChannelSums(cx, dy, cx.inputGradient(BIAS));
    }
  }

  private ConvTranspose1dGeometry geometry(OpContext cx) {
    return geometry(cx.input(X).shape(), cx.input(WEIGHT).shape());
  }

  private ConvTranspose1dGeometry geometry(Shape x, Shape weight) {
    return new ConvTranspose1dGeometry(
        x.extent(0),
        x.extent(1),
        weight.extent(1) * spec.groups(),
        x.extent(2),
        weight.extent(2),
        spec.stride(),
        spec.padding(),
        spec.outputPadding(),
        spec.dilation(),
        spec.groups());
  }

  private String details(Shape[] inputs) {
    return "(x "
        + inputs[X]
        + ", weight "
        + inputs[WEIGHT]
        + (inputs.length > BIAS ? ", bias " + inputs[BIAS] : "")
        + ", stride "
        + spec.stride()
        + ", padding "
        + spec.padding()
        + ", output padding "
        + spec.outputPadding()
        + ", dilation "
        + spec.dilation()
        + ", groups "
        + spec.groups()
        + ")";
  }
}
