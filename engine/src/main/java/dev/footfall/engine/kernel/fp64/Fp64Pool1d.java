package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Pool1dGeometry;
import dev.footfall.engine.kernel.Pool1dKernel;

/** Pooling as the formulas that define it, in double precision. */
final class Fp64Pool1d implements Pool1dKernel {

  @Override
  public void max(Pool1dGeometry g, Tensor x, Tensor y) {
    for (int i = 0; i < y.elements(); i++) {
      y.set(i, x.get(largest(g, x, i)));
    }
  }

  @Override
  public void maxGradient(Pool1dGeometry g, Tensor x, Tensor dy, Tensor dx) {
    for (int i = 0; i < dy.elements(); i++) {
      dx.doubles()[largest(g, x, i)] += dy.get(i);
    }
  }

  @Override
  public void average(Pool1dGeometry g, boolean countPadding, Tensor x, Tensor y) {
    for (int i = 0; i < y.elements(); i++) {
      int t = i % g.outLength();
      double sum = 0;
      for (int k = g.firstTap(t); k < g.endTap(t); k++) {
        sum += x.get(source(g, i, k));
      }
      y.set(i, sum / g.samples(t, countPadding));
    }
  }

  @Override
  public void averageGradient(Pool1dGeometry g, boolean countPadding, Tensor dy, Tensor dx) {
    for (int i = 0; i < dy.elements(); i++) {
      int t = i % g.outLength();
      for (int k = g.firstTap(t); k < g.endTap(t); k++) {
        dx.doubles()[source(g, i, k)] += dy.get(i) / g.samples(t, countPadding);
      }
    }
  }

  /** Flat index of the maximum of the window of output i. */
  private static int largest(Pool1dGeometry g, Tensor x, int i) {
    int t = i % g.outLength();
    int largest = source(g, i, g.firstTap(t));
    for (int k = g.firstTap(t) + 1; k < g.endTap(t); k++) {
      int at = source(g, i, k);
      if (x.get(at) > x.get(largest) || Double.isNaN(x.get(at))) {
        largest = at;
      }
    }
    return largest;
  }

  /** Flat index of tap k of the window of output i. */
  private static int source(Pool1dGeometry g, int i, int k) {
    return i / g.outLength() * g.inLength() + g.source(i % g.outLength(), k);
  }
}
