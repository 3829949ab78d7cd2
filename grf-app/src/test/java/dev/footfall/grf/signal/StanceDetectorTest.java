package dev.footfall.grf.signal;

import static dev.footfall.grf.signal.Signals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StanceDetectorTest {
  /** At a sample each second, two samples of stance and two of swing. */
  private static final StanceDetector DETECTOR = new StanceDetector(20, 5, 2, 2);

  private static List<Interval> stances(double... forceN) {
    return DETECTOR.stances(forceN, 1);
  }

  @Test
  void stanceBeginsAtTheThresholdAndEndsBelowIt() {
    assertEquals(List.of(new Interval(2, 5)), stances(0, 19.9, 20, 500, 20, 19.9, 0));
  }

  @Test
  void aShortSwingIsPartOfTheStance() {
    assertEquals(List.of(new Interval(2, 7)), stances(0, 0, 400, 400, 0, 400, 400, 0, 0));
    assertEquals(
        List.of(new Interval(2, 4), new Interval(6, 8)),
        stances(0, 0, 400, 400, 0, 0, 400, 400, 0, 0));
  }

  @Test
  void aShortStanceIsPartOfTheSwing() {
    assertEquals(List.of(new Interval(5, 7)), stances(0, 0, 400, 0, 0, 400, 400, 0, 0));
    // A swing that is too short is settled first.
    assertEquals(List.of(new Interval(2, 6)), stances(0, 0, 400, 0, 400, 400, 0, 0));
  }

  @Test
  void aForceThatLingersAtTheThresholdMakesNoSteps() {
    assertEquals(List.of(), stances(0, 0, 21, 22, 24.9, 21, 0, 0));
    assertEquals(List.of(new Interval(2, 8)), stances(0, 0, 400, 400, 19, 15.1, 400, 400, 0, 0));
    assertEquals(
        List.of(new Interval(2, 4), new Interval(6, 8)),
        stances(0, 0, 400, 25, 19, 15, 25, 400, 0, 0));
  }

  @Test
  void theEndsOfTheSignalMayCutARunShort() {
    assertEquals(List.of(new Interval(0, 1), new Interval(3, 4)), stances(400, 0, 0, 400));
    assertEquals(List.of(new Interval(0, 4)), stances(19, 400, 400, 16));
    assertEquals(List.of(new Interval(1, 3)), stances(0, 400, 400, 0));
    assertEquals(List.of(), stances(0, 0));
    assertEquals(List.of(), stances());
  }

  @Test
  void swingsAreBetweenStances() {
    assertEquals(
        List.of(new Interval(4, 6)),
        StanceDetector.swings(stances(0, 0, 400, 400, 0, 0, 400, 400, 0, 0)));
    assertEquals(List.of(), StanceDetector.swings(List.of()));
  }

  /** Whole stances at {@code 100 scale} samples a second. */
  private static List<Interval> steps(float[] forceN, int scale) {
    return StanceDetector.ofSteps(20).wholeStances(forceN, 100 * scale);
  }

  /** A force of 500 N within the given runs of samples, ends not included, and 0 elsewhere. */
  private static float[] force(int length, int... runs) {
    float[] force = new float[length];
    for (int i = 0; i < runs.length; i += 2) {
      Arrays.fill(force, runs[i], runs[i + 1], 500);
    }
    return force;
  }

  @Test
  void eachRunOverTheThresholdIsAStep() {
    assertEquals(
        List.of(new Interval(10, 70), new Interval(110, 175)),
        steps(force(200, 10, 70, 110, 175), 1));
  }

  @Test
  void theThresholdItselfIsOfTheStep() {
    float[] force = force(60, 11, 40);
    force[10] = 20;
    force[40] = 19.9f;
    assertEquals(List.of(new Interval(10, 40)), steps(force, 1));
  }

  @Test
  void aShortLiftDoesNotEndAStepAndALongerOneDoes() {
    assertEquals(List.of(new Interval(10, 80)), steps(force(100, 10, 40, 49, 80), 1));
    assertEquals(
        List.of(new Interval(10, 40), new Interval(50, 80)), steps(force(100, 10, 40, 50, 80), 1));
  }

  @Test
  void aTouchIsNoStep() {
    assertEquals(List.of(), steps(force(100, 10, 29), 1));
    assertEquals(List.of(new Interval(10, 30)), steps(force(100, 10, 30), 1));
  }

  @Test
  void stancesThatTouchAnEndAreNotWhole() {
    assertEquals(List.of(new Interval(70, 130)), steps(force(200, 0, 50, 70, 130, 150, 200), 1));
    assertEquals(List.of(), steps(new float[0], 1));
  }

  @Test
  void theSameTimesAtAnotherRateAreTheSameSteps() {
    assertEquals(List.of(new Interval(20, 160)), steps(force(200, 20, 80, 98, 160), 2));
  }

  @Property
  void everyStanceKeepsTheRules(@ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> forces) {
    double[] forceN = forces.stream().mapToDouble(Integer::doubleValue).toArray();
    int lastTo = -1;
    for (Interval stance : stances(forceN)) {
      boolean cut = stance.from() == 0 || stance.to() == forceN.length;
      assertTrue(cut || stance.length() >= 2, "too short");
      assertTrue(
          Arrays.stream(forceN, stance.from(), stance.to()).max().orElseThrow() >= 25, "too low");
      if (lastTo >= 0) {
        assertTrue(stance.from() - lastTo >= 2, "swing too short");
        assertTrue(
            Arrays.stream(forceN, lastTo, stance.from()).min().orElseThrow() <= 15, "too high");
      }
      if (stance.from() > 0) {
        assertTrue(forceN[stance.from()] >= 20 && forceN[stance.from() - 1] < 20);
      }
      if (stance.to() < forceN.length) {
        assertTrue(forceN[stance.to() - 1] >= 20 && forceN[stance.to()] < 20);
      }
      lastTo = stance.to();
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused(
        "stance: a threshold of 20.0 N with 30.0 N of hysteresis, at least 0.1 s of stance and 0.1"
            + " s of swing; none may be negative, nor the hysteresis above the threshold",
        () -> new StanceDetector(20, 30, 0.1, 0.1));
    assertRefused("interval: from sample 3 to 3", () -> new Interval(3, 3));
  }
}
