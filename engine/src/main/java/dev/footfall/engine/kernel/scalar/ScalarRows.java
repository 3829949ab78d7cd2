package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.kernel.RowKernel;

/**
 * Rows in plain loops: the definition, and what runs where there is little but a Java VM.
 *
 * <p>No string constants here: when a method is compiled, the JVM makes strings of all those in its
 * class, and the thread that runs the method pays for them.
 */
public final class ScalarRows implements RowKernel {

  @Override
  public Product product(
      int rows, int columns, float[] weight, int weightAt, float[] bias, int biasAt, int lanes) {
    return lanes == 1
        ? new OneLane(rows, columns, weight, weightAt, bias, biasAt)
        : new Lanes(rows, columns, weight, weightAt, bias, biasAt, lanes);
  }

  @Override
  public void relu(int n, float[] m, int x) {
    for (int i = x; i < x + n; i++) {
      // Math.max(m, 0) without the call: NaN stays, -0 becomes 0.
      m[i] = m[i] <= 0 ? 0f : m[i];
    }
  }

  @Override
  public void tanh(int n, float[] m, int x) {
    for (int i = x; i < x + n; i++) {
      m[i] = FloatFunctions.tanh(m[i]);
    }
  }

  @Override
  public void sigmoid(int n, float[] m, int x) {
    for (int i = x; i < x + n; i++) {
      m[i] = FloatFunctions.sigmoid(m[i]);
    }
  }

  /** One recording. */
  private static final class OneLane implements Product {
    private final int rows;
    private final int columns;
    private final float[] weight;
    private final int weightAt;
    private final float[] bias;
    private final int biasAt;

    OneLane(int rows, int columns, float[] weight, int weightAt, float[] bias, int biasAt) {
      this.rows = rows;
      this.columns = columns;
      this.weight = weight;
      this.weightAt = weightAt;
      this.bias = bias;
      this.biasAt = biasAt;
    }

    @Override
    public void apply(float[] m, int x, int y) {
      int r = 0;
      // Four sums at once: each addition waits for the one before it, but not for its neighbours'.
      for (; r + 3 < rows; r += 4) {
        int row0 = weightAt + r * columns;
        int row1 = row0 + columns;
        int row2 = row1 + columns;
        int row3 = row2 + columns;
        float sum0 = bias[biasAt + r];
        float sum1 = bias[biasAt + r + 1];
        float sum2 = bias[biasAt + r + 2];
        float sum3 = bias[biasAt + r + 3];
        for (int c = 0; c < columns; c++) {
          float xc = m[x + c];
          sum0 += weight[row0 + c] * xc;
          sum1 += weight[row1 + c] * xc;
          sum2 += weight[row2 + c] * xc;
          sum3 += weight[row3 + c] * xc;
        }
        m[y + r] = sum0;
        m[y + r + 1] = sum1;
        m[y + r + 2] = sum2;
        m[y + r + 3] = sum3;
      }
      for (; r < rows; r++) {
        float sum = bias[biasAt + r];
        for (int c = 0; c < columns; c++) {
          sum += weight[weightAt + r * columns + c] * m[x + c];
        }
        m[y + r] = sum;
      }
    }
  }

  /** Several recordings side by side: the inner loop is over them. */
  private static final class Lanes implements Product {
    private final int rows;
    private final int columns;
    private final float[] weight;
    private final int weightAt;
    private final float[] bias;
    private final int biasAt;
    private final int lanes;

    Lanes(
        int rows, int columns, float[] weight, int weightAt, float[] bias, int biasAt, int lanes) {
      this.rows = rows;
      this.columns = columns;
      this.weight = weight;
      this.weightAt = weightAt;
      this.bias = bias;
      this.biasAt = biasAt;
      this.lanes = lanes;
    }

    @Override
    public void apply(float[] m, int x, int y) {
      for (int r = 0; r < rows; r++) {
        int to = y + r * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          m[to + lane] = bias[biasAt + r];
        }
        for (int c = 0; c < columns; c++) {
          float w = weight[weightAt + r * columns + c];
          int from = x + c * lanes;
          for (int lane = 0; lane < lanes; lane++) {
            m[to + lane] += w * m[from + lane];
          }
        }
      }
    }
  }
}
