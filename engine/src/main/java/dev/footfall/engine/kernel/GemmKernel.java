package dev.footfall.engine.kernel;

import dev.footfall.engine.Matrix;
import dev.footfall.engine.Tensor;

/**
 * General matrix product.
 *
 * <p>Each element of the result is summed over the inner dimension in ascending order, so it does
 * not depend on the number of threads.
 */
public interface GemmKernel {

  /**
   * {@code c = alpha a b + beta c}. With {@code beta} 0 the old contents of {@code c} are not read.
   *
   * @param a {@code [m, k]}, may be transposed
   * @param b {@code [k, n]}, may be transposed
   * @param c {@code [m, n]}, rows contiguous; must not share storage with {@code a} or {@code b}
   * @throws IllegalArgumentException if the extents do not fit or {@code c} is transposed
   */
  default void gemm(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "gemm: extents do not fit (a " + a + ", b " + b + ", c " + c + ")");
    }
    if (c.columnStride() != 1 && c.columns() > 1) {
      throw new IllegalArgumentException(
          "gemm: the rows of c must be contiguous (c "
              + c
              + ", column stride "
              + c.columnStride()
              + ")");
    }
    gemm(
        c.rows(),
        c.columns(),
        a.columns(),
        alpha,
        a.tensor(),
        a.offset(),
        a.rowStride(),
        a.columnStride(),
        b.tensor(),
        b.offset(),
        b.rowStride(),
        b.columnStride(),
        beta,
        c.tensor(),
        c.offset(),
        c.rowStride());
  }

  /**
   * The same without checks: element (i, p) of {@code a} is at {@code aOffset + i * aRow + p *
   * aColumn}, likewise {@code b}; rows of {@code c} are contiguous and {@code cRow} apart.
   */
  void gemm(
      int m,
      int n,
      int k,
      double alpha,
      Tensor a,
      int aOffset,
      int aRow,
      int aColumn,
      Tensor b,
      int bOffset,
      int bRow,
      int bColumn,
      double beta,
      Tensor c,
      int cOffset,
      int cRow);
}
