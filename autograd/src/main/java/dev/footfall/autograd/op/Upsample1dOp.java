package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;

/**
 * Multiplies the sampling rate of {@code x [N, C, T]} by an integer r, each sample of {@code y [N,
 * C, r T]} standing at the middle of its interval (PyTorch's {@code align_corners=False}). With
 * phase p from 0 to r - 1:
 *
 * <pre>
 * NEAREST   y[r q + p] = x[q]
 * LINEAR    f = (p + 1/2) / r - 1/2,  s = sign f
 *           y[r q + p] = (1 - |f|) x[q] + |f| x[q + s]
 * </pre>
 *
 * <p>where q + s is kept within 0 to T - 1; and {@code dx += (dy/dx)^T dy}, each weight from output
 * to input.
 *
 * @param factor r
 * @param mode which of the two
 */
public record Upsample1dOp(int factor, Mode mode) implements Op {

  /** How the samples between are found. */
  public enum Mode {
    /** The sample whose interval it is. */
    NEAREST,
    /** Between the two nearest samples, on a straight line; constant beyond the ends. */
    LINEAR
  }

  @Override
  public String name() {
    return "upsample1d";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireRank(name(), "x", inputs[0], 3, "[N, C, T]");
    if (factor < 1) {
      throw new IllegalArgumentException(
          "upsample1d: the factor must be at least 1 (" + factor + ", x " + inputs[0] + ")");
    }
    int length = inputs[0].extent(2);
    if (length == 0) {
      throw new IllegalArgumentException("upsample1d: x has no samples (x " + inputs[0] + ")");
    }
    return Shapes.with(inputs[0], 2, Math.multiplyExact(length, factor));
  }

  @Override
  public void forward(OpContext cx) {
    cx.output().fill(0);
    forEachTerm(
        cx.input(0),
        cx.output(),
        (weight, x, y) -> cx.kernels().movement().accumulate(weight, x, y));
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      forEachTerm(
          cx.inputGradient(0),
          cx.outputGradient(),
          (weight, dx, dy) -> cx.kernels().movement().accumulate(weight, dy, dx));
    }
  }

  private interface Term {
    void accept(double weight, View x, View y);
  }

  /** The terms of the sums, a view of all q at once. */
  private void forEachTerm(Tensor x, Tensor y, Term term) {
    int length = x.shape().extent(2);
    View from = View.of(x);
    for (int p = 0; p < factor; p++) {
      View to = View.of(y).slice(2, p, length, factor);
      double f = mode == Mode.NEAREST ? 0 : (p + 0.5) / factor - 0.5;
      term.accept(1 - Math.abs(f), from, to);
      if (f < 0) {
        term.accept(-f, from.slice(2, 0, length - 1, 1), to.slice(2, 1, length - 1, 1));
        term.accept(-f, from.slice(2, 0, 1, 1), to.slice(2, 0, 1, 1));
      } else if (f > 0) {
        term.accept(f, from.slice(2, 1, length - 1, 1), to.slice(2, 0, length - 1, 1));
        term.accept(f, from.slice(2, length - 1, 1, 1), to.slice(2, length - 1, 1, 1));
      }
    }
  }
}
