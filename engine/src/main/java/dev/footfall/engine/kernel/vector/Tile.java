package dev.footfall.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The inner loop that matrix product and convolution share: register tiles of four rows and two
 * vectors.
 *
 * <pre>
 * c[i, j] = alpha * (sum over tap, p of a[i, p, tap] * b[p, tap, j]) + beta * c[i, j]
 * </pre>
 *
 * <p>A matrix product has one tap. A convolution has one for each element of its kernel, and its b
 * is the padded input read at a shifted start, so no columns are materialised.
 *
 * <p>4 x 2 vectors make eight accumulators: enough to hide the latency of FMA on two ports, and few
 * enough that C2 keeps them all in 16 registers (at 6 x 2 it spills one in every iteration, which
 * costs half the speed).
 */
final class Tile {
  static final int ROWS = 4;
  static final int COLUMNS = 2 * Lanes.COUNT;

  private Tile() {}

  /**
   * A three-dimensional operand: where it starts and the distances between its rows, its neighbours
   * along the summed dimension, and its taps.
   */
  record Rows(float[] array, int offset, int outer, int inner, int tap) {
    Rows shifted(int distance) {
      return new Rows(array, offset + distance, outer, inner, tap);
    }
  }

  /**
   * Computes an m x n block.
   *
   * @param a {@code outer}: distance of rows i; {@code inner}: of p
   * @param b {@code outer}: distance of p; columns j are neighbours
   */
  static void multiply(
      int m,
      int n,
      int k,
      int taps,
      float alpha,
      Rows a,
      Rows b,
      float beta,
      float[] c,
      int cOffset,
      int cRow) {
    int j = 0;
    for (; j <= n - COLUMNS; j += COLUMNS) {
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        wide(
            k,
            taps,
            alpha,
            a.array,
            a.offset + i * a.outer,
            a.outer,
            a.inner,
            a.tap,
            b.array,
            b.offset + j,
            b.outer,
            b.tap,
            beta,
            c,
            cOffset + i * cRow + j,
            cRow);
      }
      for (; i < m; i++) {
        for (int half = j; half < j + COLUMNS; half += Lanes.COUNT) {
          single(
              k,
              taps,
              alpha,
              a.array,
              a.offset + i * a.outer,
              a.inner,
              a.tap,
              b.array,
              b.offset + half,
              b.outer,
              b.tap,
              beta,
              c,
              cOffset + i * cRow + half,
              Lanes.SPECIES.maskAll(true));
        }
      }
    }
    for (; j < n; j += Lanes.COUNT) {
      VectorMask<Float> mask = Lanes.SPECIES.indexInRange(j, n);
      int i = 0;
      for (; i <= m - ROWS; i += ROWS) {
        narrow(
            k,
            taps,
            alpha,
            a.array,
            a.offset + i * a.outer,
            a.outer,
            a.inner,
            a.tap,
            b.array,
            b.offset + j,
            b.outer,
            b.tap,
            beta,
            c,
            cOffset + i * cRow + j,
            cRow,
            mask);
      }
      for (; i < m; i++) {
        single(
            k,
            taps,
            alpha,
            a.array,
            a.offset + i * a.outer,
            a.inner,
            a.tap,
            b.array,
            b.offset + j,
            b.outer,
            b.tap,
            beta,
            c,
            cOffset + i * cRow + j,
            mask);
      }
    }
  }

  private static void wide(
      int k,
      int taps,
      float alpha,
      float[] a,
      int aOffset,
      int aRow,
      int aInner,
      int aTap,
      float[] b,
      int bOffset,
      int bRow,
      int bTap,
      float beta,
      float[] c,
      int cOffset,
      int cRow) {
    FloatVector c00 = FloatVector.zero(Lanes.SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    for (int tap = 0; tap < taps; tap++) {
      int a0 = aOffset + tap * aTap;
      int a1 = a0 + aRow;
      int a2 = a1 + aRow;
      int a3 = a2 + aRow;
      int b0 = bOffset + tap * bTap;
      for (int p = 0; p < k; p++) {
        FloatVector left = FloatVector.fromArray(Lanes.SPECIES, b, b0 + p * bRow);
        FloatVector right = FloatVector.fromArray(Lanes.SPECIES, b, b0 + p * bRow + Lanes.COUNT);
        FloatVector row = FloatVector.broadcast(Lanes.SPECIES, a[a0 + p * aInner]);
        c00 = row.fma(left, c00);
        c01 = row.fma(right, c01);
        row = FloatVector.broadcast(Lanes.SPECIES, a[a1 + p * aInner]);
        c10 = row.fma(left, c10);
        c11 = row.fma(right, c11);
        row = FloatVector.broadcast(Lanes.SPECIES, a[a2 + p * aInner]);
        c20 = row.fma(left, c20);
        c21 = row.fma(right, c21);
        row = FloatVector.broadcast(Lanes.SPECIES, a[a3 + p * aInner]);
        c30 = row.fma(left, c30);
        c31 = row.fma(right, c31);
      }
    }
    store(alpha, c00, beta, c, cOffset);
    store(alpha, c01, beta, c, cOffset + Lanes.COUNT);
    store(alpha, c10, beta, c, cOffset + cRow);
    store(alpha, c11, beta, c, cOffset + cRow + Lanes.COUNT);
    store(alpha, c20, beta, c, cOffset + 2 * cRow);
    store(alpha, c21, beta, c, cOffset + 2 * cRow + Lanes.COUNT);
    store(alpha, c30, beta, c, cOffset + 3 * cRow);
    store(alpha, c31, beta, c, cOffset + 3 * cRow + Lanes.COUNT);
  }

  /** Four rows and one vector, of which the lanes outside the mask are neither read nor written. */
  private static void narrow(
      int k,
      int taps,
      float alpha,
      float[] a,
      int aOffset,
      int aRow,
      int aInner,
      int aTap,
      float[] b,
      int bOffset,
      int bRow,
      int bTap,
      float beta,
      float[] c,
      int cOffset,
      int cRow,
      VectorMask<Float> mask) {
    FloatVector c0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    for (int tap = 0; tap < taps; tap++) {
      int a0 = aOffset + tap * aTap;
      int b0 = bOffset + tap * bTap;
      for (int p = 0; p < k; p++) {
        FloatVector right = FloatVector.fromArray(Lanes.SPECIES, b, b0 + p * bRow, mask);
        int ap = a0 + p * aInner;
        c0 = FloatVector.broadcast(Lanes.SPECIES, a[ap]).fma(right, c0);
        c1 = FloatVector.broadcast(Lanes.SPECIES, a[ap + aRow]).fma(right, c1);
        c2 = FloatVector.broadcast(Lanes.SPECIES, a[ap + 2 * aRow]).fma(right, c2);
        c3 = FloatVector.broadcast(Lanes.SPECIES, a[ap + 3 * aRow]).fma(right, c3);
      }
    }
    store(alpha, c0, beta, c, cOffset, mask);
    store(alpha, c1, beta, c, cOffset + cRow, mask);
    store(alpha, c2, beta, c, cOffset + 2 * cRow, mask);
    store(alpha, c3, beta, c, cOffset + 3 * cRow, mask);
  }

  /** One row and one vector. */
  private static void single(
      int k,
      int taps,
      float alpha,
      float[] a,
      int aOffset,
      int aInner,
      int aTap,
      float[] b,
      int bOffset,
      int bRow,
      int bTap,
      float beta,
      float[] c,
      int cOffset,
      VectorMask<Float> mask) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int tap = 0; tap < taps; tap++) {
      int a0 = aOffset + tap * aTap;
      int b0 = bOffset + tap * bTap;
      for (int p = 0; p < k; p++) {
        FloatVector right = FloatVector.fromArray(Lanes.SPECIES, b, b0 + p * bRow, mask);
        sum = FloatVector.broadcast(Lanes.SPECIES, a[a0 + p * aInner]).fma(right, sum);
      }
    }
    store(alpha, sum, beta, c, cOffset, mask);
  }

  private static void store(float alpha, FloatVector sum, float beta, float[] c, int offset) {
    FloatVector scaled = sum.mul(alpha);
    if (beta != 0) {
      scaled = scaled.add(FloatVector.fromArray(Lanes.SPECIES, c, offset).mul(beta));
    }
    scaled.intoArray(c, offset);
  }

  private static void store(
      float alpha, FloatVector sum, float beta, float[] c, int offset, VectorMask<Float> mask) {
    FloatVector scaled = sum.mul(alpha);
    if (beta != 0) {
      scaled = scaled.add(FloatVector.fromArray(Lanes.SPECIES, c, offset, mask).mul(beta));
    }
    scaled.intoArray(c, offset, mask);
  }
}
