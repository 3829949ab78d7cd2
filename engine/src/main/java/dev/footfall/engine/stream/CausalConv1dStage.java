package dev.footfall.engine.stream;

import java.util.Arrays;

/**
 * {@code y[o](t) = bias[o] + sum over c, k of weight[o, c, k] x[c](t - (K - 1 - k) dilation)}, x =
 * 0 before the first sample.
 *
 * <p>A ring for each channel holds the last {@code (K - 1) dilation + 1} samples. The K that the
 * taps meet are gathered into one column, in the order of a row of the weights.
 */
final class CausalConv1dStage implements Stage {
  private final int channels;
  private final int kernelSize;
  private final int dilation;
  private final boolean relu;
  private final Affine affine;

  private final int span;
  private final float[] ring;
  private final float[] column;
  private final float[] y;
  // Where the next sample goes, which is where the oldest one is.
  private int slot;

  CausalConv1dStage(int channels, int kernelSize, int dilation, boolean relu, Affine affine) {
    this.channels = channels;
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.relu = relu;
    this.affine = affine;
    this.span = (kernelSize - 1) * dilation + 1;
    this.ring = new float[channels * span];
    this.column = new float[channels * kernelSize];
    this.y = new float[affine.rows()];
  }

  @Override
  public float[] step(float[] x) {
    for (int c = 0; c < channels; c++) {
      ring[c * span + slot] = x[c];
    }
    slot = slot + 1 == span ? 0 : slot + 1;
    int tap = slot;
    for (int k = 0; k < kernelSize; k++) {
      for (int c = 0; c < channels; c++) {
        column[c * kernelSize + k] = ring[c * span + tap];
      }
      tap += dilation;
      tap = tap >= span ? tap - span : tap;
    }
    affine.apply(column, y);
    if (relu) {
      for (int o = 0; o < y.length; o++) {
        // Math.max(y, 0) without the call: NaN stays, -0 becomes 0.
        y[o] = y[o] <= 0 ? 0f : y[o];
      }
    }
    return y;
  }

  @Override
  public void reset() {
    Arrays.fill(ring, 0f);
    slot = 0;
  }

  @Override
  public Affine affine() {
    return affine;
  }

  @Override
  public int bufferFloats() {
    return ring.length + column.length + y.length;
  }

  @Override
  public int reach() {
    return span - 1;
  }
}
