package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.signal.ClockSync.Alignment;
import dev.footfall.grf.signal.ClockSync.Felt;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSyncTest {
  private static final double RATE_HZ = 100;

  /** A few in the usual build, 200 in the thorough one. */
  private static final int SESSIONS = Integer.getInteger("footfall.clockSessions", 12);

  private static Alignment align(TwoClocks clocks, boolean total) {
    return ClockSync.USUAL.align(clocks.insoleFelt(total), clocks.forceFelt(total), RATE_HZ, 0);
  }

  /**
   * Offsets up to 3 s, drift up to 200 ppm, noise, 5 % of the frames lost. The error is the largest
   * within the minute, so that it holds that of the drift.
   */
  @ParameterizedTest(name = "one signal for both feet: {0}")
  @ValueSource(booleans = {false, true})
  void simulatedSessionsAreAligned(boolean total) {
    int accepted = 0;
    int close = 0;
    double worstS = 0;
    for (int seed = 1; seed <= SESSIONS; seed++) {
      TwoClocks clocks = TwoClocks.simulate(seed, 60);
      Alignment found = align(clocks, total);
      if (found.accepted()) {
        double errorS = clocks.errorS(found.map());
        accepted++;
        close += errorS <= 2.5e-3 ? 1 : 0;
        worstS = Math.max(worstS, errorS);
      }
    }
    String outcome =
        "%d sessions, %d accepted, %d within 2.5 ms, the worst off by %.2f ms"
            .formatted(SESSIONS, accepted, close, 1e3 * worstS);
    assertTrue(accepted >= 0.95 * SESSIONS, outcome);
    assertTrue(close >= 0.99 * accepted, outcome);
    assertTrue(worstS <= 10e-3, outcome);
  }

  @Test
  void anOffsetBeyondTheSearchIsRefused() {
    for (int seed = 1; seed <= 6; seed++) {
      TwoClocks clocks = TwoClocks.simulate(seed, 60);
      Felt insole = clocks.insoleFelt(false);
      Felt late = new Felt(insole.startS() + 8.5, insole.columns());
      Alignment found = ClockSync.USUAL.align(late, clocks.forceFelt(false), RATE_HZ, 0);
      assertFalse(found.accepted(), "seed " + seed);
    }
  }

  @Test
  void twoDifferentWalksAreRefused() {
    for (int seed = 1; seed <= 6; seed++) {
      Felt insole = TwoClocks.simulate(seed, 60).insoleFelt(false);
      Felt force = TwoClocks.simulate(seed + 1000, 60).forceFelt(false);
      assertFalse(ClockSync.USUAL.align(insole, force, RATE_HZ, 0).accepted(), "seed " + seed);
    }
  }

  /** The load of steps that are all alike, with noise. */
  private static double[] alike(int length, double firstS, long noise) {
    SplittableRandom random = new SplittableRandom(noise);
    return Signals.of(
        length,
        i -> {
          double stride = 2 * Math.PI * (i / RATE_HZ + firstS) / 1.1;
          return Math.sin(stride) + 0.4 * Math.sin(3 * stride) + 0.02 * random.nextGaussian();
        });
  }

  @Test
  void stepsThatAreAllAlikeAreRefused() {
    Alignment found =
        ClockSync.USUAL.align(
            new Felt(0, new double[][] {alike(6000, 0.4, 1)}),
            new Felt(0, new double[][] {alike(6000, 0, 2)}),
            RATE_HZ,
            0);
    assertTrue(found.correlation() > 0.9, found.toString());
    assertTrue(found.distinction() < 1.1, found.toString());
    assertTrue(found.refusal().endsWith("needed 1.3); steps are too much alike"), found.refusal());
  }

  @Test
  void theBeginningAndTheEndOfWalkingTellStepsApart() {
    double[] insole = alike(6000, 0.4, 1);
    double[] force = alike(6000, 0, 2);
    // Stands for 8 s at the beginning and 6 s at the end; the insole's clock starts 0.4 s later.
    for (int i = 0; i < 6000; i++) {
      insole[i] = i < 760 || i >= 5360 ? 0.3 : insole[i];
      force[i] = i < 800 || i >= 5400 ? 0.3 : force[i];
    }
    Alignment found =
        ClockSync.USUAL.align(
            new Felt(0, new double[][] {insole}), new Felt(0, new double[][] {force}), RATE_HZ, 0);
    assertTrue(found.accepted(), found.refusal());
    assertEquals(0.4, found.map().offsetS(), 1e-3);
  }

  @Property(tries = 10)
  void theStartsOfTheRecordingsCount(
      @ForAll @DoubleRange(min = -1000, max = 1000) double insoleStartS,
      @ForAll @DoubleRange(min = -1.9, max = 1.9) double moreS) {
    TwoClocks clocks = TwoClocks.simulate(3, 60);
    Felt insole = clocks.insoleFelt(true);
    Felt force = clocks.forceFelt(true);
    Alignment found =
        ClockSync.USUAL.align(
            new Felt(insoleStartS, insole.columns()),
            new Felt(insoleStartS + moreS, force.columns()),
            RATE_HZ,
            0);
    assertTrue(found.accepted(), found.refusal());
    double expectedS = insoleStartS + clocks.truth().toForceS(0) + moreS;
    assertEquals(expectedS, found.map().toForceS(insoleStartS), 2.5e-3);
    assertEquals(insoleStartS, found.map().toInsoleS(expectedS), 2.5e-3);
  }

  @Test
  void tooShortARecordingIsRefused() {
    Felt felt = new Felt(0, new double[1][1950]);
    Alignment found = ClockSync.USUAL.align(felt, felt, RATE_HZ, 0);
    assertEquals("19.5 s are too short to tell; at least 20 s are needed", found.refusal());
    assertEquals(ClockMap.SAME, found.map());
  }

  @Test
  void silenceIsRefused() {
    Felt felt = new Felt(0, new double[1][3000]);
    Alignment found = ClockSync.USUAL.align(felt, felt, RATE_HZ, 0);
    assertEquals("0 of 5 windows agree; insole and force are no match", found.refusal());
  }

  @Test
  void whatCannotBeIsRefused() {
    Felt one = new Felt(0, new double[1][3000]);
    Felt two = new Felt(0, new double[2][3000]);
    assertRefused(
        "clocks: 1 signals of the insole but 2 of the force plate",
        () -> ClockSync.USUAL.align(one, two, RATE_HZ, 0));
    assertRefused(
        "clocks: a rate of 40.0 Hz; at least 50 Hz are needed",
        () -> ClockSync.USUAL.align(one, one, 40, 0));
    assertRefused(
        "clocks: an offset up to 0.0 s and a drift up to 1.0E-4", () -> new ClockSync(0, 1e-4));
  }

  @Test
  void aLineIgnoresWrongPoints() {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      points.add(new double[] {i, i % 4 == 3 ? 5 : 0.3 + 1e-4 * i});
    }
    RobustLine line = RobustLine.through(points);
    assertEquals(0.3, line.level(), 1e-9);
    assertEquals(1e-4, line.slope(), 1e-9);
    assertEquals(9, line.points());
    assertEquals(0, line.standardError(6), 1e-9);
  }

  @Property
  void aParabolaIsInterpolatedExactly(@ForAll @DoubleRange(min = 1, max = 8) double position) {
    double[] x = Signals.of(10, i -> 3 - 2 * i + 0.5 * i * i);
    assertEquals(
        3 - 2 * position + 0.5 * position * position, Interpolation.cubic(x, position), 1e-12);
    assertEquals(x[0], Interpolation.cubic(x, 0));
    assertEquals(x[9], Interpolation.cubic(x, 9));
  }
}
