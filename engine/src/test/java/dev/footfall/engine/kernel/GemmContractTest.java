package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every matrix product does, on numbers that a person can check. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class GemmContractTest {
  @Parameter Kernels kernels;

  @Test
  void gemmMultiplies() {
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    // [1 2 3; 4 5 6] [1 2; 3 4; 5 6]
    gemm(1, ramp(2, 3), ramp(3, 2), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 22, 28, 49, 64);
  }

  @Test
  void gemmWithTransposedA() {
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    // [1 3 5; 2 4 6] [1 2; 3 4; 5 6]
    gemm(1, ramp(3, 2).transposed(), ramp(3, 2), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 35, 44, 44, 56);
  }

  @Test
  void gemmWithTransposedB() {
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    // [1 2 3; 4 5 6] [1 4; 2 5; 3 6]
    gemm(1, ramp(2, 3), ramp(2, 3).transposed(), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 14, 32, 32, 77);
  }

  @Test
  void gemmWithBothTransposed() {
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    // [1 3 5; 2 4 6] [1 4; 2 5; 3 6]
    gemm(1, ramp(3, 2).transposed(), ramp(2, 3).transposed(), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 22, 49, 28, 64);
  }

  @Test
  void gemmWithAlpha() {
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    gemm(2, ramp(2, 3), ramp(3, 2), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 44, 56, 98, 128);
  }

  @Test
  void gemmWithAlphaZeroKeepsOnlyTheOldResult() {
    Tensor c = values(kernels.dtype(), 1, 2, 3, 4);
    gemm(0, ramp(2, 3), ramp(3, 2), 3, Matrix.of(c, 0, 2, 2));
    assertValues(c, 3, 6, 9, 12);
  }

  @Test
  void gemmWithBeta() {
    Tensor c = values(kernels.dtype(), 1, 2, 3, 4);
    gemm(1, ramp(2, 3), ramp(3, 2), 3, Matrix.of(c, 0, 2, 2));
    assertValues(c, 25, 34, 58, 76);
  }

  @Test
  void gemmWithBetaZeroDoesNotReadTheOldResult() {
    Tensor c = values(kernels.dtype(), Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 4);
    gemm(1, ramp(2, 3), ramp(3, 2), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 22, 28, 49, 64);
  }

  @Test
  void gemmOverAnEmptySumAppliesBeta() {
    Tensor c = values(kernels.dtype(), 1, 2, 3, 4);
    gemm(1, ramp(2, 0), new Matrix(c, 0, 0, 2, 2, 1), 3, Matrix.of(c, 0, 2, 2));
    assertValues(c, 3, 6, 9, 12);
  }

  @Test
  void gemmOverAnEmptySumWithBetaZeroIsZero() {
    Tensor c = values(kernels.dtype(), Double.NaN, 2, 3, 4);
    gemm(1, ramp(2, 0), new Matrix(c, 0, 0, 2, 2, 1), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 0, 0, 0, 0);
  }

  @Test
  void gemmWithoutRowsOrColumnsWritesNothing() {
    Tensor c = values(kernels.dtype(), 1, 2, 3, 4);
    gemm(1, ramp(0, 3), ramp(3, 2), 0, new Matrix(c, 0, 0, 2, 2, 1));
    gemm(1, ramp(2, 3), new Matrix(c, 0, 3, 0, 1, 1), 0, new Matrix(c, 0, 2, 0, 2, 1));
    assertValues(c, 1, 2, 3, 4);
  }

  @Test
  void gemmWithOffsets() {
    Tensor a = values(kernels.dtype(), 99, 1, 2, 3, 4, 5, 6);
    Tensor b = values(kernels.dtype(), 99, 99, 1, 2, 3, 4, 5, 6);
    Tensor c = values(kernels.dtype(), 99, 99, 99, 9, 9, 9, 9, 99);
    gemm(1, Matrix.of(a, 1, 2, 3), Matrix.of(b, 2, 3, 2), 0, Matrix.of(c, 3, 2, 2));
    assertValues(c, 99, 99, 99, 22, 28, 49, 64, 99);
  }

  @Test
  void gemmWithRowStrides() {
    Tensor a = values(kernels.dtype(), 1, 2, 3, 99, 99, 4, 5, 6);
    Tensor b = values(kernels.dtype(), 1, 2, 99, 3, 4, 99, 5, 6);
    Tensor c = values(kernels.dtype(), 9, 9, 99, 99, 99, 9, 9, 99);
    gemm(
        1,
        new Matrix(a, 0, 2, 3, 5, 1),
        new Matrix(b, 0, 3, 2, 3, 1),
        0,
        new Matrix(c, 0, 2, 2, 5, 1));
    assertValues(c, 22, 28, 99, 99, 99, 49, 64, 99);
  }

  @Test
  void gemmWithColumnStrides() {
    Tensor a = values(kernels.dtype(), 1, 99, 2, 99, 3, 99, 4, 99, 5, 99, 6);
    Tensor b = values(kernels.dtype(), 1, 99, 99, 2, 3, 99, 99, 4, 5, 99, 99, 6);
    Tensor c = values(kernels.dtype(), 9, 9, 9, 9);
    gemm(1, new Matrix(a, 0, 2, 3, 6, 2), new Matrix(b, 0, 3, 2, 4, 3), 0, Matrix.of(c, 0, 2, 2));
    assertValues(c, 22, 28, 49, 64);
  }

  @Test
  void gemmRepeatsARowThroughAZeroStride() {
    Tensor bias = values(kernels.dtype(), 5, 6);
    Tensor ones = values(kernels.dtype(), 1, 1, 1);
    Tensor c = TestTensors.ramp(kernels.dtype(), Shape.of(3, 2));
    gemm(1, Matrix.of(ones, 0, 3, 1), Matrix.of(bias, 0, 1, 2), 1, Matrix.of(c));
    assertValues(c, 6, 8, 8, 10, 10, 12);
    gemm(1, new Matrix(ones, 0, 3, 1, 0, 0), new Matrix(bias, 0, 1, 2, 0, 1), 0, Matrix.of(c));
    assertValues(c, 5, 6, 5, 6, 5, 6);
  }

  @Test
  void gemmWithEverythingAtOnce() {
    // Transposed [1 3 5; 2 4 6] from offset 1, rows 3 apart; transposed [1 4; 2 5; 3 6] likewise.
    Tensor a = values(kernels.dtype(), 99, 1, 2, 99, 3, 4, 99, 5, 6, 99);
    Tensor b = values(kernels.dtype(), 99, 99, 1, 2, 3, 99, 99, 4, 5, 6);
    Tensor c = values(kernels.dtype(), 99, 1, 2, 99, 3, 4, 99);
    gemm(
        2,
        new Matrix(a, 1, 3, 2, 3, 1).transposed(),
        new Matrix(b, 2, 2, 3, 5, 1).transposed(),
        -10,
        new Matrix(c, 1, 2, 2, 3, 1));
    assertValues(c, 99, 44 - 10, 98 - 20, 99, 56 - 30, 128 - 40, 99);
  }

  @Test
  void gemmWithTheIdentityIsExactAtEverySize() {
    for (int rows : new int[] {1, 3, 4, 5, 8, 65}) {
      for (int columns : BackEnds.SIZES_AROUND_LANES) {
        Tensor identity = Tensor.zeros(kernels.dtype(), rows, rows);
        for (int i = 0; i < rows; i++) {
          identity.set(i * rows + i, 1);
        }
        Tensor b = TestTensors.ramp(kernels.dtype(), Shape.of(rows, columns));
        Tensor c = Tensor.zeros(kernels.dtype(), rows, columns);
        gemm(1, Matrix.of(identity), Matrix.of(b), 0, Matrix.of(c));
        assertSameBits(rows + " x " + columns, b, c);
      }
    }
  }

  @Test
  void gemmCountsTheLengthOfTheSum() {
    for (int k : new int[] {1, 255, 256, 257, 512, 513}) {
      Tensor ones = Tensor.zeros(kernels.dtype(), k);
      ones.fill(1);
      Tensor c = values(kernels.dtype(), 1000);
      gemm(2, Matrix.of(ones, 0, 1, k), Matrix.of(ones, 0, k, 1), 3, Matrix.of(c, 0, 1, 1));
      assertValues(c, 2 * k + 3000);
    }
  }

  @Test
  void gemmRejectsExtentsThatDoNotFit() {
    Matrix c = ramp(2, 2);
    assertRejected(
        "gemm: extents do not fit (a [2, 3], b [2, 2], c [2, 2])", ramp(2, 3), ramp(2, 2), c);
    assertRejected(
        "gemm: extents do not fit (a [3, 2], b [2, 2], c [2, 2])", ramp(3, 2), ramp(2, 2), c);
    assertRejected(
        "gemm: extents do not fit (a [2, 2], b [2, 3], c [2, 2])", ramp(2, 2), ramp(2, 3), c);
  }

  @Test
  void gemmRejectsATransposedResult() {
    assertRejected(
        "gemm: the rows of c must be contiguous (c [2, 2], column stride 2)",
        ramp(2, 2),
        ramp(2, 2),
        ramp(2, 2).transposed());
  }

  @Test
  void gemmTakesAColumnAsAResult() {
    // A transposed row: one column, so its rows are contiguous whatever the column stride.
    Tensor c = values(kernels.dtype(), 9, 9);
    gemm(1, ramp(2, 3), ramp(3, 1), 0, Matrix.of(c, 0, 1, 2).transposed());
    assertValues(c, 14, 32);
  }

  private void assertRejected(String message, Matrix a, Matrix b, Matrix c) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> gemm(1, a, b, 0, c)).getMessage());
  }

  private void gemm(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    TestTensors.poisonScratch();
    kernels.gemm().gemm(alpha, a, b, beta, c);
  }

  private Matrix ramp(int rows, int columns) {
    return Matrix.of(TestTensors.ramp(kernels.dtype(), Shape.of(rows, columns)), 0, rows, columns);
  }
}
