package dev.footfall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MatrixTest {
  private final Tensor tensor = Tensor.zeros(DType.FLOAT32, 3, 4);

  @Test
  void ofATensorJoinsAllAxesButTheFirst() {
    assertEquals(new Matrix(tensor, 0, 3, 4, 4, 1), Matrix.of(tensor));
    Tensor sequence = Tensor.zeros(DType.FLOAT32, 2, 3, 5);
    assertEquals(new Matrix(sequence, 0, 2, 15, 15, 1), Matrix.of(sequence));
    Tensor vector = Tensor.zeros(DType.FLOAT32, 7);
    assertEquals(new Matrix(vector, 0, 7, 1, 1, 1), Matrix.of(vector));
  }

  @Test
  void ofAnEmptyBatchKeepsItsColumns() {
    Tensor empty = Tensor.zeros(DType.FLOAT32, 0, 3, 5);
    assertEquals(new Matrix(empty, 0, 0, 15, 15, 1), Matrix.of(empty));
  }

  @Test
  void ofAPartIsRowMajor() {
    assertEquals(new Matrix(tensor, 5, 2, 3, 3, 1), Matrix.of(tensor, 5, 2, 3));
  }

  @Test
  void transposedSwapsExtentsAndStrides() {
    Matrix matrix = new Matrix(tensor, 1, 2, 3, 4, 1);
    assertEquals(new Matrix(tensor, 1, 3, 2, 1, 4), matrix.transposed());
    assertEquals(matrix, matrix.transposed().transposed());
  }

  @Test
  void mayReachTheLastElement() {
    new Matrix(tensor, 0, 3, 4, 4, 1);
    new Matrix(tensor, 11, 1, 1, 1000, 1000);
    new Matrix(tensor, 3, 1000, 1000, 0, 0);
  }

  @Test
  void mayBeEmptyAnywhere() {
    new Matrix(tensor, 12, 0, 4, 4, 1);
    new Matrix(tensor, 12, 4, 0, 4, 1);
  }

  @Test
  void printsItsExtents() {
    assertEquals("[3, 4]", Matrix.of(tensor).toString());
  }

  @Test
  void rejectsAViewThatLeavesItsTensor() {
    assertRejected(
        "matrix: a 3x4 view at offset 1 with strides 4 and 1 leaves its tensor ([3, 4])",
        () -> new Matrix(tensor, 1, 3, 4, 4, 1));
    assertRejected(
        "matrix: a 3x4 view at offset 0 with strides 4 and 2 leaves its tensor ([3, 4])",
        () -> new Matrix(tensor, 0, 3, 4, 4, 2));
  }

  @Test
  void rejectsAViewWhoseLastIndexOverflows() {
    int most = Integer.MAX_VALUE;
    assertRejected(
        "matrix: a 2147483647x2147483647 view at offset 2147483647 with strides 2147483647 and"
            + " 2147483647 leaves its tensor ([3, 4])",
        () -> new Matrix(tensor, most, most, most, most, most));
    assertRejected(
        "matrix: a 65537x1 view at offset 0 with strides 65536 and 1 leaves its tensor ([3, 4])",
        () -> new Matrix(tensor, 0, 65_537, 1, 65_536, 1));
  }

  @Test
  void rejectsNegativeNumbers() {
    String strides = ", strides 4 and 1)";
    String start = "matrix: negative offset, extent or stride (offset ";
    assertRejected(start + "-1, 3x4" + strides, () -> new Matrix(tensor, -1, 3, 4, 4, 1));
    assertRejected(start + "0, -3x4" + strides, () -> new Matrix(tensor, 0, -3, 4, 4, 1));
    assertRejected(start + "0, 3x-4" + strides, () -> new Matrix(tensor, 0, 3, -4, 4, 1));
    assertRejected(start + "0, 3x4, strides -4 and 1)", () -> new Matrix(tensor, 0, 3, 4, -4, 1));
    assertRejected(start + "0, 3x4, strides 4 and -1)", () -> new Matrix(tensor, 0, 3, 4, 4, -1));
  }

  @Test
  void rejectsAScalar() {
    assertRejected("matrix: a scalar has no rows", () -> Matrix.of(Tensor.zeros(DType.FLOAT32)));
  }

  private static void assertRejected(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
