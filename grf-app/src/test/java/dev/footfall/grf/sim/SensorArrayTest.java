package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SensorArrayTest {
  private static final int CELLS = InsoleGeometry.CELLS;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static SensorArray array(SensorModel model) {
    return new SensorArray(model, 200, Draws.of(1, 1), Draws.of(1, 2));
  }

  private static float[] answer(SensorArray array, double[] pressureKPa) {
    float[] out = new float[CELLS];
    array.answer(pressureKPa, out);
    return out;
  }

  private static double[] even(double kPa) {
    double[] pressure = new double[CELLS];
    Arrays.fill(pressure, kPa);
    return pressure;
  }

  @Test
  void anIdealSensorAnswersThePressure() {
    double[] pressure = new double[CELLS];
    float[] expected = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      pressure[i] = 1.1 * i;
      expected[i] = (float) (1.1 * i);
    }
    SensorArray array = array(SensorModel.IDEAL);
    assertArrayEquals(expected, answer(array, pressure));
    assertArrayEquals(new float[CELLS], answer(array, new double[CELLS]));
  }

  @Test
  void crossTalkSpreadsALoadAndKeepsItsSum() {
    SensorModel model = new SensorModel(0.1, 0, 1, 0, 0, 0, 0, 0, 0, 0, INFINITE, 0);
    double[] pressure = new double[CELLS];
    pressure[3 * 8 + 4] = 100;
    pressure[0] = 50;
    float[] out = answer(array(model), pressure);
    assertEquals(60, out[3 * 8 + 4], 1e-5);
    for (int neighbour : new int[] {2 * 8 + 4, 4 * 8 + 4, 3 * 8 + 3, 3 * 8 + 5}) {
      assertEquals(10, out[neighbour], 1e-5);
    }
    assertEquals(40, out[0], 1e-5, "a corner has two neighbours");
    double sum = 0;
    for (float kPa : out) {
      sum += kPa;
    }
    assertEquals(150, sum, 1e-4);
  }

  @Test
  void creepLagsBehindTheLoadAndItsRelease() {
    SensorModel model = new SensorModel(0, 0.2, 0.1, 0, 0, 0, 0, 0, 0, 0, INFINITE, 0);
    SensorArray array = array(model);
    // slow = 100 * 0.05 after one sample; 20 % of the answer follows it.
    assertEquals(80 + 0.2 * 5, answer(array, even(100))[0], 1e-4);
    float last = 0;
    for (int t = 0; t < 400; t++) {
      float now = answer(array, even(100))[0];
      assertTrue(now >= last);
      last = now;
    }
    assertEquals(100, last, 1e-3);
    assertEquals(0.2 * 95, answer(array, even(0))[0], 1e-3);
  }

  @Test
  void theNonlinearityIsExactAtZeroAndFullScaleAndHighBetween() {
    SensorModel model = new SensorModel(0, 0, 1, 0.5, 0, 0, 0, 0, 0, 0, 400, 0);
    assertEquals(0, answer(array(model), even(0))[0]);
    assertEquals(400, answer(array(model), even(400))[0]);
    assertEquals(240, answer(array(model), even(200))[0], 1e-4);
  }

  @Test
  void answersAreLimitedAndQuantised() {
    SensorModel model = new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 50, 0.5);
    assertEquals(50, answer(array(model), even(51))[0]);
    assertEquals(12.5f, answer(array(model), even(12.7))[0]);
    assertEquals(13, answer(array(model), even(12.8))[0]);
  }

  @Test
  void gainsAndOffsetsDifferFromCellToCellAndStay() {
    SensorModel model = new SensorModel(0, 0, 1, 0, 0.1, 0, 1, 0, 0, 0, INFINITE, 0);
    SensorArray array = array(model);
    float[] first = answer(array, even(100));
    assertArrayEquals(first, answer(array, even(100)));
    assertArrayEquals(first, answer(array(model), even(100)), "the same draws, the same insole");
    double mean = 0;
    double square = 0;
    for (float kPa : first) {
      mean += kPa / CELLS;
    }
    for (float kPa : first) {
      square += (kPa - mean) * (kPa - mean) / CELLS;
    }
    // 128 cells: the deviation is known to about 6 %, taken four times here.
    assertEquals(Math.sqrt(10 * 10 + 1), Math.sqrt(square), 2.5);
    assertEquals(100, mean, 4 * 10 / Math.sqrt(CELLS));
  }

  @Test
  void gainDriftsInTime() {
    SensorModel model = new SensorModel(0, 0, 1, 0, 0, 0.1, 0, 0, 0, 0, INFINITE, 0);
    SensorArray array = array(model);
    assertEquals(100, answer(array, even(100))[5]);
    float[] later = new float[CELLS];
    for (int t = 1; t <= 200 * 60; t++) {
      later = answer(array, even(100));
    }
    double square = 0;
    for (float kPa : later) {
      square += (kPa - 100) * (kPa - 100) / CELLS;
    }
    assertEquals(10, Math.sqrt(square), 2.5);
  }

  @Test
  void noiseIsNewInEachSample() {
    SensorModel model = new SensorModel(0, 0, 1, 0, 0, 0, 0, 2, 0, 0, INFINITE, 0);
    SensorArray array = array(model);
    int n = 5000;
    double mean = 0;
    double square = 0;
    for (int t = 0; t < n; t++) {
      double deviation = answer(array, even(100))[0] - 100;
      mean += deviation / n;
      square += deviation * deviation / n;
    }
    assertEquals(0, mean, 6 * 2 / Math.sqrt(n));
    assertEquals(2, Math.sqrt(square), 0.2);
    assertNotEquals(answer(array, even(100))[0], answer(array, even(100))[0]);
  }

  @Test
  void deadCellsAnswerNothingAndStuckCellsOneValue() {
    SensorModel dead = new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 400, 0.5);
    assertArrayEquals(new float[CELLS], answer(array(dead), even(100)));
    SensorModel stuck = new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 400, 0.5);
    SensorArray array = array(stuck);
    float[] answers = answer(array, even(100));
    assertArrayEquals(answers, answer(array, even(0)));
    for (float kPa : answers) {
      assertTrue(kPa >= 0 && kPa <= 200);
    }
    SensorModel some = new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 0.25, 0, 400, 0.5);
    int zeros = 0;
    for (float kPa : answer(array(some), even(100))) {
      zeros += kPa == 0 ? 1 : 0;
    }
    // Binomial: 32 expected, deviation 4.9, four of them allowed.
    assertEquals(32, zeros, 20);
  }

  @Test
  void refusesParametersWithoutMeaning() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SensorModel(0.3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 400, 0));
    assertEquals(
        "sensor model: a parameter is out of range (cross-talk 0.3, creep 0.0 in 1.0 s, curvature"
            + " 0.0, gain spread 0.0, drift 0.0, offset 0.0 kPa, noise 0.0 kPa, dead 0.0, stuck"
            + " 0.0, full scale 400.0 kPa, quantum 0.0 kPa)",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new SensorModel(0, 0, 1, 0, 0, 0, 0, 0, 0.6, 0.6, 400, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SensorModel(0, 0, 1, 0, 0, 0, 0, Double.NaN, 0, 0, 400, 0));
  }
}
