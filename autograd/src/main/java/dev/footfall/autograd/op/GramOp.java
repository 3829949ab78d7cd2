package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import dev.footfall.engine.kernel.ReductionKernel;

/**
 * Row-normalised Gram map of features {@code x [N, C, T]}: which windows of a mini-batch, or which
 * samples in time, resemble each other.
 *
 * <p>With Q the matrix whose rows are the things compared, {@code [N, C T]} or {@code [T, N C]}:
 *
 * <pre>
 * G = Q Q^T,  r_i = ||G_i||,  y_i = G_i / r_i
 * dG_i = (dy_i - y_i &lt;y_i, dy_i&gt;) / r_i,  dQ += (dG + dG^T) Q
 * </pre>
 *
 * <p>A row of G that is all zero stays zero and passes no gradient. Rows of y are unit vectors, so
 * two maps differ by at most 2 a row. Source: Tung and Mori 2019 (similarity-preserving
 * distillation) for the map over the batch; the map over time is its reconstruction for sequences.
 *
 * @param axis what is compared
 */
public record GramOp(Axis axis) implements Op {

  /** What the rows of a map stand for. */
  public enum Axis {
    /** One row for each window of the mini-batch: y is [N, N]. */
    BATCH,
    /** One row for each sample in time, over all windows and channels: y is [T, T]. */
    TIME
  }

  private static final int G = 0;

  @Override
  public String name() {
    return "gram";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[0], 3, "[N, C, T]");
    int size = inputs[0].extent(axis == Axis.BATCH ? 0 : 2);
    return Shape.of(size, size);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor g = cx.save(cx.output().shape());
    Tensor y = cx.output();
    Matrix q = rows(cx.input(0));
    cx.kernels().gemm().gemm(1, q, q.transposed(), 0, Matrix.of(g));
    int size = y.shape().extent(0);
    for (int i = 0; i < size; i++) {
      double r = norm(cx, g, i);
      cx.kernels().elementwise().affine(size, r == 0 ? 0 : 1 / r, 0, g, i * size, y, i * size);
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    Tensor y = cx.output();
    Tensor dy = cx.outputGradient();
    Tensor dg = cx.temporary(y.shape());
    ReductionKernel reductions = cx.kernels().reductions();
    int size = y.shape().extent(0);
    dg.fill(0);
    for (int i = 0; i < size; i++) {
      int row = i * size;
      double r = norm(cx, cx.saved(G), i);
      if (r > 0) {
        double projection = reductions.dot(size, y, row, 0, dy, row);
        cx.kernels()
            .elementwise()
            .accumulateAffine(size, 1 / r, dy, row, -projection / r, y, row, 0, dg, row);
      }
    }
    // dQ += (dG + dG^T) Q, written for x itself: Q is x, or x transposed.
    Tensor symmetric = cx.temporary(y.shape());
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        symmetric.set(i * size + j, dg.get(i * size + j) + dg.get(j * size + i));
      }
    }
    Matrix s = Matrix.of(symmetric);
    Matrix x = flat(cx.input(0));
    Matrix dx = flat(cx.inputGradient(0));
    GemmKernel gemm = cx.kernels().gemm();
    if (axis == Axis.BATCH) {
      gemm.gemm(1, s, x, 1, dx);
    } else {
      gemm.gemm(1, x, s, 1, dx);
    }
  }

  /** Q: the things compared are its rows. */
  private Matrix rows(Tensor x) {
    return axis == Axis.BATCH ? flat(x) : flat(x).transposed();
  }

  /** x as [N, C T] or [N C, T]. */
  private Matrix flat(Tensor x) {
    Shape shape = x.shape();
    return axis == Axis.BATCH
        ? Matrix.of(x, 0, shape.extent(0), shape.extent(1) * shape.extent(2))
        : Matrix.of(x, 0, shape.extent(0) * shape.extent(1), shape.extent(2));
  }

  private static double norm(OpContext cx, Tensor g, int row) {
    int size = g.shape().extent(1);
    return Math.sqrt(cx.kernels().reductions().sumOfSquaredDeviations(size, 0, g, row * size));
  }
}
