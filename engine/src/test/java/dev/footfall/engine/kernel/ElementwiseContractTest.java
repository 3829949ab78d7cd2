package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every map does, on numbers that a person can check; 99 lies outside the range. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class ElementwiseContractTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Parameter Kernels kernels;

  private ElementwiseKernel elementwise;
  private Tensor a;
  private Tensor b;
  private Tensor out;

  @BeforeEach
  void fill() {
    elementwise = kernels.elementwise();
    a = vector(99, 1, 2, 3, 99);
    b = vector(99, 99, 10, 20, 30);
    out = vector(5, 6, 7, 99, 99);
  }

  @Test
  void addAdds() {
    elementwise.add(3, a, 1, b, 2, out, 0);
    assertValues(out, 11, 22, 33, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void addInPlace() {
    elementwise.add(3, a, 1, b, 2, a, 1);
    assertValues(a, 99, 11, 22, 33, 99);
    elementwise.add(3, b, 2, b, 2, b, 2);
    assertValues(b, 99, 99, 20, 40, 60);
  }

  @Test
  void subtractSubtracts() {
    elementwise.subtract(3, b, 2, a, 1, out, 0);
    assertValues(out, 9, 18, 27, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void divideDivides() {
    elementwise.divide(3, b, 2, a, 1, out, 0);
    assertValues(out, 10, 10, 10, 99, 99);
    assertInputsUntouched();
    elementwise.divide(3, vector(1, -1, 0), 0, vector(0, 0, 0), 0, out, 0);
    assertValues(out, INFINITY, -INFINITY, NAN, 99, 99);
  }

  @Test
  void maximumTakesTheLarger() {
    elementwise.maximum(3, vector(1, 9, -5), 0, vector(99, 2, 3, -4), 1, out, 0);
    assertValues(out, 2, 9, -4, 99, 99);
    elementwise.maximum(3, vector(-0.0, NAN, 1), 0, vector(0, 1, NAN), 0, out, 0);
    assertValues(out, 0.0, NAN, NAN, 99, 99);
  }

  @Test
  void minimumTakesTheSmaller() {
    elementwise.minimum(3, vector(1, 9, -5), 0, vector(99, 2, 3, -4), 1, out, 0);
    assertValues(out, 1, 3, -5, 99, 99);
    elementwise.minimum(3, vector(-0.0, NAN, 1), 0, vector(0, 1, NAN), 0, out, 0);
    assertValues(out, -0.0, NAN, NAN, 99, 99);
  }

  @Test
  void heavisideIsOneHalfWhereBothAreEqual() {
    elementwise.heaviside(3, vector(99, 3, 2, 1), 1, vector(2, 2, 2), 0, out, 0);
    assertValues(out, 1, 0.5, 0, 99, 99);
    elementwise.heaviside(3, vector(NAN, 1, INFINITY), 0, vector(NAN, NAN, INFINITY), 0, out, 0);
    assertValues(out, 0, 0, 0.5, 99, 99);
  }

  @Test
  void selectTakesBWhereTheMaskIsZero() {
    elementwise.select(3, vector(99, 1, 0, -2), 1, a, 1, b, 2, out, 0);
    assertValues(out, 1, 20, 3, 99, 99);
    assertInputsUntouched();
    elementwise.select(3, vector(NAN, -0.0, 1), 0, a, 1, b, 2, out, 0);
    assertValues(out, 1, 20, 3, 99, 99);
  }

  @Test
  void selectPassesNothingOfTheOther() {
    elementwise.select(2, vector(1, 0), 0, vector(1, NAN), 0, vector(INFINITY, 2), 0, out, 0);
    assertValues(out, 1, 2, 7, 99, 99);
  }

  @Test
  void multiplyMultiplies() {
    elementwise.multiply(3, a, 1, b, 2, out, 0);
    assertValues(out, 10, 40, 90, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void multiplyInPlace() {
    elementwise.multiply(3, a, 1, a, 1, a, 1);
    assertValues(a, 99, 1, 4, 9, 99);
  }

  @Test
  void axpyAccumulates() {
    elementwise.axpy(3, -2, a, 1, out, 0);
    assertValues(out, 3, 2, 1, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void affineScales() {
    elementwise.affine(3, 2, 0, a, 1, out, 0);
    assertValues(out, 2, 4, 6, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void affineShifts() {
    elementwise.affine(3, 1, 100, a, 1, out, 0);
    assertValues(out, 101, 102, 103, 99, 99);
  }

  @Test
  void affineWithBothInPlace() {
    elementwise.affine(3, 2, 100, a, 1, a, 1);
    assertValues(a, 99, 102, 104, 106, 99);
  }

  @Test
  void accumulateAffineWithAlpha() {
    elementwise.accumulateAffine(3, 2, a, 1, 0, b, 2, 0, out, 0);
    assertValues(out, 7, 10, 13, 99, 99);
  }

  @Test
  void accumulateAffineWithBeta() {
    elementwise.accumulateAffine(3, 0, a, 1, 3, b, 2, 0, out, 0);
    assertValues(out, 35, 66, 97, 99, 99);
  }

  @Test
  void accumulateAffineWithGamma() {
    elementwise.accumulateAffine(3, 0, a, 1, 0, b, 2, 1000, out, 0);
    assertValues(out, 1005, 1006, 1007, 99, 99);
  }

  @Test
  void accumulateAffineWithEverythingAtOnce() {
    elementwise.accumulateAffine(3, 2, a, 1, 3, b, 2, 1000, out, 0);
    assertValues(out, 1037, 1070, 1103, 99, 99);
    assertInputsUntouched();
  }

  @Test
  void everyMapLeavesAnEmptyRangeAlone() {
    elementwise.add(0, a, 5, b, 5, out, 5);
    elementwise.subtract(0, a, 5, b, 5, out, 5);
    elementwise.multiply(0, a, 5, b, 5, out, 5);
    elementwise.divide(0, a, 5, b, 5, out, 5);
    elementwise.maximum(0, a, 5, b, 5, out, 5);
    elementwise.minimum(0, a, 5, b, 5, out, 5);
    elementwise.heaviside(0, a, 5, b, 5, out, 5);
    elementwise.select(0, a, 5, a, 5, b, 5, out, 5);
    elementwise.axpy(0, 1, a, 5, out, 5);
    elementwise.affine(0, 1, 1, a, 5, out, 5);
    elementwise.accumulateAffine(0, 1, a, 5, 1, b, 5, 1, out, 5);
    assertValues(out, 5, 6, 7, 99, 99);
    assertInputsUntouched();
  }

  private void assertInputsUntouched() {
    assertValues(a, 99, 1, 2, 3, 99);
    assertValues(b, 99, 99, 10, 20, 30);
  }

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
