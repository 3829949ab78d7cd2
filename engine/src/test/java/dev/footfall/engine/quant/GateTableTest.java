package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** All 65,536 arguments of both functions. */
class GateTableTest {
  private static final double SIGMOID_ERROR = 1.1;
  private static final double TANH_ERROR = 2.3;

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double largestError(short[] knots, DoubleUnaryOperator f) {
    double largest = 0;
    for (int x = Short.MIN_VALUE; x <= Short.MAX_VALUE; x++) {
      double exact = 0x1p15 * f.applyAsDouble(x * 0x1p-12);
      largest = Math.max(largest, Math.abs(GateTable.at(knots, x) - exact));
    }
    return largest;
  }

  @Test
  void valuesAreAsAccurateAsTheClassSays() {
    double sigmoid = largestError(GateTable.sigmoid(), GateTableTest::sigmoid);
    double tanh = largestError(GateTable.tanh(), Math::tanh);
    assertTrue(sigmoid <= SIGMOID_ERROR, "sigmoid is off by " + sigmoid);
    assertTrue(tanh <= TANH_ERROR, "tanh is off by " + tanh);
    // And no more is claimed than needed.
    assertEquals(SIGMOID_ERROR, sigmoid, 0.1);
    assertEquals(TANH_ERROR, tanh, 0.1);
  }

  @Test
  void whatSaturationMissesIsAsStated() {
    assertEquals(3.4e-4, 1 - sigmoid(8), 5e-6);
    assertEquals(2.3e-7, 1 - Math.tanh(8), 5e-9);
  }

  @Test
  void knotsAreGolden() {
    assertArrayEquals(
        GoldenIntegers.of("sigmoid").get("knots").asInts(), ints(GateTable.sigmoid()));
    assertArrayEquals(GoldenIntegers.of("tanh").get("knots").asInts(), ints(GateTable.tanh()));
  }

  private static int[] ints(short[] knots) {
    int[] ints = new int[knots.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = knots[i];
    }
    return ints;
  }

  @Test
  void bothFunctionsRise() {
    for (short[] knots : new short[][] {GateTable.sigmoid(), GateTable.tanh()}) {
      for (int x = Short.MIN_VALUE; x < Short.MAX_VALUE; x++) {
        assertTrue(GateTable.at(knots, x) <= GateTable.at(knots, x + 1), "at " + x);
      }
    }
  }

  @Test
  void zeroIsExact() {
    assertEquals(1 << 14, GateTable.at(GateTable.sigmoid(), 0));
    assertEquals(0, GateTable.at(GateTable.tanh(), 0));
  }

  @Test
  void aCopyOfTheKnotsIsTheCallers() {
    GateTable.tanh()[256] = 7;
    assertEquals(0, GateTable.tanh()[256]);
  }
}
