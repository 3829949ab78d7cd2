package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.kernel.UnaryFunction.Kind;
import org.junit.jupiter.api.Test;

class UnaryFunctionTest {

  @Test
  void nameIsThatOfTheTable() {
    assertEquals("leaky_relu", UnaryFunction.of(Kind.LEAKY_RELU, 0.1).name());
    assertEquals("gelu", UnaryFunction.of(Kind.GELU).name());
  }

  @Test
  void clampMayBeOpenOnOneSide() {
    UnaryFunction f = new UnaryFunction(Kind.CLAMP, 0, Double.POSITIVE_INFINITY);
    assertEquals(Double.POSITIVE_INFINITY, f.beta());
    assertEquals(1, new UnaryFunction(Kind.CLAMP, 1, 1).alpha());
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    rejects("clamp: the lower bound must not be above the upper (2.0, 1.0)", Kind.CLAMP, 2, 1);
    rejects("clamp: the lower bound must not be above the upper (NaN, 1.0)", Kind.CLAMP, NAN, 1);
    rejects("huber: delta must be positive (0.0)", Kind.HUBER, 0, 0);
    rejects("huber: delta must be positive (NaN)", Kind.HUBER, NAN, 0);
    rejects("pinball: the quantile must be in [0, 1] (1.5)", Kind.PINBALL, 1.5, 0);
    rejects("pinball: the quantile must be in [0, 1] (-0.5)", Kind.PINBALL, -0.5, 0);
    rejects("elu: parameters must be finite (NaN)", Kind.ELU, NAN, 0);
    rejects("pow: parameters must be finite (Infinity)", Kind.POW, Double.POSITIVE_INFINITY, 0);
    rejects("affine: parameters must be finite (1.0, NaN)", Kind.AFFINE, 1, NAN);
  }

  private static final double NAN = Double.NaN;

  private static void rejects(String message, Kind kind, double alpha, double beta) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new UnaryFunction(kind, alpha, beta))
            .getMessage());
  }
}
