package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Pool1dGeometry;
import dev.footfall.engine.kernel.Pool1dKernel;
import dev.footfall.engine.runtime.Workers;

/**
 * Pooling, window by window; the threads share out the batch. The windows are too short to be worth
 * vectors, so the vector back end pools in the same way.
 */
public final class ScalarPool1d implements Pool1dKernel {
  private final Workers workers;

  /** A kernel that uses these threads. */
  public ScalarPool1d(Workers workers) {
    this.workers = workers;
  }

  private interface Row {
    void at(int in, int out);
  }

  @Override
  public void max(Pool1dGeometry g, Tensor x, Tensor y) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    forEachRow(
        g,
        (in, out) -> {
          for (int t = 0; t < g.outLength(); t++) {
            ys[out + t] = xs[largest(g, t, xs, in)];
          }
        });
  }

  @Override
  public void maxGradient(Pool1dGeometry g, Tensor x, Tensor dy, Tensor dx) {
    float[] xs = x.floats();
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    forEachRow(
        g,
        (in, out) -> {
          for (int t = 0; t < g.outLength(); t++) {
            dxs[largest(g, t, xs, in)] += dys[out + t];
          }
        });
  }

  @Override
  public void average(Pool1dGeometry g, boolean countPadding, Tensor x, Tensor y) {
    float[] xs = x.floats();
    float[] ys = y.floats();
    forEachRow(
        g,
        (in, out) -> {
          for (int t = 0; t < g.outLength(); t++) {
            float sum = 0;
            int end = g.endTap(t);
            for (int k = g.firstTap(t); k < end; k++) {
              sum += xs[in + g.source(t, k)];
            }
            ys[out + t] = sum / g.samples(t, countPadding);
          }
        });
  }

  @Override
  public void averageGradient(Pool1dGeometry g, boolean countPadding, Tensor dy, Tensor dx) {
    float[] dys = dy.floats();
    float[] dxs = dx.floats();
    forEachRow(
        g,
        (in, out) -> {
          for (int t = 0; t < g.outLength(); t++) {
            float share = dys[out + t] / g.samples(t, countPadding);
            int end = g.endTap(t);
            for (int k = g.firstTap(t); k < end; k++) {
              dxs[in + g.source(t, k)] += share;
            }
          }
        });
  }

  /** Where the maximum of a window is. */
  private static int largest(Pool1dGeometry g, int t, float[] xs, int in) {
    int first = g.firstTap(t);
    int end = g.endTap(t);
    int largest = in + g.source(t, first);
    for (int k = first + 1; k < end; k++) {
      int at = in + g.source(t, k);
      if (xs[at] > xs[largest] || Float.isNaN(xs[at])) {
        largest = at;
      }
    }
    return largest;
  }

  private void forEachRow(Pool1dGeometry g, Row row) {
    workers.forEach(
        g.batch(),
        n -> {
          for (int r = n * g.channels(); r < (n + 1) * g.channels(); r++) {
            row.at(r * g.inLength(), r * g.outLength());
          }
        });
  }
}
