package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MetricsAccumulatorTest {
  private static Metrics metrics(double[] truth, double[] estimate) {
    MetricsAccumulator accumulator = new MetricsAccumulator();
    for (int i = 0; i < truth.length; i++) {
      accumulator.add(truth[i], estimate[i], Double.NaN);
    }
    return accumulator.metrics();
  }

  @Test
  void knownValues() {
    // Errors 1, -1, 3, 1: squares 12, absolutes 6. Truth 0, 2, 4, 10: mean 4, moment 56.
    // Estimate 1, 1, 7, 11: mean 5, moment 72; co-moment 16 + 8 + 0 + 36 = 60.
    Metrics m = metrics(new double[] {0, 2, 4, 10}, new double[] {1, 1, 7, 11});
    assertEquals(4, m.samples());
    assertEquals(Math.sqrt(3), m.rmseN(), 1e-15);
    assertEquals(10 * Math.sqrt(3), m.nrmsePercent(), 1e-14);
    assertEquals(1.5, m.maeN());
    assertEquals(60 / Math.sqrt(56 * 72), m.r(), 1e-15);
    assertEquals(1 - 12.0 / 56, m.r2(), 1e-15);
  }

  @Test
  void aPerfectEstimateHasNoError() {
    double[] force = {0, 0, 400, 800, 750, 0};
    assertEquals(new Metrics(6, 0, Double.NaN, 0, 0, 1, 1), metrics(force, force));
  }

  @Test
  void theMeanAsEstimateExplainsNothing() {
    Metrics m = metrics(new double[] {1, 2, 3}, new double[] {2, 2, 2});
    assertEquals(0, m.r2());
    assertEquals(100 * Math.sqrt(2.0 / 3) / 2, m.nrmsePercent(), 1e-13, "of the range, not of 3");
    assertTrue(Double.isNaN(m.r()));
  }

  @Test
  void theOppositeIsWorseThanTheMean() {
    Metrics m = metrics(new double[] {1, 2, 3}, new double[] {3, 2, 1});
    assertEquals(-1, m.r(), 1e-15);
    assertEquals(-3, m.r2(), 1e-15);
  }

  @Test
  void aConstantForceHasNeitherRangeNorCorrelation() {
    Metrics m = metrics(new double[] {5, 5}, new double[] {4, 7});
    assertEquals(Math.sqrt(2.5), m.rmseN());
    assertTrue(Double.isNaN(m.nrmsePercent()));
    assertTrue(Double.isNaN(m.r()));
    assertTrue(Double.isNaN(m.r2()));
  }

  @Test
  void nothingHasNoMetrics() {
    Metrics m = new MetricsAccumulator().metrics();
    double nan = Double.NaN;
    assertEquals(new Metrics(0, nan, nan, nan, nan, nan, nan), m);
  }

  @Test
  void aLargeMeanDoesNotDrownASmallSpread() {
    // The exact values are those of 0, 1, 2 against 0, 1, 4; sums of squares would lose them.
    double big = 1e9;
    Metrics m = metrics(new double[] {big, big + 1, big + 2}, new double[] {big, big + 1, big + 4});
    assertEquals(4 / Math.sqrt(2 * 26.0 / 3), m.r(), 1e-7);
    assertEquals(-1, m.r2(), 1e-6);
  }

  @Property
  void agreesWithTheDefinitions(
      @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = 0, max = 1500) Double> truth,
      @ForAll @Size(min = 60, max = 60) List<@DoubleRange(min = -50, max = 1500) Double> noise) {
    int n = truth.size();
    double[] f = new double[n];
    double[] e = new double[n];
    for (int i = 0; i < n; i++) {
      f[i] = truth.get(i);
      e[i] = noise.get(i);
    }
    double meanF = Arrays.stream(f).average().orElseThrow();
    double meanE = Arrays.stream(e).average().orElseThrow();
    double error = 0;
    double ff = 0;
    double ee = 0;
    double fe = 0;
    for (int i = 0; i < n; i++) {
      error += (e[i] - f[i]) * (e[i] - f[i]);
      ff += (f[i] - meanF) * (f[i] - meanF);
      ee += (e[i] - meanE) * (e[i] - meanE);
      fe += (f[i] - meanF) * (e[i] - meanE);
    }
    Metrics m = metrics(f, e);
    assertEquals(Math.sqrt(error / n), m.rmseN(), 1e-9);
    // Below a spread of 1 N both sides are rounding, not statistics.
    if (ff > n && ee > n) {
      assertEquals(fe / Math.sqrt(ff * ee), m.r(), 1e-9);
      assertEquals(1 - error / ff, m.r2(), 1e-9 * (1 + error / ff));
    }
  }

  @Test
  void refusesWhatIsNotFinite() {
    MetricsAccumulator accumulator = new MetricsAccumulator();
    ArithmeticException e =
        assertThrows(ArithmeticException.class, () -> accumulator.add(1, Double.NaN, 700));
    assertEquals("metrics: true force 1.0 N, estimate NaN N; both must be finite", e.getMessage());
    assertThrows(
        ArithmeticException.class, () -> accumulator.add(Double.POSITIVE_INFINITY, 1, 700));
    assertEquals(0, accumulator.metrics().samples());
  }
}
