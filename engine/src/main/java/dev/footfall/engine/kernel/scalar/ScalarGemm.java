package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import dev.footfall.engine.runtime.Workers;

/** Matrix product row by row: each row of c is a sum of scaled rows of b. */
final class ScalarGemm implements GemmKernel {
  private static final int ROWS_PER_TASK = 16;

  private final Workers workers;

  ScalarGemm(Workers workers) {
    this.workers = workers;
  }

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
    float[] as = a.floats();
    float[] bs = b.floats();
    float[] cs = c.floats();
    float scale = (float) alpha;
    float keep = (float) beta;
    workers.forEach(
        (m + ROWS_PER_TASK - 1) / ROWS_PER_TASK,
        task -> {
          int end = Math.min(m, (task + 1) * ROWS_PER_TASK);
          for (int i = task * ROWS_PER_TASK; i < end; i++) {
            int ci = cOffset + i * cRow;
            for (int j = 0; j < n; j++) {
              cs[ci + j] = keep == 0 ? 0 : keep * cs[ci + j];
            }
            for (int p = 0; p < k; p++) {
              float factor = scale * as[aOffset + i * aRow + p * aColumn];
              int bp = bOffset + p * bRow;
              for (int j = 0; j < n; j++) {
                cs[ci + j] += factor * bs[bp + j * bColumn];
              }
            }
          }
        });
  }
}
