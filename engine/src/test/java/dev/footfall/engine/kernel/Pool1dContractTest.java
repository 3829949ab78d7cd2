package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What pooling does, on numbers that a person can check. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class Pool1dContractTest {
  @Parameter Kernels kernels;

  @Test
  void maxOfWindowsSideBySide() {
    assertMax(geometry(1, 6, 2, 2, 0, 0, 1), x(1, 5, 4, 2, 3, 3), 5, 4, 3);
  }

  @Test
  void maxOfOverlappingWindows() {
    assertMax(geometry(1, 5, 3, 1, 0, 0, 1), x(1, 5, 4, 2, 3), 5, 5, 4);
  }

  @Test
  void maxWithDilation() {
    assertMax(geometry(1, 5, 2, 1, 0, 0, 3), x(1, 5, 4, 2, 3), 2, 5);
  }

  @Test
  void maxDoesNotSeeThePadding() {
    assertMax(geometry(1, 3, 2, 1, 1, 1, 1), x(-1, -5, -4), -1, -1, -4, -4);
    assertMax(geometry(1, 3, 2, 1, 1, 0, 1), x(-1, -5, -4), -1, -1, -4);
  }

  @Test
  void maxOfEachRowAlone() {
    assertMax(geometry(2, 2, 2, 2, 0, 0, 1), x(1, 2, 8, 4), 2, 8);
  }

  @Test
  void maxOfAWindowWithNaNIsNaN() {
    assertMax(
        geometry(1, 4, 2, 1, 0, 0, 1),
        x(9, Double.NaN, 4, Double.NaN),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  @Test
  void maxGradientGoesToTheFirstOfEqualSamples() {
    assertMaxGradient(
        geometry(1, 5, 3, 1, 0, 0, 1), x(3, 3, 1, 3, 3), x(1, 10, 100), 1, 10, 0, 100, 0);
    assertMaxGradient(geometry(1, 4, 4, 4, 0, 0, 1), x(0, 0, 0, 0), x(7), 7, 0, 0, 0);
  }

  @Test
  void maxGradientGoesToTheLastOfSeveralNaN() {
    assertMaxGradient(
        geometry(1, 4, 4, 4, 0, 0, 1), x(1, Double.NaN, Double.NaN, 9), x(7), 0, 0, 7, 0);
  }

  @Test
  void maxGradientAddsWhereWindowsAgree() {
    assertMaxGradient(
        geometry(1, 5, 3, 1, 0, 0, 1), x(1, 5, 9, 2, 3), x(1, 10, 100), 0, 0, 111, 0, 0);
  }

  @Test
  void averageOfWindows() {
    assertAverage(geometry(1, 6, 2, 2, 0, 0, 1), true, x(1, 5, 4, 2, 3, 5), 3, 3, 4);
    assertAverage(geometry(1, 5, 2, 1, 0, 0, 3), true, x(1, 5, 4, 3, 1), 2, 3);
    assertAverage(geometry(2, 2, 2, 2, 0, 0, 1), true, x(1, 3, 8, 4), 2, 6);
  }

  @Test
  void averageCountsThePaddingOrNot() {
    Pool1dGeometry g = geometry(1, 3, 2, 1, 1, 1, 1);
    assertAverage(g, true, x(2, 4, 8), 1, 3, 6, 4);
    assertAverage(g, false, x(2, 4, 8), 2, 3, 6, 8);
  }

  @Test
  void averageGradientSharesOut() {
    Pool1dGeometry g = geometry(1, 3, 2, 1, 1, 1, 1);
    assertAverageGradient(g, true, x(2, 4, 8, 16), 1 + 2, 2 + 4, 4 + 8);
    assertAverageGradient(g, false, x(2, 4, 8, 16), 2 + 2, 2 + 4, 4 + 16);
    assertAverageGradient(geometry(1, 5, 2, 1, 0, 0, 3), true, x(2, 4), 1, 2, 0, 1, 2);
  }

  private Tensor x(double... samples) {
    return values(kernels.dtype(), samples);
  }

  private static Pool1dGeometry geometry(
      int rows, int length, int kernelSize, int stride, int left, int right, int dilation) {
    return new Pool1dGeometry(rows, 1, length, kernelSize, stride, left, right, dilation);
  }

  private void assertMax(Pool1dGeometry g, Tensor x, double... expected) {
    Tensor y = x(new double[expected.length]);
    y.fill(99);
    assertEquals(y.elements(), g.outShape().elements());
    kernels.pool1d().max(g, x, y);
    assertValues(y, expected);
  }

  /** Onto a gradient of 1000. */
  private void assertMaxGradient(Pool1dGeometry g, Tensor x, Tensor dy, double... expected) {
    Tensor dx = x(new double[x.elements()]);
    dx.fill(1000);
    kernels.pool1d().maxGradient(g, x, dy, dx);
    assertValues(less1000(dx), expected);
  }

  private void assertAverage(Pool1dGeometry g, boolean countPadding, Tensor x, double... expected) {
    Tensor y = x(new double[expected.length]);
    y.fill(99);
    assertEquals(y.elements(), g.outShape().elements());
    kernels.pool1d().average(g, countPadding, x, y);
    assertValues(y, expected);
  }

  private void assertAverageGradient(
      Pool1dGeometry g, boolean countPadding, Tensor dy, double... expected) {
    Tensor dx = x(new double[expected.length]);
    dx.fill(1000);
    kernels.pool1d().averageGradient(g, countPadding, dy, dx);
    assertValues(less1000(dx), expected);
  }

  private static Tensor less1000(Tensor tensor) {
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, tensor.get(i) - 1000);
    }
    return tensor;
  }
}
