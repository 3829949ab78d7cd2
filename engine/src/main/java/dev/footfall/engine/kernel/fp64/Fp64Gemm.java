package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;

/** Matrix product as the sum that defines it. */
final class Fp64Gemm implements GemmKernel {

  @Override
  public void gemm(
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
      int cRow) {
    double[] as = a.doubles();
    double[] bs = b.doubles();
    double[] cs = c.doubles();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += as[aOffset + i * aRow + p * aColumn] * bs[bOffset + p * bRow + j * bColumn];
        }
        int at = cOffset + i * cRow + j;
        cs[at] = alpha * sum + (beta == 0 ? 0 : beta * cs[at]);
      }
    }
  }
}
