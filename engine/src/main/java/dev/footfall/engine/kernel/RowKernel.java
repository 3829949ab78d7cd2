package dev.footfall.engine.kernel;

/**
 * What a compiled network needs of a back end: operations on rows of one array, {@code [C, lanes]}
 * each, where a lane is a recording of its own.
 *
 * <p>The order of every sum is part of the contract, so that all back ends give the same bits: bias
 * first, then one multiplication and one addition for each column, from left to right, never fused.
 * Nothing is allocated by any method but {@link #product}.
 */
public interface RowKernel {

  /** A matrix and a bias, laid out as the back end likes it. */
  interface Product {
    /**
     * {@code y[r, lane] = bias[r] + sum over c of weight[r, c] x[c, lane]}; the two do not overlap.
     *
     * @param m holds x at {@code x} and receives y at {@code y}
     */
    void apply(float[] m, int x, int y);
  }

  /**
   * Prepares a product. The arrays may be kept, and must not change afterwards.
   *
   * @param weight {@code [rows, columns]}, row-major, from {@code weightAt} on
   * @param bias {@code [rows]}, from {@code biasAt} on
   * @param lanes of the rows that it will be applied to
   */
  Product product(
      int rows, int columns, float[] weight, int weightAt, float[] bias, int biasAt, int lanes);

  /** {@code x = max(x, 0)} for n numbers: NaN stays, -0 becomes 0. */
  void relu(int n, float[] m, int x);

  /** {@code x = tanh(x)} for n numbers. */
  void tanh(int n, float[] m, int x);

  /** {@code x = 1 / (1 + exp(-x))} for n numbers. */
  void sigmoid(int n, float[] m, int x);
}
