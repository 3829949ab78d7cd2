package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.InputException;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void holmMultipliesTheLeastMostAndKeepsTheOrder() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02},
        Comparison.holm(new double[] {0.01, 0.04, 0.03, 0.005}),
        1e-15);
    assertArrayEquals(new double[] {1, 1}, Comparison.holm(new double[] {0.9, 0.7}));
    assertArrayEquals(
        new double[] {0.02, Double.NaN, 0.5},
        Comparison.holm(new double[] {0.01, Double.NaN, 0.5}));
  }

  @Test
  void theBetterModelHasTheLesserError() {
    Comparison c = Comparison.of("b", new double[] {10, 20, 30, 41}, new double[] {12, 25, 33, 40});
    assertEquals(3, c.better());
    assertEquals(-2.25, c.meanN());
    assertTrue(c.interval().lower() < -2.25 && -2.25 < c.interval().upper());
    // Ranks of 2, 5, 3 and 1: 2 + 4 + 3 on its side, 1 on the other's.
    assertEquals(-0.8, c.rankBiserial(), 1e-15);
  }

  @Test
  void equalModelsDoNotDiffer() {
    Comparison c = Comparison.of("b", new double[] {10, 20}, new double[] {10, 20});
    assertEquals(1, c.wilcoxonP());
    assertEquals(Double.NaN, c.tP());
    assertEquals(0, c.rankBiserial());
  }

  @Test
  void oneSubjectIsNotEnough() {
    assertEquals(
        "a comparison needs at least 2 subjects (found 1)",
        assertThrows(InputException.class, () -> Comparison.of("b", new double[1], new double[1]))
            .getMessage());
  }
}
