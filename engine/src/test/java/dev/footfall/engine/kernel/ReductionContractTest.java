package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sum does, on integers small enough for any order of summation to be exact. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class ReductionContractTest {
  @Parameter Kernels kernels;

  @Test
  void sumOfARamp() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      assertEquals(n * (n + 1) / 2, kernels.reductions().sum(n, ramp(n, 3), 3), "n = " + n);
    }
  }

  @Test
  void dotOfARampWithItself() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      assertEquals(
          n * (n + 1) * (2 * n + 1) / 6,
          kernels.reductions().dot(n, ramp(n, 3), 3, 0, ramp(n, 1), 1),
          "n = " + n);
    }
  }

  @Test
  void dotWithCenter() {
    // 1 (4 - 2) + 2 (5 - 2) + 3 (6 - 2)
    Tensor a = values(kernels.dtype(), 99, 1, 2, 3, 99);
    Tensor b = values(kernels.dtype(), 99, 99, 4, 5, 6, 99);
    assertEquals(20, kernels.reductions().dot(3, a, 1, 2, b, 2));
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      assertEquals(
          n * (n + 1) * (2 * n + 1) / 6 - 2 * n * (n + 1) / 2,
          kernels.reductions().dot(n, ramp(n, 3), 3, 2, ramp(n, 1), 1),
          "n = " + n);
    }
  }

  @Test
  void sumOfSquaredDeviationsFromZero() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      assertEquals(
          n * (n + 1) * (2 * n + 1) / 6,
          kernels.reductions().sumOfSquaredDeviations(n, 0, ramp(n, 3), 3),
          "n = " + n);
    }
  }

  @Test
  void sumOfSquaredDeviationsWithCenter() {
    // Around its mean a ramp has n (n^2 - 1) / 12.
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      assertEquals(
          n * (n * n - 1) / 12.0,
          kernels.reductions().sumOfSquaredDeviations(n, (n + 1) / 2.0, ramp(n, 3), 3),
          "n = " + n);
    }
  }

  @Test
  void squaredDistanceOfRamps() {
    Tensor a = values(kernels.dtype(), 99, 1, 2, 3, 99);
    Tensor b = values(kernels.dtype(), 99, 99, 2, 4, 6, 99);
    assertEquals(1 + 4 + 9, kernels.reductions().squaredDistance(3, a, 1, b, 2));
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      // Of ramps that begin at 1 and at 3.
      assertEquals(
          4 * n,
          kernels.reductions().squaredDistance(n, ramp(n, 0), 0, ramp(n + 2, 0), 2),
          "n = " + n);
    }
  }

  @Test
  void maxIsFoundWhereverItStands() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      for (int at = 0; at < n; at++) {
        Tensor x = ramp(n, 3);
        x.set(3 + at, n + 1);
        assertEquals(n + 1, kernels.reductions().max(n, x, 3), "n = " + n);
      }
    }
    assertEquals(
        Double.NEGATIVE_INFINITY, kernels.reductions().max(0, Tensor.zeros(kernels.dtype(), 1), 0));
    assertEquals(-2, kernels.reductions().max(2, values(kernels.dtype(), -3, -2, 1), 0));
  }

  @Test
  void minIsFoundWhereverItStands() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      for (int at = 0; at < n; at++) {
        Tensor x = ramp(n, 3);
        x.fill(0, 3, -1e9);
        x.set(3 + at, -1);
        assertEquals(-1, kernels.reductions().min(n, x, 3), "n = " + n);
      }
    }
    assertEquals(
        Double.POSITIVE_INFINITY, kernels.reductions().min(0, Tensor.zeros(kernels.dtype(), 1), 0));
    assertEquals(2, kernels.reductions().min(2, values(kernels.dtype(), 3, 2, 1), 0));
  }

  @Test
  void everySumIsZeroOverAnEmptyRange() {
    Tensor nothing = Tensor.zeros(kernels.dtype(), 0);
    assertEquals(0, kernels.reductions().sum(0, nothing, 0));
    assertEquals(0, kernels.reductions().dot(0, nothing, 0, 1, nothing, 0));
    assertEquals(0, kernels.reductions().sumOfSquaredDeviations(0, 1, nothing, 0));
    assertEquals(0, kernels.reductions().squaredDistance(0, nothing, 0, nothing, 0));
  }

  @Test
  void everyReductionPassesNaNOn() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      for (int at = 0; at < n; at++) {
        Tensor x = ramp(n, 0);
        x.set(at, Double.NaN);
        assertEquals(Double.NaN, kernels.reductions().sum(n, x, 0));
        assertEquals(Double.NaN, kernels.reductions().dot(n, ramp(n, 0), 0, 0, x, 0));
        assertEquals(Double.NaN, kernels.reductions().sumOfSquaredDeviations(n, 0, x, 0));
        assertEquals(Double.NaN, kernels.reductions().squaredDistance(n, x, 0, ramp(n, 0), 0));
        assertEquals(Double.NaN, kernels.reductions().max(n, x, 0));
        assertEquals(Double.NaN, kernels.reductions().min(n, x, 0));
      }
    }
  }

  /** 1 to n at {@code offset}; a large number before and after, to be seen if it is summed. */
  private Tensor ramp(int n, int offset) {
    Tensor tensor = Tensor.zeros(kernels.dtype(), offset + n + BackEnds.LANES);
    tensor.fill(1e9);
    for (int i = 0; i < n; i++) {
      tensor.set(offset + i, i + 1);
    }
    return tensor;
  }
}
