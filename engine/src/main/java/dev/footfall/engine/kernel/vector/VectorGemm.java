package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import dev.footfall.engine.kernel.vector.Tile.Rows;
import dev.footfall.engine.runtime.Scratch;
import dev.footfall.engine.runtime.Workers;

/**
 * Matrix product in register tiles.
 *
 * <p>b is packed one panel of {@link Tile#COLUMNS} columns at a time, so that the tile reads it
 * with stride one whatever its transposition; without packing, rows a power of two apart would fall
 * into the same cache sets. Only a product of few rows reads b in place. Blocks of the result are
 * the tasks of the threads, their borders on tile borders, so every element is summed in the same
 * order for any number of threads.
 */
final class VectorGemm implements GemmKernel {
  /** Rows of c in a task. */
  private static final int TASK_ROWS = 16 * Tile.ROWS;

  /** Columns of c in a task. */
  private static final int TASK_COLUMNS = 16 * Tile.COLUMNS;

  /** Length of the summed dimension in one pass: a packed panel then fits the first-level cache. */
  private static final int PASS = 256;

  /** Fewer rows than this do not repay packing. */
  private static final int LEAST_ROWS_TO_PACK = 8;

  private final Workers workers;

  VectorGemm(Workers workers) {
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
    Rows left = new Rows(a.floats(), aOffset, aRow, aColumn, 0);
    Rows right = new Rows(b.floats(), bOffset, bRow, bColumn, 0);
    float[] cs = c.floats();
    int rowTasks = (m + TASK_ROWS - 1) / TASK_ROWS;
    int columnTasks = (n + TASK_COLUMNS - 1) / TASK_COLUMNS;
    workers.forEach(
        rowTasks * columnTasks,
        task -> {
          int i = task % rowTasks * TASK_ROWS;
          int j = task / rowTasks * TASK_COLUMNS;
          block(
              Math.min(TASK_ROWS, m - i),
              Math.min(TASK_COLUMNS, n - j),
              k,
              (float) alpha,
              left.shifted(i * aRow),
              right.shifted(j * bColumn),
              (float) beta,
              cs,
              cOffset + i * cRow + j,
              cRow);
        });
  }

  private static void block(
      int m,
      int n,
      int k,
      float alpha,
      Rows a,
      Rows b,
      float beta,
      float[] c,
      int cOffset,
      int cRow) {
    if (k == 0) {
      // Nothing to sum, but beta must still be applied.
      Tile.multiply(m, n, 0, 1, alpha, a, b, beta, c, cOffset, cRow);
      return;
    }
    boolean pack = b.inner() != 1 || m >= LEAST_ROWS_TO_PACK;
    Scratch scratch = Scratch.ofThread();
    int mark = scratch.mark();
    float[] panel = pack ? scratch.takeFloats(PASS * Tile.COLUMNS) : null;
    for (int p = 0; p < k; p += PASS) {
      int depth = Math.min(PASS, k - p);
      Rows aPass = a.shifted(p * a.inner());
      Rows bPass = b.shifted(p * b.outer());
      float keep = p == 0 ? beta : 1;
      if (!pack) {
        Tile.multiply(m, n, depth, 1, alpha, aPass, bPass, keep, c, cOffset, cRow);
        continue;
      }
      for (int j = 0; j < n; j += Tile.COLUMNS) {
        int width = Math.min(Tile.COLUMNS, n - j);
        pack(depth, width, bPass.shifted(j * b.inner()), panel);
        Tile.multiply(
            m,
            width,
            depth,
            1,
            alpha,
            aPass,
            new Rows(panel, 0, Tile.COLUMNS, 1, 0),
            keep,
            c,
            cOffset + j,
            cRow);
      }
    }
    scratch.release(mark);
  }

  private static void pack(int depth, int width, Rows b, float[] panel) {
    float[] from = b.array();
    if (b.inner() == 1) {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(from, b.offset() + p * b.outer(), panel, p * Tile.COLUMNS, width);
      }
    } else {
      for (int j = 0; j < width; j++) {
        int source = b.offset() + j * b.inner();
        for (int p = 0; p < depth; p++) {
          panel[p * Tile.COLUMNS + j] = from[source + p * b.outer()];
        }
      }
    }
  }
}
