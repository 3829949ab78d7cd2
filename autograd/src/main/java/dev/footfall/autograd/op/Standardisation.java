package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ReductionKernel;

/**
 * What layer and group normalisation share: every block of m neighbouring elements gets the mean 0
 * and the variance 1.
 *
 * <pre>
 * mean = 1/m sum x,  var = 1/m sum (x - mean)^2,  r = 1 / sqrt(var + epsilon)
 * xhat = (x - mean) r
 * dx += r (g - 1/m sum g - xhat 1/m sum g xhat),  g = dL/dxhat
 * </pre>
 *
 * <p>Runs within a block are summed in the element type, their sums in double precision. Blocks are
 * shared out among the threads.
 *
 * @param blocks number of blocks
 * @param size m
 * @param run length of a run, a divisor of m
 */
record Standardisation(int blocks, int size, int run) {
  private static final int XHAT = 0;
  private static final int R = 1;

  /** Elements in one parallel task: enough work to repay the hand-over. */
  private static final int TASK = 1 << 15;

  private interface Block {
    void accept(int block, int offset);
  }

  private interface RunSum {
    double at(int offset);
  }

  /** Answers {@code xhat}, which is saved, as is {@code r}. */
  Tensor forward(OpContext cx, double epsilon, Tensor x) {
    Tensor xhat = cx.save(x.shape());
    Tensor r = cx.save(Shape.of(blocks));
    ReductionKernel sums = cx.kernels().reductions();
    forEachBlock(
        cx,
        (block, offset) -> {
          double mean = sumRuns(offset, at -> sums.sum(run, x, at)) / size;
          double squares = sumRuns(offset, at -> sums.sumOfSquaredDeviations(run, mean, x, at));
          double scale = 1 / Math.sqrt(squares / size + epsilon);
          r.set(block, scale);
          cx.kernels().elementwise().affine(size, scale, -mean * scale, x, offset, xhat, offset);
        });
    return xhat;
  }

  /** What the forward pass answered. */
  static Tensor xhat(OpContext cx) {
    return cx.saved(XHAT);
  }

  /** Adds to {@code dx}. */
  void backward(OpContext cx, Tensor g, Tensor dx) {
    Tensor xhat = cx.saved(XHAT);
    Tensor r = cx.saved(R);
    ReductionKernel sums = cx.kernels().reductions();
    forEachBlock(
        cx,
        (block, offset) -> {
          double scale = r.get(block);
          double mean = sumRuns(offset, at -> sums.sum(run, g, at)) / size;
          double slope = sumRuns(offset, at -> sums.dot(run, g, at, 0, xhat, at)) / size;
          cx.kernels()
              .elementwise()
              .accumulateAffine(
                  size, scale, g, offset, -scale * slope, xhat, offset, -scale * mean, dx, offset);
        });
  }

  private double sumRuns(int offset, RunSum sum) {
    double total = 0;
    for (int at = offset; at < offset + size; at += run) {
      total += sum.at(at);
    }
    return total;
  }

  private void forEachBlock(OpContext cx, Block body) {
    int atOnce = Math.max(1, TASK / size);
    cx.workers()
        .forEach(
            Math.ceilDiv(blocks, atOnce),
            task -> {
              int end = Math.min(blocks, (task + 1) * atOnce);
              for (int block = task * atOnce; block < end; block++) {
                body.accept(block, block * size);
              }
            });
  }
}
