package dev.footfall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DTypeTest {

  @Test
  void knowsItsSize() {
    assertEquals(4, DType.FLOAT32.bytes());
    assertEquals(8, DType.FLOAT64.bytes());
  }

  @Test
  void unitRoundoffIsHalfTheDistanceFromOneToTheNextNumber() {
    assertEquals((Math.nextUp(1f) - 1f) / 2.0, DType.FLOAT32.unitRoundoff());
    assertEquals((Math.nextUp(1d) - 1d) / 2, DType.FLOAT64.unitRoundoff());
  }
}
