package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertNear;
import static dev.footfall.grf.signal.Signals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.signal.Resampler.Padding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  @Test
  void itIsThatOfSciPy() throws IOException {
    List<Json> cases = Signals.golden("resample").toList();
    assertEquals(12, cases.size());
    for (Json golden : cases) {
      Json spec = golden.get("spec");
      Padding padding = spec.get("padding").asString().equals("line") ? Padding.LINE : Padding.ZERO;
      double[] x = Signals.data(golden, "inputs", "x");
      double[] y =
          new Resampler(spec.get("up").asInt(), spec.get("down").asInt()).resample(x, padding);
      // Both sum in double precision; the file has nine digits.
      assertNear(Signals.data(golden, "outputs", "y"), y, 1e-8 * Signals.fullScale(x));
    }
  }

  @Test
  void aRatioOfRatesIsInLowestTerms() {
    Resampler plate = Resampler.of(2000, 200);
    assertEquals(1, plate.up());
    assertEquals(10, plate.down());
    Resampler odd = Resampler.of(99.5, 200);
    assertEquals(400, odd.up());
    assertEquals(199, odd.down());
  }

  @Test
  void theSameRateIsACopy() {
    double[] x = {1, 2, 3};
    double[] y = Resampler.of(200, 200).resample(x, Padding.ZERO);
    assertNotSame(x, y);
    assertArrayEquals(x, y);
  }

  @Property
  void itIsLinear(
      @ForAll @IntRange(min = 1, max = 12) int up,
      @ForAll @IntRange(min = 1, max = 12) int down,
      @ForAll Padding padding,
      @ForAll long seed) {
    double[] a = Signals.random(97, seed);
    double[] b = Signals.random(97, seed + 1);
    Resampler resampler = new Resampler(up, down);
    double[] separate = resampler.resample(a, padding);
    double[] other = resampler.resample(b, padding);
    double[] together = resampler.resample(Signals.of(97, i -> 3 * a[i] - 0.5 * b[i]), padding);
    // At most 241 products of numbers below 4 in each sum, and weights below 12.
    assertNear(Signals.of(together.length, i -> 3 * separate[i] - 0.5 * other[i]), together, 1e-11);
  }

  @Property
  void aLineStaysTheLine(
      @ForAll @IntRange(min = 1, max = 12) int up,
      @ForAll @IntRange(min = 1, max = 12) int down,
      @ForAll @IntRange(min = 1, max = 200) int length,
      @ForAll @IntRange(min = -50, max = 50) int slope) {
    double[] y =
        new Resampler(up, down).resample(Signals.of(length, i -> 700 + slope * i), Padding.LINE);
    double scale = length == 1 ? 0 : (double) down / up;
    assertNear(Signals.of(y.length, k -> 700 + slope * scale * k), y, 1e-9);
  }

  @Property
  void aConstantStaysWithinTheRippleOfTheWindow(
      @ForAll @IntRange(min = 1, max = 12) int up, @ForAll @IntRange(min = 1, max = 12) int down) {
    double[] y = new Resampler(up, down).resample(Signals.of(400, i -> 1), Padding.ZERO);
    // Away from the ends, where the zeros outside come in.
    int margin = 10 * Math.max(1, (up + down - 1) / down) + 11;
    for (int k = margin; k < y.length - margin; k++) {
      assertEquals(1, y[k], 2e-3, "sample " + k);
    }
  }

  @Property
  void whatIsBelowBothNyquistFrequenciesComesBack(
      @ForAll @IntRange(min = 2, max = 9) int up, @ForAll @IntRange(min = 1, max = 8) int less) {
    int down = Math.max(1, up - less);
    double[] x = Signals.of(600, i -> Math.sin(0.3 * i) + 0.5 * Math.cos(0.11 * i));
    double[] there = new Resampler(up, down).resample(x, Padding.LINE);
    double[] back = new Resampler(down, up).resample(there, Padding.LINE);
    for (int i = 40; i < 540; i++) {
      // Twice the ripple of the pass band.
      assertEquals(x[i], back[i], 8e-3, "sample " + i);
    }
  }

  @Test
  void whatIsAboveTheNewNyquistFrequencyGoes() {
    // 150 Hz at 2000 Hz would be 50 Hz at 200 Hz.
    double[] x = Signals.of(4000, i -> Math.sin(2 * Math.PI * 150 * i / 2000));
    double[] y = Resampler.of(2000, 200).resample(x, Padding.ZERO);
    double largest = Arrays.stream(y, 20, 380).map(Math::abs).max().orElseThrow();
    // The window's side lobes are 53 dB down.
    assertTrue(largest < 2.5e-3, "left of the alias: " + largest);
  }

  @Test
  void nothingIsDelayed() {
    double[] x = Signals.of(4001, i -> Math.exp(-0.5 * Math.pow((i - 2000) / 60.0, 2)));
    double[] y = Resampler.of(2000, 200).resample(x, Padding.ZERO);
    for (int k = 0; k < 200; k++) {
      assertEquals(y[200 - k], y[200 + k], 1e-15);
    }
    assertEquals(1, y[200], 2e-3);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused("resample: the ratio is 0 / 2; both must be positive", () -> new Resampler(0, 2));
    assertRefused(
        "resample: the ratio is 10001 / 1; the largest number is 10000",
        () -> new Resampler(10001, 1));
    assertRefused(
        "resample: from 2000.001 Hz to 200.0 Hz is a ratio of 200000 / 2000001; the largest number"
            + " is 10000",
        () -> Resampler.of(2000.001, 200));
    assertRefused("resample: a rate is 0.0 Hz; it must be positive", () -> Resampler.of(200, 0));
    assertRefused(
        "resample: a rate is 33.33333 Hz; it may have three decimals",
        () -> Resampler.of(33.33333, 100));
    assertRefused(
        "resample: there are no samples",
        () -> new Resampler(1, 2).resample(new double[0], Padding.ZERO));
  }
}
