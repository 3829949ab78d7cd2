package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Rows, one vector at a time. Vector lanes lie over the outputs of a product, or over the lanes of
 * the rows, never along a sum; with {@link VectorFunctions} this gives the bits of {@link
 * ScalarRows}, to which goes what does not fill a vector.
 */
public final class VectorRows implements RowKernel {
  private static final RowKernel TAIL = new ScalarRows();

  @Override
  public Product product(
      int rows, int columns, float[] weight, int weightAt, float[] bias, int biasAt, int lanes) {
    if (lanes > 1) {
      return new OverLanes(
          rows,
          columns,
          Arrays.copyOfRange(weight, weightAt, weightAt + rows * columns),
          Arrays.copyOfRange(bias, biasAt, biasAt + rows),
          lanes);
    }
    int whole = rows - rows % Lanes.COUNT;
    return new OverOutputs(
        whole,
        columns,
        transposed(whole, columns, weight, weightAt),
        Arrays.copyOfRange(bias, biasAt, biasAt + whole),
        TAIL.product(
            rows - whole,
            columns,
            weight,
            weightAt + whole * columns,
            bias,
            biasAt + whole,
            lanes));
  }

  private static float[] transposed(int rows, int columns, float[] weight, int weightAt) {
    float[] result = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = weight[weightAt + r * columns + c];
      }
    }
    return result;
  }

  @Override
  public void relu(int n, float[] m, int x) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      load(m, x + i).max(0f).intoArray(m, x + i);
    }
    TAIL.relu(n - i, m, x + i);
  }

  @Override
  public void tanh(int n, float[] m, int x) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      VectorFunctions.tanh(load(m, x + i)).intoArray(m, x + i);
    }
    TAIL.tanh(n - i, m, x + i);
  }

  @Override
  public void sigmoid(int n, float[] m, int x) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      VectorFunctions.sigmoid(load(m, x + i)).intoArray(m, x + i);
    }
    TAIL.sigmoid(n - i, m, x + i);
  }

  @Override
  public void lstm(int n, int block, float[] m, int gates, int cell, int h) {
    int j = 0;
    for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
      int at = gates + j;
      FloatVector i = VectorFunctions.sigmoid(load(m, at));
      FloatVector f = VectorFunctions.sigmoid(load(m, at + block));
      FloatVector g = VectorFunctions.tanh(load(m, at + 2 * block));
      FloatVector o = VectorFunctions.sigmoid(load(m, at + 3 * block));
      FloatVector c = f.mul(load(m, cell + j)).add(i.mul(g));
      c.intoArray(m, cell + j);
      o.mul(VectorFunctions.tanh(c)).intoArray(m, h + j);
    }
    TAIL.lstm(n - j, block, m, gates + j, cell + j, h + j);
  }

  @Override
  public void gru(int n, int block, float[] m, int a, int b, int h) {
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
    int j = 0;
    for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
      int x = a + j;
      int s = b + j;
      FloatVector r = VectorFunctions.sigmoid(load(m, x).add(load(m, s)));
      FloatVector z = VectorFunctions.sigmoid(load(m, x + block).add(load(m, s + block)));
      FloatVector g =
          VectorFunctions.tanh(load(m, x + 2 * block).add(r.mul(load(m, s + 2 * block))));
      one.sub(z).mul(g).add(z.mul(load(m, h + j))).intoArray(m, h + j);
    }
    TAIL.gru(n - j, block, m, a + j, b + j, h + j);
  }

  private static FloatVector load(float[] m, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, m, at);
  }

  /**
   * One recording: a vector of outputs for each column, so the weights are kept column by column.
   *
   * @param rows a multiple of the lane count
   * @param weight {@code [columns, rows]}
   * @param tail the outputs after those
   */
  private record OverOutputs(int rows, int columns, float[] weight, float[] bias, Product tail)
      implements Product {
    @Override
    public void apply(float[] m, int x, int y) {
      int r = 0;
      // Four vectors at once: each addition waits for the one before it, but not for the others.
      for (; r <= rows - 4 * Lanes.COUNT; r += 4 * Lanes.COUNT) {
        FloatVector y0 = load(bias, r);
        FloatVector y1 = load(bias, r + Lanes.COUNT);
        FloatVector y2 = load(bias, r + 2 * Lanes.COUNT);
        FloatVector y3 = load(bias, r + 3 * Lanes.COUNT);
        for (int c = 0; c < columns; c++) {
          FloatVector xc = FloatVector.broadcast(Lanes.SPECIES, m[x + c]);
          int at = c * rows + r;
          y0 = y0.add(load(weight, at).mul(xc));
          y1 = y1.add(load(weight, at + Lanes.COUNT).mul(xc));
          y2 = y2.add(load(weight, at + 2 * Lanes.COUNT).mul(xc));
          y3 = y3.add(load(weight, at + 3 * Lanes.COUNT).mul(xc));
        }
        y0.intoArray(m, y + r);
        y1.intoArray(m, y + r + Lanes.COUNT);
        y2.intoArray(m, y + r + 2 * Lanes.COUNT);
        y3.intoArray(m, y + r + 3 * Lanes.COUNT);
      }
      for (; r < rows; r += Lanes.COUNT) {
        FloatVector sum = load(bias, r);
        for (int c = 0; c < columns; c++) {
          sum = sum.add(load(weight, c * rows + r).mul(m[x + c]));
        }
        sum.intoArray(m, y + r);
      }
      tail.apply(m, x, y + rows);
    }
  }

  /**
   * Many recordings: a vector of them for each output.
   *
   * @param weight {@code [rows, columns]}
   */
  private record OverLanes(int rows, int columns, float[] weight, float[] bias, int lanes)
      implements Product {
    @Override
    public void apply(float[] m, int x, int y) {
      int lane = 0;
      for (; lane <= lanes - Lanes.COUNT; lane += Lanes.COUNT) {
        int r = 0;
        // Four sums at once, which also share what they load of x.
        for (; r <= rows - 4; r += 4) {
          FloatVector y0 = FloatVector.broadcast(Lanes.SPECIES, bias[r]);
          FloatVector y1 = FloatVector.broadcast(Lanes.SPECIES, bias[r + 1]);
          FloatVector y2 = FloatVector.broadcast(Lanes.SPECIES, bias[r + 2]);
          FloatVector y3 = FloatVector.broadcast(Lanes.SPECIES, bias[r + 3]);
          int row = r * columns;
          for (int c = 0; c < columns; c++) {
            FloatVector xc = load(m, x + c * lanes + lane);
            y0 = y0.add(xc.mul(weight[row + c]));
            y1 = y1.add(xc.mul(weight[row + columns + c]));
            y2 = y2.add(xc.mul(weight[row + 2 * columns + c]));
            y3 = y3.add(xc.mul(weight[row + 3 * columns + c]));
          }
          int to = y + r * lanes + lane;
          y0.intoArray(m, to);
          y1.intoArray(m, to + lanes);
          y2.intoArray(m, to + 2 * lanes);
          y3.intoArray(m, to + 3 * lanes);
        }
        for (; r < rows; r++) {
          FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, bias[r]);
          for (int c = 0; c < columns; c++) {
            sum = sum.add(load(m, x + c * lanes + lane).mul(weight[r * columns + c]));
          }
          sum.intoArray(m, y + r * lanes + lane);
        }
      }
      for (; lane < lanes; lane++) {
        for (int r = 0; r < rows; r++) {
          float sum = bias[r];
          for (int c = 0; c < columns; c++) {
            sum += weight[r * columns + c] * m[x + c * lanes + lane];
          }
          m[y + r * lanes + lane] = sum;
        }
      }
    }
  }
}
