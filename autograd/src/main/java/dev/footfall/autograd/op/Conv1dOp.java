package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import java.util.Map;

/**
 * One-dimensional convolution: {@code x [N, C, T]}, {@code weight [O, C / G, K]} and, optionally,
 * {@code bias [O]}. Channels fall into G groups of neighbours; sums over c and o are over those of
 * one group.
 *
 * <pre>
 * y[n, o, t] = b[o] + sum over c, k of W[o, c, k] x[n, c, t s + k d - p]
 * dx[n, c, t s + k d - p] += sum over o of W[o, c, k] dy[n, o, t]
 * dW[o, c, k] += sum over n, t of dy[n, o, t] x[n, c, t s + k d - p]
 * db[o] += sum over n, t of dy[n, o, t]
 * </pre>
 *
 * @param spec stride s, paddings (p is the left one), dilation d, groups G
 */
public record Conv1dOp(Conv1dSpec spec) implements Op {
  private static final int X = 0;
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  @Override
  public String name() {
    return "conv1d";
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of(
        "stride", spec.stride(),
        "pad_left", spec.padLeft(),
        "pad_right", spec.padRight(),
        "dilation", spec.dilation(),
        "groups", spec.groups());
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 3, "[N, C, T]");
    Shapes.requireRank(name(), "weight", inputs[WEIGHT], 3, "[O, C, K]");
    Conv1dGeometry g = geometry(inputs[X], inputs[WEIGHT]);
    if (inputs[WEIGHT].extent(1) != g.groupInputs()) {
      throw new IllegalArgumentException(
          "conv1d: x has "
              + g.inChannels()
              + " channels but weight expects "
              + inputs[WEIGHT].extent(1) * spec.groups()
              + " "
              + details(inputs));
    }
    if (inputs.length > BIAS && !inputs[BIAS].equals(Shape.of(g.outChannels()))) {
      throw new IllegalArgumentException(
          "conv1d: weight has "
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
    Tensor bias = cx.inputs() > BIAS ? cx.input(BIAS) : null;
    cx.kernels().conv1d().forward(geometry(cx), cx.input(X), cx.input(WEIGHT), bias, cx.output());
  }

  @Override
  public void backward(OpContext cx) {
    Conv1dGeometry g = geometry(cx);
    Tensor dy = cx.outputGradient();
    if (cx.wants(X)) {
      cx.kernels().conv1d().backwardInput(g, cx.input(WEIGHT), dy, cx.inputGradient(X));
    }
    if (cx.wants(WEIGHT)) {
      cx.kernels().conv1d().backwardWeight(g, cx.input(X), dy, cx.inputGradient(WEIGHT));
    }
    if (cx.inputs() > BIAS && cx.wants(BIAS)) {
      addChannelSums(cx, dy, cx.inputGradient(BIAS));
    }
  }

  /** {@code db[o] += sum over n, t of dy[n, o, t]}. */
  static void addChannelSums(OpContext cx, Tensor dy, Tensor db) {
    int channels = dy.shape().extent(1);
    int length = dy.shape().extent(2);
    for (int o = 0; o < channels; o++) {
      double sum = 0;
      for (int n = 0; n < dy.shape().extent(0); n++) {
        sum += cx.kernels().reductions().sum(length, dy, (n * channels + o) * length);
      }
      db.set(o, db.get(o) + sum);
    }
  }

  private Conv1dGeometry geometry(OpContext cx) {
    return geometry(cx.input(X).shape(), cx.input(WEIGHT).shape());
  }

  private Conv1dGeometry geometry(Shape x, Shape weight) {
    return new Conv1dGeometry(
        x.extent(0),
        x.extent(1),
        weight.extent(0),
        x.extent(2),
        weight.extent(2),
        spec.stride(),
        spec.padLeft(),
        spec.padRight(),
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
        + spec.padLeft()
        + " and "
        + spec.padRight()
        + ", dilation "
        + spec.dilation()
        + (spec.groups() == 1 ? "" : ", groups " + spec.groups())
        + ")";
  }
}
