package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;

import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step does, on numbers that a person can check; 99 lies outside the range. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class OptimizerContractTest {
  @Parameter Kernels kernels;

  private OptimizerKernel optimizer;
  private Tensor dw;
  private Tensor first;
  private Tensor second;
  private Tensor third;
  private Tensor w;

  @BeforeEach
  void fill() {
    optimizer = kernels.optimizer();
    dw = vector(4, 12, 99);
    first = vector(0, 0, 99);
    second = vector(0, 0, 99);
    third = vector(0, 0, 99);
    w = vector(10, 10, 99);
  }

  @Test
  void sgdSteps() {
    optimizer.sgd(2, 0.5, 0, 0, 1, false, dw, first, w);
    assertValues(w, 8, 4, 99);
    assertValues(first, 4, 12, 99);
    assertValues(dw, 4, 12, 99);
  }

  @Test
  void sgdWithPenalty() {
    optimizer.sgd(2, 0.5, 2, 0, 1, false, dw, first, w);
    assertValues(w, 10 - 0.5 * 24, 10 - 0.5 * 32, 99);
  }

  @Test
  void sgdWithMomentum() {
    first = vector(8, 16, 99);
    optimizer.sgd(2, 0.5, 0, 0.25, 1, false, dw, first, w);
    assertValues(first, 6, 16, 99);
    assertValues(w, 7, 2, 99);
  }

  @Test
  void sgdWithDampening() {
    first = vector(8, 16, 99);
    optimizer.sgd(2, 0.5, 0, 0.25, 0.5, false, dw, first, w);
    assertValues(first, 4, 10, 99);
    assertValues(w, 8, 5, 99);
  }

  @Test
  void sgdOfNesterov() {
    first = vector(8, 16, 99);
    optimizer.sgd(2, 0.5, 0, 0.25, 1, true, dw, first, w);
    assertValues(first, 6, 16, 99);
    assertValues(w, 10 - 0.5 * (4 + 1.5), 10 - 0.5 * (12 + 4), 99);
  }

  @Test
  void adamSteps() {
    // m = g / 2, v = g^2 / 4, so the step is 1 whatever the gradient.
    assertAdam(0, 0, 1, 0, 1, 9, 9);
  }

  @Test
  void adamWithDecay() {
    assertAdam(0, 0.25, 1, 0, 1, 6.5, 6.5);
  }

  @Test
  void adamWithEpsilon() {
    // The denominators are 2 + 2 and 6 + 2, the means 2 and 6.
    assertAdam(0, 0, 1, 2, 1, 9.5, 9.25);
  }

  @Test
  void adamWithStepSize() {
    assertAdam(0, 0, 4, 0, 1, 6, 6);
  }

  @Test
  void adamWithRootCorrection() {
    // The denominators are 1 / 0.5 times larger.
    assertAdam(0, 0, 1, 0, 0.5, 9.5, 9.5);
  }

  @Test
  void adamWithPenalty() {
    dw = vector(-6, 2, 99);
    // With 10 more they are 4 and 12.
    assertAdam(1, 0, 1, 2, 1, 9.5, 9.25);
  }

  @Test
  void adamWithEverythingAtOnce() {
    dw = vector(-1, 7, 99);
    // 10 * 0.75 - 4 * 2 / (2 / 0.5 + 4), 10 * 0.75 - 4 * 6 / (6 / 0.5 + 4).
    assertAdam(0.5, 0.25, 4, 4, 0.5, 6.5, 6);
  }

  @Test
  void adamRemembersItsMoments() {
    dw = vector(8);
    first = vector(16);
    second = vector(16);
    w = vector(1);
    optimizer.adam(1, 0, 0, 0.25, 0.75, 0, 0, 1, dw, first, second, w);
    assertValues(first, 0.25 * 16 + 0.75 * 8);
    assertValues(second, 0.75 * 16 + 0.25 * 64);
    assertValues(w, 1);
  }

  /** The first step from w = 10 with beta1 = 1/2 and beta2 = 3/4; g is 4 and 12. */
  private void assertAdam(
      double penalty,
      double decay,
      double stepSize,
      double epsilon,
      double rootCorrection,
      double expected0,
      double expected1) {
    Tensor before = dw.copy();
    optimizer.adam(
        2, penalty, decay, 0.5, 0.75, epsilon, stepSize, rootCorrection, dw, first, second, w);
    assertValues(dw, before.get(0), before.get(1), 99);
    assertValues(first, 2, 6, 99);
    assertValues(second, 4, 36, 99);
    assertValues(w, expected0, expected1, 99);
  }

  @Test
  void rmsPropSteps() {
    // s = g^2 / 4, so the step is 2 whatever the gradient.
    assertRmsProp(0, 0, 0, 8, 8);
    assertValues(second, 1, 3, 99);
    assertValues(third, 2, 2, 99);
  }

  @Test
  void rmsPropWithEpsilon() {
    // 4 / (2 + 2), 12 / (6 + 2).
    assertRmsProp(0, 2, 0, 9, 8.5);
  }

  @Test
  void rmsPropWithPenalty() {
    dw = vector(-6, 2, 99);
    assertRmsProp(1, 2, 0, 9, 8.5);
  }

  @Test
  void rmsPropWithMomentum() {
    third = vector(6, 8, 99);
    assertRmsProp(0, 0, 0.5, 5, 4);
    assertValues(third, 5, 6, 99);
  }

  @Test
  void rmsPropCentred() {
    // The means are (4 + 4) / 2 and (12 + 12) / 2, the squares (24 + 16) / 2 and (216 + 144) / 2:
    // 20 - 16 and 180 - 144 are the variances.
    first = vector(24, 216, 99);
    second = vector(4, 12, 99);
    optimizer.rmsProp(2, 1, 0, 0.5, 0, 1, 0, dw, first, second, third, w);
    assertValues(first, 20, 180, 99);
    assertValues(second, 4, 12, 99);
    assertValues(third, 2, 2, 99);
    assertValues(w, 8, 8, 99);
  }

  @Test
  void rmsPropTakesAVarianceBelowZeroForRounding() {
    first = vector(0, 0, 99);
    second = vector(100, 100, 99);
    optimizer.rmsProp(2, 1, 0, 0.75, 0.5, 1, 0, dw, first, second, third, w);
    assertValues(third, 8, 24, 99);
  }

  /** The first step from w = 10 with alpha = 3/4; g is 4 and 12. */
  private void assertRmsProp(
      double penalty, double epsilon, double momentum, double expected0, double expected1) {
    optimizer.rmsProp(2, 1, penalty, 0.75, epsilon, 0, momentum, dw, first, second, third, w);
    assertValues(first, 4, 36, 99);
    assertValues(w, expected0, expected1, 99);
  }

  @Test
  void lionStepsByTheSign() {
    dw = vector(4, -12, 99);
    optimizer.lion(2, 0.5, 0, 0.5, 0.75, dw, first, w);
    assertValues(w, 9.5, 10.5, 99);
    assertValues(first, 1, -3, 99);
    assertValues(dw, 4, -12, 99);
  }

  @Test
  void lionWithDecay() {
    optimizer.lion(2, 0.5, 0.25, 0.5, 0.75, dw, first, w);
    assertValues(w, 7, 7, 99);
  }

  @Test
  void lionLooksAtItsMean() {
    first = vector(-8, -4, 99);
    // beta1 (-8) + (1 - beta1) 4 is -2 and, with -4 and 12, 4.
    optimizer.lion(2, 0.5, 0, 0.5, 0.75, dw, first, w);
    assertValues(w, 10.5, 9.5, 99);
    assertValues(first, -5, 0, 99);
  }

  @Test
  void lionStandsStillWhereThereIsNoDirection() {
    dw = vector(0, 12, 99);
    first = vector(0, -12, 99);
    optimizer.lion(2, 0.5, 0, 0.5, 0.75, dw, first, w);
    assertValues(w, 10, 10, 99);
  }

  @Test
  void everyStepLeavesAnEmptyRangeAlone() {
    optimizer.sgd(0, 1, 1, 1, 1, true, dw, first, w);
    optimizer.adam(0, 1, 1, 1, 1, 1, 1, 1, dw, first, second, w);
    optimizer.rmsProp(0, 1, 1, 1, 1, 1, 1, dw, first, second, third, w);
    optimizer.lion(0, 1, 1, 1, 1, dw, first, w);
    assertValues(first, 0, 0, 99);
    assertValues(second, 0, 0, 99);
    assertValues(third, 0, 0, 99);
    assertValues(w, 10, 10, 99);
  }

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
