package dev.footfall.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.kernel.scalar.FloatFunctions;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Rows, one vector at a time. Vector lanes lie over the outputs of a product, or over the lanes of
 * the rows, never along a sum; with {@link VectorFunctions} this gives the bits of {@link
 * ScalarRows}, to which goes what does not fill a vector.
 */
public final class VectorRows implements RowKernel {
  private static final RowKernel TAIL = new ScalarRows();

  private static final FloatVector ONE = all(1f);
  private static final FloatVector TWO = all(2f);
  private static final FloatVector LARGEST_TANH = all(FloatFunctions.TANH_LIMIT);
  private static final FloatVector LARGEST_SIGMOID = all(FloatFunctions.SIGMOID_LIMIT);
  private static final FloatVector LEAST_SIGMOID = all(-FloatFunctions.SIGMOID_LIMIT);
  private static final FloatVector PER_LN2 = all(FloatFunctions.INVERSE_LN2);
  private static final FloatVector ROUND = all(FloatFunctions.ROUNDER);
  private static final FloatVector HIGH = all(FloatFunctions.LN2_HIGH);
  private static final FloatVector LOW = all(FloatFunctions.LN2_LOW);
  private static final FloatVector T2 = all(FloatFunctions.C2);
  private static final FloatVector T3 = all(FloatFunctions.C3);
  private static final FloatVector T4 = all(FloatFunctions.C4);
  private static final FloatVector T5 = all(FloatFunctions.C5);
  private static final FloatVector T6 = all(FloatFunctions.C6);
  private static final FloatVector T7 = all(FloatFunctions.C7);
  private static final IntVector ONE_BITS = ONE.reinterpretAsInts();

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
    int whole = n - n % Lanes.COUNT;
    wholeVectors(true, whole, m, x);
    TAIL.tanh(n - whole, m, x + whole);
  }

  @Override
  public void sigmoid(int n, float[] m, int x) {
    int whole = n - n % Lanes.COUNT;
    wholeVectors(false, whole, m, x);
    TAIL.sigmoid(n - whole, m, x + whole);
  }

  /**
   * {@link VectorFunctions#tanh} or {@link VectorFunctions#sigmoid}, written out. C2 gives up when
   * the graph of a method and its callees reaches a limit, and then makes an object of every
   * vector. So the method is too long (more than 325 bytes of code) to be compiled into its
   * callers, of which an LSTM step has several, and its constants are vectors, which are fewer
   * nodes than scalars.
   */
  private static void wholeVectors(boolean tanh, int n, float[] m, int x) {
    if (tanh) {
      for (int i = x; i < x + n; i += Lanes.COUNT) {
        FloatVector v = load(m, i);
        FloatVector z = v.abs().min(LARGEST_TANH).mul(TWO);
        FloatVector shifted = z.mul(PER_LN2).add(ROUND);
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = z.sub(k.mul(HIGH)).sub(k.mul(LOW));
        FloatVector tail = r.mul(T7).add(T6);
        tail = r.mul(tail).add(T5);
        tail = r.mul(tail).add(T4);
        tail = r.mul(tail).add(T3);
        tail = r.mul(tail).add(T2);
        FloatVector scale =
            shifted.reinterpretAsInts().lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
        FloatVector expm1 = scale.mul(r.add(r.mul(r).mul(tail))).add(scale.sub(ONE));
        FloatVector y = expm1.div(expm1.add(TWO));
        y.blend(y.neg(), v.test(IS_NEGATIVE)).intoArray(m, i);
      }
    } else {
      for (int i = x; i < x + n; i += Lanes.COUNT) {
        FloatVector z = load(m, i).max(LEAST_SIGMOID).min(LARGEST_SIGMOID).neg();
        FloatVector shifted = z.mul(PER_LN2).add(ROUND);
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = z.sub(k.mul(HIGH)).sub(k.mul(LOW));
        FloatVector tail = r.mul(T7).add(T6);
        tail = r.mul(tail).add(T5);
        tail = r.mul(tail).add(T4);
        tail = r.mul(tail).add(T3);
        tail = r.mul(tail).add(T2);
        FloatVector scale =
            shifted.reinterpretAsInts().lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
        FloatVector exp = scale.mul(r.add(r.mul(r).mul(tail))).add(scale);
        ONE.div(exp.add(ONE)).intoArray(m, i);
      }
    }
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
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
