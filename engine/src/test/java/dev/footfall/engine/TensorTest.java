package dev.footfall.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

  @ParameterizedTest
  @EnumSource
  void zerosAreZero(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, 2, 3);
    assertEquals(dtype, tensor.dtype());
    assertEquals(Shape.of(2, 3), tensor.shape());
    assertEquals(6, tensor.elements());
    for (int i = 0; i < 6; i++) {
      assertEquals(0, tensor.get(i));
    }
    assertEquals(1, Tensor.zeros(dtype).elements());
    assertEquals(0, Tensor.zeros(dtype, Shape.of(0, 3)).elements());
  }

  @Test
  void livesOnTheArrayItWasGiven() {
    float[] floats = {1, 2, 3, 4};
    Tensor single = Tensor.of(Shape.of(2, 2), floats);
    assertSame(floats, single.floats());
    single.set(3, 9);
    assertEquals(9, floats[3]);

    double[] doubles = {1, 2};
    Tensor twice = Tensor.of(Shape.of(2), doubles);
    assertSame(doubles, twice.doubles());
    twice.set(0, 9);
    assertEquals(9, doubles[0]);
  }

  @Test
  void setRoundsToTheElementType() {
    Tensor single = Tensor.zeros(DType.FLOAT32, 1);
    single.set(0, 0.1);
    assertEquals(0.1f, single.get(0));
    Tensor twice = Tensor.zeros(DType.FLOAT64, 1);
    twice.set(0, 0.1);
    assertEquals(0.1, twice.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void fillWritesARangeOrEverything(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, 4);
    tensor.fill(1, 3, 5);
    assertValues(tensor, 0, 5, 5, 0);
    tensor.fill(7);
    assertValues(tensor, 7, 7, 7, 7);
    tensor.fill(2, 2, 9);
    assertValues(tensor, 7, 7, 7, 7);
  }

  @ParameterizedTest
  @EnumSource
  void copyFromConverts(DType source) {
    double third = source == DType.FLOAT32 ? 1f / 3 : 1.0 / 3;
    Tensor from = Tensor.zeros(source, 2);
    from.set(0, third);
    from.set(1, Double.NaN);
    for (DType target : DType.values()) {
      Tensor to = Tensor.zeros(target, 2);
      to.copyFrom(from);
      assertValues(to, target == DType.FLOAT32 ? (float) third : third, Double.NaN);
    }
    assertValues(from, third, Double.NaN);
  }

  @Test
  void copyFromRejectsAnotherShape() {
    Tensor target = Tensor.zeros(DType.FLOAT32, 3, 2);
    assertRejected(
        "copy: shapes differ (source [2, 3], target [3, 2])",
        () -> target.copyFrom(Tensor.zeros(DType.FLOAT32, 2, 3)));
  }

  @ParameterizedTest
  @EnumSource
  void copiesShareNothing(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, 2);
    for (Tensor copy : new Tensor[] {tensor.copy(), tensor.to(dtype)}) {
      assertEquals(dtype, copy.dtype());
      assertNotSame(tensor, copy);
      copy.set(0, 5);
      assertEquals(0, tensor.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reshapedSharesItsStorage(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, 2, 3);
    Tensor reshaped = tensor.reshaped(Shape.of(3, 1, 2));
    assertEquals(Shape.of(3, 1, 2), reshaped.shape());
    assertEquals(dtype, reshaped.dtype());
    reshaped.set(4, 7);
    assertEquals(7, tensor.get(4));
  }

  @Test
  void reshapedRejectsAnotherNumberOfElements() {
    assertRejected(
        "reshape: [2, 3] has 6 elements, [4] has 4",
        () -> Tensor.zeros(DType.FLOAT32, 2, 3).reshaped(Shape.of(4)));
  }

  @ParameterizedTest
  @EnumSource
  void firstNonFiniteFindsNaNAndInfinity(DType dtype) {
    Tensor tensor = Tensor.zeros(dtype, 5);
    assertEquals(-1, tensor.firstNonFinite());
    tensor.set(4, Double.NEGATIVE_INFINITY);
    assertEquals(4, tensor.firstNonFinite());
    tensor.set(3, Double.POSITIVE_INFINITY);
    assertEquals(3, tensor.firstNonFinite());
    tensor.set(1, Double.NaN);
    assertEquals(1, tensor.firstNonFinite());
    assertEquals(-1, Tensor.zeros(dtype, 0).firstNonFinite());
  }

  @Test
  void firstNonFiniteSeesWhatOverflowsInItsType() {
    Tensor tensor = Tensor.zeros(DType.FLOAT64, 1);
    tensor.set(0, 1e300);
    assertEquals(-1, tensor.firstNonFinite());
    assertEquals(0, tensor.to(DType.FLOAT32).firstNonFinite());
  }

  @Test
  void rejectsAnArrayThatDoesNotFillItsShape() {
    assertRejected(
        "tensor: 5 values do not fill shape [2, 3]", () -> Tensor.of(Shape.of(2, 3), new float[5]));
    assertRejected(
        "tensor: 7 values do not fill shape [2, 3]",
        () -> Tensor.of(Shape.of(2, 3), new double[7]));
  }

  @Test
  void rejectsAccessToTheStorageOfTheOtherType() {
    assertEquals(
        "tensor: FLOAT32 storage asked of a FLOAT64 tensor [2, 3]",
        assertThrows(IllegalStateException.class, () -> Tensor.zeros(DType.FLOAT64, 2, 3).floats())
            .getMessage());
    assertEquals(
        "tensor: FLOAT64 storage asked of a FLOAT32 tensor [2, 3]",
        assertThrows(IllegalStateException.class, () -> Tensor.zeros(DType.FLOAT32, 2, 3).doubles())
            .getMessage());
  }

  @Test
  void printsTypeAndShape() {
    assertEquals("FLOAT32 [32, 6, 100]", Tensor.zeros(DType.FLOAT32, 32, 6, 100).toString());
  }

  private static void assertValues(Tensor actual, double... expected) {
    double[] values = new double[actual.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = actual.get(i);
    }
    assertArrayEquals(expected, values);
  }

  private static void assertRejected(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
