package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Arrays;

/**
 * Fully connected layer: {@code x [..., N, C]}, {@code weight [M, C]}, {@code bias [M]}, {@code y
 * [..., N, M]}; all axes of x but the last count rows.
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
    Shape x = inputs[X];
    if (x.rank() < 2) {
      Shapes.requireRank(name(), "x", x, 2, "[..., N, C]");
    }
    Shapes.requireRank(name(), "weight", inputs[WEIGHT], 2, "[M, C]");
    int in = x.extent(x.rank() - 1);
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
    return Shapes.with(x, x.rank() - 1, out);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    Tensor bias = cx.input(BIAS);
    int features = bias.elements();
    y.fill(0);
    for (int at = 0; at < y.elements(); at += features) {
      cx.kernels().elementwise().axpy(features, 1, bias, 0, y, at);
    }
    cx.kernels()
        .gemm()
        .gemm(1, rows(cx.input(X)), Matrix.of(cx.input(WEIGHT)).transposed(), 1, rows(y));
  }

  @Override
  public void backward(OpContext cx) {
    Matrix dy = rows(cx.outputGradient());
    if (cx.wants(X)) {
      cx.kernels().gemm().gemm(1, dy, Matrix.of(cx.input(WEIGHT)), 1, rows(cx.inputGradient(X)));
    }
    if (cx.wants(WEIGHT)) {
      cx.kernels()
          .gemm()
          .gemm(1, dy.transposed(), rows(cx.input(X)), 1, Matrix.of(cx.inputGradient(WEIGHT)));
    }
    if (cx.wants(BIAS)) {
      Tensor db = cx.inputGradient(BIAS);
      int features = db.elements();
      for (int n = 0; n < dy.rows(); n++) {
        cx.kernels().elementwise().axpy(features, 1, dy.tensor(), n * features, db, 0);
      }
    }
  }

  /** All axes but the last joined into rows. */
  private static Matrix rows(Tensor tensor) {
    Shape shape = tensor.shape();
    int last = shape.rank() - 1;
    int rows = Shape.of(Arrays.copyOf(shape.toArray(), last)).elements();
    return Matrix.of(tensor, 0, rows, shape.extent(last));
  }

  private static String details(Shape[] inputs) {
    return "(x " + inputs[X] + ", weight " + inputs[WEIGHT] + ", bias " + inputs[BIAS] + ")";
  }
}
