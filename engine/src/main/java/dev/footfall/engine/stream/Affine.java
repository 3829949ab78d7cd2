package dev.footfall.engine.stream;

/**
 * {@code y = W x + b}: {@code W [rows, columns]} row-major, {@code b [rows]}. Every sum begins with
 * the bias and goes on from left to right, as in the scalar convolution.
 *
 * <p>Not a record: that would hold a string constant (see {@link StreamingKernel}).
 */
final class Affine {
  private final int rows;
  private final int columns;
  private final float[] weight;
  private final float[] bias;

  Affine(int rows, int columns, float[] weight, float[] bias) {
    this.rows = rows;
    this.columns = columns;
    this.weight = weight;
    this.bias = bias;
  }

  void apply(float[] x, float[] y) {
    int r = 0;
    // Four sums at once: each addition waits for the one before it, but not for its neighbours'.
    for (; r + 3 < rows; r += 4) {
      int row0 = r * columns;
      int row1 = row0 + columns;
      int row2 = row1 + columns;
      int row3 = row2 + columns;
      float sum0 = bias[r];
      float sum1 = bias[r + 1];
      float sum2 = bias[r + 2];
      float sum3 = bias[r + 3];
      for (int c = 0; c < columns; c++) {
        float xc = x[c];
        sum0 += weight[row0 + c] * xc;
        sum1 += weight[row1 + c] * xc;
        sum2 += weight[row2 + c] * xc;
        sum3 += weight[row3 + c] * xc;
      }
      y[r] = sum0;
      y[r + 1] = sum1;
      y[r + 2] = sum2;
      y[r + 3] = sum3;
    }
    for (; r < rows; r++) {
      float sum = bias[r];
      for (int c = 0; c < columns; c++) {
        sum += weight[r * columns + c] * x[c];
      }
      y[r] = sum;
    }
  }

  int rows() {
    return rows;
  }

  int parameters() {
    return weight.length + bias.length;
  }

  long macs() {
    return (long) rows * columns;
  }
}
