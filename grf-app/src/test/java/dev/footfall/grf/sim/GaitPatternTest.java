package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Draws;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GaitPatternTest {
  private static SubjectProfile subject(long seed) {
    return SubjectProfile.draw("S01", Draws.of(seed));
  }

  /** Local maxima of the force over stance, as pairs of time and force in body weights. */
  private static List<double[]> humps(GaitPattern pattern) {
    List<double[]> humps = new ArrayList<>();
    int n = 2000;
    for (int i = 1; i < n; i++) {
      double s = (double) i / n;
      double f = pattern.forceBw(s);
      if (f > pattern.forceBw(s - 1.0 / n) && f >= pattern.forceBw(s + 1.0 / n)) {
        humps.add(new double[] {s, f});
      }
    }
    return humps;
  }

  @Test
  void theUsualPatternIsThatOfTextbooks() {
    // A body without any peculiarity: 1.71 m, so a leg of 0.906 m, at 1.25 m/s.
    SubjectProfile.FootProfile foot = new SubjectProfile.FootProfile(7, 0, 1, 1, 1, 1);
    SubjectProfile usual =
        new SubjectProfile("S01", 70, 1.71, 0.5, 0.5, 0, 0, 0, 0, 0, 0.02, foot, foot);
    GaitPattern pattern = GaitPattern.of(usual, 0.5, 1.25);
    assertEquals(1.08, pattern.strideTimeS(), 0.01);
    assertEquals(0.62, pattern.stanceShare(), 0.001);
    List<double[]> humps = humps(pattern);
    assertEquals(2, humps.size());
    assertEquals(1.1, humps.get(0)[1], 0.01);
    assertEquals(1.1, humps.get(1)[1], 0.01);
    assertEquals(0.69, pattern.forceBw(0.5), 0.01);
    assertEquals(0.25, humps.get(0)[0], 0.02);
    assertEquals(0.75, humps.get(1)[0], 0.02);
  }

  @Property
  void twoFeetCarryTheBodyOverAStride(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.5, max = 2) double speedMps,
      @ForAll @DoubleRange(min = 0.45, max = 0.55) double share) {
    GaitPattern pattern = GaitPattern.of(subject(seed), share, speedMps);
    int n = 20_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += pattern.forceBw((i + 0.5) / n);
    }
    double impulse = sum / n * pattern.stanceTimeS();
    // The midpoint rule errs by at most max|f''| / (24 n^2): below 1e-6 here.
    assertEquals(share * pattern.strideTimeS(), impulse, 1e-6);
  }

  @Property
  void aFootNeverPullsTheGround(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 2) double speedMps) {
    GaitPattern pattern = GaitPattern.of(subject(seed), 0.5, speedMps);
    for (int i = 1; i < 1000; i++) {
      assertTrue(pattern.forceBw(i / 1000.0) > 0);
    }
    for (double air : new double[] {-0.1, 0, 1, 1.4}) {
      assertEquals(0, pattern.forceBw(air));
    }
  }

  @Property
  void fasterWalkingHasShorterStanceAndHigherPeaks(@ForAll long seed) {
    SubjectProfile subject = subject(seed);
    double lastStanceS = Double.POSITIVE_INFINITY;
    double lastPeak = 0;
    double lastValley = Double.POSITIVE_INFINITY;
    for (double speed : new double[] {0.8, 1.1, 1.4, 1.7}) {
      GaitPattern pattern = GaitPattern.of(subject, 0.5, speed);
      double peak = humps(pattern).stream().mapToDouble(h -> h[1]).max().orElseThrow();
      assertTrue(pattern.stanceTimeS() < lastStanceS);
      assertTrue(peak > lastPeak);
      assertTrue(pattern.forceBw(0.5) < lastValley);
      lastStanceS = pattern.stanceTimeS();
      lastPeak = peak;
      lastValley = pattern.forceBw(0.5);
    }
  }

  @Property
  void aVariedStrideCarriesTheSameWeight(@ForAll long seed) {
    GaitPattern usual = GaitPattern.of(subject(seed), 0.49, 1.2);
    GaitPattern varied = usual.varied(1.03, Draws.of(seed, 5));
    assertEquals(1.03 * usual.strideTimeS(), varied.strideTimeS());
    assertEquals(0.49, varied.shareOfWeight());
    assertTrue(Math.abs(varied.stanceShare() - usual.stanceShare()) < 0.014);
    assertTrue(Math.abs(varied.humpDepth() - usual.humpDepth()) < 0.053);
  }

  /** Highest force within a part of stance, in body weights. */
  private static double highest(GaitPattern pattern, double from, double to) {
    double highest = 0;
    for (double s = from; s <= to; s += 0.001) {
      highest = Math.max(highest, pattern.forceBw(s));
    }
    return highest;
  }

  @Property
  void everybodyWalksWithinPublishedRanges(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.8, max = 1.4) double speedMps) {
    SubjectProfile subject = subject(seed);
    GaitPattern pattern = GaitPattern.of(subject, subject.leftShare(), speedMps);
    // At the speeds that the simulator offers, healthy adults have two humps of 1.0 to 1.3 body
    // weights, a valley of 0.6 to 0.9 between them, and stand on a foot for 58 to 66 % of a stride.
    double trough = 2;
    for (double s = 0.35; s <= 0.65; s += 0.001) {
      trough = Math.min(trough, pattern.forceBw(s));
    }
    double first = highest(pattern, 0, 0.5);
    double second = highest(pattern, 0.5, 1);
    String found =
        "humps "
            + first
            + " and "
            + second
            + ", valley "
            + trough
            + ", stance "
            + pattern.stanceShare();
    assertTrue(first >= 1.0 && first <= 1.3, found);
    assertTrue(second >= 1.0 && second <= 1.3, found);
    assertTrue(trough >= 0.6 && trough <= 0.9, found);
    assertTrue(pattern.stanceShare() >= 0.58 && pattern.stanceShare() <= 0.66, found);
  }

  @Property
  void aFootBrakesAsMuchAsItPushes(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 2) double speedMps) {
    GaitPattern pattern = GaitPattern.of(subject(seed), 0.5, speedMps);
    int n = 1000;
    double impulse = 0;
    double least = 0;
    double most = 0;
    for (int i = 0; i < n; i++) {
      double s = (i + 0.5) / n;
      double force = pattern.forwardForceBw(s);
      impulse += force / n;
      least = s < 0.5 ? Math.min(least, force) : least;
      most = s > 0.5 ? Math.max(most, force) : most;
    }
    // The sum of n sines of size b, each rounded to 2^-53 of it or less.
    assertEquals(0, impulse, 1e-13);
    assertEquals(-least, most, 1e-12);
    double push = most / pattern.pushBw();
    assertEquals(1.10, push, 0.005);
    assertEquals(0, pattern.forwardForceBw(0));
    assertEquals(0, pattern.forwardForceBw(1));
    assertTrue(pattern.forwardForceBw(0.2) < 0 && pattern.forwardForceBw(0.8) > 0);
  }

  @Property
  void fasterWalkingBrakesAndPushesHarder(@ForAll long seed) {
    double slow = GaitPattern.of(subject(seed), 0.5, 0.8).pushBw();
    double fast = GaitPattern.of(subject(seed), 0.5, 1.4).pushBw();
    assertTrue(slow > 0.05 && slow < fast && fast < 0.25, slow + " and " + fast);
  }
}
