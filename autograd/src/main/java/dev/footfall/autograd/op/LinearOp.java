package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Fully connected layer: {@code x [N, C]}, {@code weight [M, C]}, {@code bias [M]}.
 *
 * <pre>
 * y = x W^T + b
 * dx += dy W,  dW += dy^T x,  db += sum over n of dy
 * </pre>
 */
public record LinearOp() implements Op {
  private static final int X = 0;
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[X], 2, "[N, C]");
    Shapes.requireRank(name(), "weight", inputs[WEIGHT], 2, "[M, C]");
    int in = inputs[X].extent(1);
    int out = inputs[WEIGHT].extent(0);
    if (inputs[WEIGHT].extent(1) != in) {
      throw new IllegalArgumentException(
          "linear: x has "
              + in
              + " features but weight expects "
              + inputs[WEIGHT].extent(1)
              + " "
              + details(inputs));
    }
    if (!inputs[BIAS].equals(Shape.of(out))) {
      throw new IllegalArgumentException(
          "linear: weight has "
              + out
              + " output features but bias is "
              + inputs[BIAS]
              + " "
              + details(inputs));
    }
    return Shape.of(inputs[X].extent(0), out);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    Tensor bias = cx.input(BIAS);
    int features = bias.elements();
    y.fill(0);
    for (int n = 0; n < y.shape().extent(0); n++) {
      cx.kernels().elementwise().axpy(features, 1, bias, 0, y, n * features);
    }
    cx.kernels()
        .gemm()
        .gemm(1, Matrix.of(cx.input(X)), Matrix.of(cx.input(WEIGHT)).transposed(), 1, Matrix.of(y));
  }

  @Override
  public void backward(OpContext cx) {
    Matrix dy = Matrix.of(cx.outputGradient());
    if (cx.wants(X)) {
      cx.kernels()
          .gemm()
          .gemm(1, dy, Matrix.of(cx.input(WEIGHT)), 1, Matrix.of(cx.inputGradient(X)));
    }
    if (cx.wants(WEIGHT)) {
      cx.kernels()
          .gemm()
          .gemm(1, dy.transposed(), Matrix.of(cx.input(X)), 1, Matrix.of(cx.inputGradient(WEIGHT)));
    }
    if (cx.wants(BIAS)) {
      Tensor db = cx.inputGradient(BIAS);
      int features = db.elements();
      for (int n = 0; n < dy.rows(); n++) {
        cx.kernels().elementwise().axpy(features, 1, dy.tensor(), n * features, db, 0);
      }
    }
  }

  private static String details(Shape[] inputs) {
    return "(x " + inputs[X] + ", weight " + inputs[WEIGHT] + ", bias " + inputs[BIAS] + ")";
  }
}
