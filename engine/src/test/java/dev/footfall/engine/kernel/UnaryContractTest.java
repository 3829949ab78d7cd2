package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@link UnaryFunction}, at numbers that a person can check. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class UnaryContractTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** {@code P(1)} and {@code p(1)} of the standard normal. */
  private static final double NORMAL_1 = 0.8413447460685429;

  private static final double DENSITY_1 = 0.24197072451914337;

  @Parameter Kernels kernels;

  @Test
  void valueTouchesItsRangeAlone() {
    for (Kind kind : Kind.values()) {
      Tensor x = vector(1, 1, 1, 1);
      Tensor y = vector(99, 99, 99, 99);
      kernels.unary().value(function(kind), 1, 3, x, y);
      assertValues(x, 1, 1, 1, 1);
      assertEquals(99, y.get(0), kind.name());
      assertEquals(99, y.get(3), kind.name());
      kernels.unary().value(function(kind), 1, 3, x, x);
      assertEquals(y.get(1), x.get(1), kind.name());
      assertEquals(y.get(1), x.get(2), kind.name());
      kernels.unary().value(function(kind), 4, 4, x, y);
      assertEquals(99, y.get(3), kind.name());
    }
  }

  @Test
  void gradientIsAddedInItsRangeAlone() {
    for (Kind kind : Kind.values()) {
      Tensor x = vector(1, 1, 1, 1);
      Tensor y = vector(1, 1, 1, 1);
      Tensor dx = vector(100, 100, 200, 99);
      kernels.unary().gradient(function(kind), 1, 3, x, y, vector(9, 1, 1, 9), dx);
      assertEquals(100, dx.get(0), kind.name());
      assertEquals(99, dx.get(3), kind.name());
      // The terms are at most 3, so rounding is that of 200.
      assertEquals(dx.get(2) - 200, dx.get(1) - 100, 0x1p-15, kind.name());
      kernels.unary().gradient(function(kind), 4, 4, x, y, x, dx);
      assertEquals(99, dx.get(3), kind.name());
    }
  }

  @Test
  void valueWhereItIsExact() {
    assertValue(new UnaryFunction(Kind.AFFINE, 2, 3), vector(-1, 0, 2), 1, 3, 7);
    assertValue(UnaryFunction.of(Kind.ABS), vector(-2, -0.0, 3), 2, 0, 3);
    assertValue(UnaryFunction.of(Kind.SQRT), vector(0, 4, 9, -1), 0, 2, 3, NAN);
    assertValue(UnaryFunction.of(Kind.EXP), vector(0, -1000, 1000), 1, 0, INFINITY);
    assertValue(
        UnaryFunction.of(Kind.LOG), vector(1, 0, INFINITY, -1), 0, -INFINITY, INFINITY, NAN);
    assertValue(UnaryFunction.of(Kind.X_LOG_X), vector(0, 1), 0, 0);
    assertValue(UnaryFunction.of(Kind.POW, 3), vector(-2, 0, 2), -8, 0, 8);
    assertValue(UnaryFunction.of(Kind.POW, 0), vector(-2, 0, 2), 1, 1, 1);
    assertValue(new UnaryFunction(Kind.CLAMP, -1, 2), vector(-2, -1, 0, 2, 5), -1, -1, 0, 2, 2);
    assertValue(UnaryFunction.of(Kind.LEAKY_RELU, 0.25), vector(-4, 0, 4), -1, 0, 4);
    assertValue(UnaryFunction.of(Kind.ELU, 2), vector(-1000, 0, 4), -2, 0, 4);
    assertValue(UnaryFunction.of(Kind.GELU), vector(-40, 0, 40), -0.0, 0, 40);
    assertValue(UnaryFunction.of(Kind.GELU_TANH), vector(0, 40), 0, 40);
    assertValue(UnaryFunction.of(Kind.SILU), vector(0, 1000), 0, 1000);
    assertValue(UnaryFunction.of(Kind.SOFTPLUS), vector(-1000, 1000), 0, 1000);
    assertValue(UnaryFunction.of(Kind.HUBER, 2), vector(-3, -2, -1, 0, 2, 3), 4, 2, 0.5, 0, 2, 4);
    assertValue(UnaryFunction.of(Kind.PINBALL, 0.75), vector(-4, 0, 4), 1, -0.0, 3);
  }

  @Test
  void gradientWhereItIsExact() {
    assertGradient(new UnaryFunction(Kind.AFFINE, 2, 3), vector(-1, 0, 2), 2, 2, 2);
    assertGradient(UnaryFunction.of(Kind.ABS), vector(-2, -0.0, 0, 3), -1, 0, 0, 1);
    assertGradient(UnaryFunction.of(Kind.SQRT), vector(4, 0), 0.25, INFINITY);
    assertGradient(UnaryFunction.of(Kind.EXP), vector(0, -1000), 1, 0);
    assertGradient(UnaryFunction.of(Kind.LOG), vector(1, 4, 0), 1, 0.25, INFINITY);
    assertGradient(UnaryFunction.of(Kind.X_LOG_X), vector(1, 0), 1, -INFINITY);
    assertGradient(UnaryFunction.of(Kind.POW, 3), vector(-2, 0, 2), 12, 0, 12);
    assertGradient(UnaryFunction.of(Kind.POW, 0), vector(-2, 0, 2), 0, 0, 0);
    assertGradient(new UnaryFunction(Kind.CLAMP, -1, 2), vector(-2, -1, 0, 2, 5), 0, 1, 1, 1, 0);
    assertGradient(UnaryFunction.of(Kind.LEAKY_RELU, 0.25), vector(-4, 0, 4), 0.25, 0.25, 1);
    assertGradient(UnaryFunction.of(Kind.ELU, 2), vector(-1000, 0, 4), 0, 2, 1);
    assertGradient(UnaryFunction.of(Kind.GELU), vector(-40, 0, 40), 0, 0.5, 1);
    assertGradient(UnaryFunction.of(Kind.GELU_TANH), vector(-40, 0, 40), 0, 0.5, 1);
    assertGradient(UnaryFunction.of(Kind.SILU), vector(0, 1000), 0.5, 1);
    assertGradient(UnaryFunction.of(Kind.SOFTPLUS), vector(0, 1000), 0.5, 1);
    assertGradient(
        UnaryFunction.of(Kind.HUBER, 2), vector(-3, -2, -1, 0, 2, 3), -2, -2, -1, 0, 2, 2);
    assertGradient(UnaryFunction.of(Kind.PINBALL, 0.75), vector(-4, 0, 4), -0.25, 0.25, 0.75);
  }

  /** Against constants of more digits than a double has. */
  @Test
  void valueAndGradientAtOne() {
    assertAtOne(UnaryFunction.of(Kind.EXP), Math.E, Math.E);
    assertAtOne(UnaryFunction.of(Kind.GELU), NORMAL_1, NORMAL_1 + DENSITY_1);
    assertAtOne(UnaryFunction.of(Kind.SILU), 0.7310585786300049, 0.9276705118714869);
    assertAtOne(UnaryFunction.of(Kind.SOFTPLUS), 1.3132616875182228, 0.7310585786300049);
    assertAtOne(UnaryFunction.of(Kind.GELU_TANH), 0.8411919906082768, 1.0829640838457826);
  }

  /** The normal distribution at 0.5, 2, 3 and 5, of which the error function stands in gelu. */
  @Test
  void valueOfGeluIsThatOfTheNormalDistribution() {
    double[] xs = {0.5, 2, 3, 5};
    double[] tails = {
      0.3085375387259869, 0.02275013194817922, 0.0013498980316300957, 2.866515718791946e-07
    };
    Tensor y = vector(0);
    for (int i = 0; i < xs.length; i++) {
      double limit = 10 * kernels.dtype().unitRoundoff() * xs[i];
      kernels.unary().value(UnaryFunction.of(Kind.GELU), 0, 1, vector(xs[i]), y);
      assertEquals(xs[i] * (1 - tails[i]), y.get(0), limit);
      kernels.unary().value(UnaryFunction.of(Kind.GELU), 0, 1, vector(-xs[i]), y);
      assertEquals(-xs[i] * tails[i], y.get(0), limit);
    }
  }

  @Test
  void valueOfNaNIsNaN() {
    for (Kind kind : Kind.values()) {
      for (int n : BackEnds.SIZES_AROUND_LANES) {
        Tensor x = Tensor.zeros(kernels.dtype(), n);
        x.fill(NAN);
        kernels.unary().value(function(kind), 0, n, x, x);
        for (int i = 0; i < n; i++) {
          assertEquals(NAN, x.get(i), kind.name());
        }
      }
    }
  }

  /** Any valid parameters. */
  private static UnaryFunction function(Kind kind) {
    return new UnaryFunction(kind, 0.5, 2);
  }

  private void assertAtOne(UnaryFunction f, double value, double slope) {
    // 10 roundings of numbers of size 1, at the most.
    double limit = 10 * kernels.dtype().unitRoundoff() * Math.max(value, slope);
    Tensor y = vector(0);
    kernels.unary().value(f, 0, 1, vector(1), y);
    assertEquals(value, y.get(0), limit, f.name());
    Tensor dx = vector(0);
    kernels.unary().gradient(f, 0, 1, vector(1), y, vector(1), dx);
    assertEquals(slope, dx.get(0), limit, f.name());
  }

  /** Element by element, and in vector lanes. */
  private void assertValue(UnaryFunction f, Tensor x, double... expected) {
    Tensor y = Tensor.zeros(kernels.dtype(), x.shape());
    kernels.unary().value(f, 0, x.elements(), x, y);
    assertValues(y, expected);
    for (int i = 0; i < expected.length; i++) {
      Tensor many = Tensor.zeros(kernels.dtype(), 2 * BackEnds.LANES + 1);
      many.fill(x.get(i));
      kernels.unary().value(f, 0, many.elements(), many, many);
      for (int j = 0; j < many.elements(); j++) {
        assertEquals(expected[i], many.get(j), f.name());
      }
    }
  }

  /** Of a gradient of 4, added to 100; element by element, and in vector lanes. */
  private void assertGradient(UnaryFunction f, Tensor x, double... slopes) {
    for (int i = 0; i < slopes.length; i++) {
      Tensor many = Tensor.zeros(kernels.dtype(), 2 * BackEnds.LANES + 1);
      many.fill(x.get(i));
      Tensor y = many.copy();
      kernels.unary().value(f, 0, many.elements(), many, y);
      Tensor dy = many.copy();
      dy.fill(4);
      Tensor dx = many.copy();
      dx.fill(100);
      kernels.unary().gradient(f, 0, many.elements(), many, y, dy, dx);
      for (int j = 0; j < many.elements(); j++) {
        assertEquals(100 + 4 * slopes[i], dx.get(j), f.name());
      }
    }
  }

  private Tensor vector(double... values) {
    return values(kernels.dtype(), values);
  }
}
