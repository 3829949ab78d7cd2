package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every activation does where its value is exact; 99 lies outside the range. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class ActivationContractTest {
  @Parameter Kernels kernels;

  private ActivationKernel activations;

  @BeforeEach
  void select() {
    activations = kernels.activations();
  }

  @Test
  void reluKeepsPositiveNumbers() {
    Tensor x = vector(99, -2, -1, 0, 1, 2, 99);
    Tensor y = vector(99, 99, 9, 9, 9, 9, 9, 99);
    activations.relu(5, x, 1, y, 2);
    assertValues(y, 99, 99, 0, 0, 0, 1, 2, 99);
    assertValues(x, 99, -2, -1, 0, 1, 2, 99);
  }

  @Test
  void reluAtSpecialValues() {
    assertSpecial(activations::relu, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertSpecial(activations::relu, Double.NEGATIVE_INFINITY, 0);
    assertSpecial(activations::relu, Double.NaN, Double.NaN);
    assertSpecial(activations::relu, -0.0, 0.0);
  }

  @Test
  void reluGradientPassesWhereTheOutputIsPositive() {
    Tensor y = vector(99, 0, 1, 0, 2, 99);
    Tensor dy = vector(99, 99, 10, 20, 30, 40);
    Tensor dx = vector(1, 2, 3, 4, 99);
    activations.reluGradient(4, y, 1, dy, 2, dx, 0);
    assertValues(dx, 1, 22, 3, 44, 99);
    assertValues(y, 99, 0, 1, 0, 2, 99);
    assertValues(dy, 99, 99, 10, 20, 30, 40);
  }

  @Test
  void reluGradientIsClosedForNaNAndKeepsItsSum() {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      Tensor y = vector(new double[n]);
      Tensor dy = vector(new double[n]);
      Tensor dx = vector(new double[n]);
      dy.fill(Double.NaN);
      dx.fill(-0.0);
      activations.reluGradient(n, y, 0, dy, 0, dx, 0);
      for (int i = 0; i < n; i++) {
        assertEquals(-0.0, dx.get(i));
      }
    }
  }

  @Test
  void sigmoidWhereItIsExact() {
    Tensor x = vector(99, 0, 100, 1000, 99);
    Tensor y = vector(99, 99, 9, 9, 9, 99);
    activations.sigmoid(3, x, 1, y, 2);
    assertValues(y, 99, 99, 0.5, 1, 1, 99);
    assertValues(x, 99, 0, 100, 1000, 99);
  }

  @Test
  void sigmoidAtSpecialValues() {
    assertSpecial(activations::sigmoid, Double.POSITIVE_INFINITY, 1);
    assertSpecial(activations::sigmoid, Double.NaN, Double.NaN);
    assertSpecial(activations::sigmoid, -0.0, 0.5);
    Tensor y = vector(Double.NEGATIVE_INFINITY);
    activations.sigmoid(1, y, 0, y, 0);
    assertEquals(0, y.get(0), 1.7e-38);
  }

  @Test
  void sigmoidGradientFollowsFromTheOutput() {
    Tensor y = vector(99, 0, 0.5, 0.25, 1, 99);
    Tensor dy = vector(99, 99, 16, 16, 16, 16);
    Tensor dx = vector(1, 2, 3, 4, 99);
    activations.sigmoidGradient(4, y, 1, dy, 2, dx, 0);
    assertValues(dx, 1, 6, 6, 4, 99);
    assertValues(y, 99, 0, 0.5, 0.25, 1, 99);
    assertValues(dy, 99, 99, 16, 16, 16, 16);
  }

  @Test
  void tanhWhereItIsExact() {
    Tensor x = vector(99, 0, 20, -20, 1000, 99);
    Tensor y = vector(99, 99, 9, 9, 9, 9, 99);
    activations.tanh(4, x, 1, y, 2);
    assertValues(y, 99, 99, 0, 1, -1, 1, 99);
    assertValues(x, 99, 0, 20, -20, 1000, 99);
  }

  @Test
  void tanhAtSpecialValues() {
    assertSpecial(activations::tanh, Double.POSITIVE_INFINITY, 1);
    assertSpecial(activations::tanh, Double.NEGATIVE_INFINITY, -1);
    assertSpecial(activations::tanh, Double.NaN, Double.NaN);
    assertSpecial(activations::tanh, -0.0, -0.0);
    assertSpecial(activations::tanh, Float.MIN_VALUE, Float.MIN_VALUE);
  }

  @Test
  void tanhGradientFollowsFromTheOutput() {
    Tensor y = vector(99, 0, 0.5, -0.5, 1, 99);
    Tensor dy = vector(99, 99, 16, 16, 16, 16);
    Tensor dx = vector(1, 2, 3, 4, 99);
    activations.tanhGradient(4, y, 1, dy, 2, dx, 0);
    assertValues(dx, 17, 14, 15, 4, 99);
    assertValues(y, 99, 0, 0.5, -0.5, 1, 99);
    assertValues(dy, 99, 99, 16, 16, 16, 16);
  }

  @Test
  void everyActivationLeavesAnEmptyRangeAlone() {
    Tensor x = vector(1, 2, 3);
    Tensor y = vector(4, 5, 6);
    activations.relu(0, x, 3, y, 3);
    activations.sigmoid(0, x, 3, y, 3);
    activations.tanh(0, x, 3, y, 3);
    activations.reluGradient(0, x, 3, x, 3, y, 3);
    activations.sigmoidGradient(0, x, 3, x, 3, y, 3);
    activations.tanhGradient(0, x, 3, x, 3, y, 3);
    assertValues(y, 4, 5, 6);
  }

  /** An activation over a range. */
  private interface Activation {
    void apply(int n, Tensor x, int xOffset, Tensor y, int yOffset);
  }

  /** In place, in vector lanes and in the tail, with nothing around it changed. */
  private void assertSpecial(Activation activation, double x, double expected) {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      Tensor values = vector(new double[n + 2]);
      values.fill(99);
      values.fill(1, n + 1, x);
      activation.apply(n, values, 1, values, 1);
      for (int i = 1; i <= n; i++) {
        assertEquals(expected, values.get(i));
      }
      assertEquals(99, values.get(0));
      assertEquals(99, values.get(n + 1));
    }
  }

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
