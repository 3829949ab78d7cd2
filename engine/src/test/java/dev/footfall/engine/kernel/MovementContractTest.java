package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.ramp;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What moving elements does, on numbers that a person can check. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class MovementContractTest {
  @Parameter Kernels kernels;

  private MovementKernel movement;
  private Tensor x;

  @BeforeEach
  void fill() {
    movement = kernels.movement();
    x = ramp(kernels.dtype(), Shape.of(2, 3)); // 1 2 3, 4 5 6
  }

  @Test
  void copyOfARange() {
    Tensor y = values(kernels.dtype(), 9, 9, 9, 9, 9);
    movement.copy(3, x, 1, 1, y, 2, 1);
    assertValues(y, 9, 9, 2, 3, 4);
  }

  @Test
  void copyWithStrides() {
    Tensor y = values(kernels.dtype(), 9, 9, 9, 9, 9);
    movement.copy(3, x, 5, -2, y, 0, 2);
    assertValues(y, 6, 9, 4, 9, 2);
  }

  @Test
  void copyOfATransposedView() {
    Tensor y = Tensor.zeros(kernels.dtype(), 3, 2);
    movement.copy(View.of(x).permuted(1, 0), View.of(y));
    assertValues(y, 1, 4, 2, 5, 3, 6);
  }

  @Test
  void copyIntoPartOfATensor() {
    Tensor y = ramp(kernels.dtype(), Shape.of(2, 5));
    movement.copy(View.of(x), View.of(y).slice(1, 3, 3, -1));
    assertValues(y, 1, 3, 2, 1, 5, 6, 6, 5, 4, 10);
  }

  @Test
  void copyKeepsEveryBit() {
    Tensor odd = values(kernels.dtype(), -0.0, Double.NaN, Double.NEGATIVE_INFINITY);
    for (int stride = 1; stride <= 2; stride++) {
      Tensor y = values(kernels.dtype(), 9, 9, 9, 9, 9);
      movement.copy(3, odd, 0, 1, y, 0, stride);
      assertEquals(Double.NEGATIVE_INFINITY, 1 / y.get(0));
      assertEquals(Double.NaN, y.get(stride));
      assertEquals(Double.NEGATIVE_INFINITY, y.get(2 * stride));
    }
  }

  @Test
  void copyOfNothing() {
    Tensor nothing = Tensor.zeros(kernels.dtype(), 0);
    movement.copy(View.of(nothing), View.of(nothing.copy()));
    movement.copy(0, nothing, 0, 1, nothing, 0, 1);
    movement.accumulate(1, View.of(nothing), View.of(nothing.copy()));
  }

  @Test
  void accumulateOverARange() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      Tensor from = ramp(kernels.dtype(), Shape.of(n + 1));
      Tensor to = ramp(kernels.dtype(), Shape.of(n + 2));
      movement.accumulate(n, 2, from, 1, 1, to, 2, 1);
      for (int i = 0; i < n; i++) {
        assertEquals(i + 3 + 2 * (i + 2), to.get(i + 2), "n = " + n);
      }
      assertEquals(2, to.get(1));
    }
  }

  @Test
  void accumulateWithStrides() {
    Tensor y = values(kernels.dtype(), 10, 20, 30, 40, 50);
    movement.accumulate(3, -1, x, 5, -2, y, 0, 2);
    assertValues(y, 4, 20, 26, 40, 48);
  }

  @Test
  void accumulateIntoOneElementAddsAll() {
    Tensor y = values(kernels.dtype(), 10, 20);
    movement.accumulate(1, View.of(x), View.of(y.reshaped(Shape.of(2, 1))).slice(1, 0, 3, 0));
    assertValues(y, 10 + 1 + 2 + 3, 20 + 4 + 5 + 6);
  }

  @Test
  void copyAndAccumulateRejectTwoShapes() {
    View to = View.of(Tensor.zeros(kernels.dtype(), 3, 2));
    String message = "view: shapes differ ([2, 3] and [3, 2])";
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> movement.copy(View.of(x), to))
            .getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> movement.accumulate(1, View.of(x), to))
            .getMessage());
  }
}
