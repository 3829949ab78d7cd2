package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertNear;
import static dev.footfall.grf.signal.Signals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.format.Json;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ButterworthTest {
  @Test
  void itIsThatOfSciPy() throws IOException {
    List<Json> cases = Signals.golden("butterworth").toList();
    assertEquals(9, cases.size());
    for (Json golden : cases) {
      Json spec = golden.get("spec");
      Butterworth filter =
          Butterworth.lowPass(
              spec.get("order").asInt(),
              spec.get("cutoff_hz").asDouble(),
              spec.get("rate_hz").asDouble());
      double[] x = Signals.data(golden, "inputs", "x");
      // Both filter in double precision; the file has nine digits.
      assertNear(
          Signals.data(golden, "outputs", "y"), filter.filter(x), 1e-8 * Signals.fullScale(x));
    }
  }

  @Property
  void itIsLinear(
      @ForAll @IntRange(min = 1, max = 16) int order,
      @ForAll @DoubleRange(min = 2, max = 90) double cutoffHz,
      @ForAll long seed) {
    Butterworth filter = Butterworth.lowPass(order, cutoffHz, 200);
    double[] a = Signals.random(150, seed);
    double[] b = Signals.random(150, seed + 1);
    double[] separate = filter.filter(a);
    double[] other = filter.filter(b);
    double[] together = filter.filter(Signals.of(150, i -> 3 * a[i] - 0.5 * b[i]));
    assertNear(Signals.of(150, i -> 3 * separate[i] - 0.5 * other[i]), together, 1e-8);
  }

  @Property
  void aConstantStaysTheConstant(
      @ForAll @IntRange(min = 1, max = 16) int order,
      @ForAll @DoubleRange(min = 2, max = 90) double cutoffHz,
      @ForAll @DoubleRange(min = -1000, max = 1000) double level) {
    double[] x = Signals.of(120, i -> level);
    assertNear(x, Butterworth.lowPass(order, cutoffHz, 200).filter(x), 1e-6);
  }

  @Property
  void forwardsAndBackwardsAreTheSame(
      @ForAll @IntRange(min = 1, max = 8) int order,
      @ForAll @DoubleRange(min = 5, max = 60) double cutoffHz) {
    // A response that dies out before the ends; a filter with a delay would skew the bell.
    double[] x = Signals.of(1001, i -> Math.exp(-0.5 * Math.pow((i - 500) / 8.0, 2)));
    double[] y = Butterworth.lowPass(order, cutoffHz, 200).filter(x);
    for (int k = 0; k <= 250; k++) {
      assertEquals(y[500 - k], y[500 + k], 1e-9, "at distance " + k);
    }
  }

  @Property
  void theGainAtTheCutoffIsOneHalf(
      @ForAll @IntRange(min = 1, max = 8) int order,
      @ForAll @IntRange(min = 1, max = 9) int cutoffTenths) {
    double cutoffHz = 10.0 * cutoffTenths;
    double angle = 2 * Math.PI * cutoffHz / 200;
    double[] y =
        Butterworth.lowPass(order, cutoffHz, 200)
            .filter(Signals.of(2001, i -> Math.cos(angle * (i - 1000))));
    for (int i = 980; i <= 1020; i++) {
      assertEquals(0.5 * Math.cos(angle * (i - 1000)), y[i], 1e-6, "sample " + i);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused("low-pass: order 0; known: 1 to 16", () -> Butterworth.lowPass(0, 20, 200));
    assertRefused(
        "low-pass: the cutoff is 100.0 Hz; at a rate of 200.0 Hz it must be within 0 and 100.0 Hz",
        () -> Butterworth.lowPass(4, 100, 200));
    assertRefused(
        "low-pass: there are 15 samples; order 4 needs more than 15",
        () -> Butterworth.lowPass(4, 20, 200).filter(new double[15]));
  }
}
