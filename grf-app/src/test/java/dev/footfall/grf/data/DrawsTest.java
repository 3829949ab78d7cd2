package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void theBellIsStandardAndBounded() {
    Draws draws = Draws.of(7);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = draws.bell();
      assertTrue(Math.abs(x) < 3.465);
      sum += x;
      squares += x * x;
    }
    // Six standard errors: that of the mean is 1/sqrt(n), that of the square below sqrt(2/n).
    assertEquals(0, sum / n, 6 / Math.sqrt(n));
    assertEquals(1, squares / n, 6 * Math.sqrt(2.0 / n));
  }

  @Test
  void theUniformStaysWithinItsRange() {
    Draws draws = Draws.of(7);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      double x = draws.uniform(-1, 3);
      assertTrue(x >= -1 && x < 3);
      sum += x;
    }
    assertEquals(1, sum / 10_000, 6 * 4 / Math.sqrt(12 * 10_000));
  }

  @Test
  void aPathIsRepeatableAndItsOwn() {
    assertEquals(Draws.of(1, 2, 3).uniform(0, 1), Draws.of(1, 2, 3).uniform(0, 1));
    assertNotEquals(Draws.of(1, 2, 3).uniform(0, 1), Draws.of(1, 3, 2).uniform(0, 1));
    assertNotEquals(Draws.of(1, 2, 3).uniform(0, 1), Draws.of(2, 2, 3).uniform(0, 1));
    assertNotEquals(Draws.of(1, 2, 3).uniform(0, 1), Draws.of(1, 2).uniform(0, 1));
    assertNotEquals(Draws.of(1, 0).uniform(0, 1), Draws.of(1).uniform(0, 1));
  }
}
