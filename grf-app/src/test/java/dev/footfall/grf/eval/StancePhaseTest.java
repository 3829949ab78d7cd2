package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StancePhaseTest {
  private static final double RATE_HZ = 100;

  /** A force of 500 N within the given runs of samples, ends not included, and 0 elsewhere. */
  private static float[] force(int length, int... runs) {
    float[] force = new float[length];
    for (int i = 0; i < runs.length; i += 2) {
      Arrays.fill(force, runs[i], runs[i + 1], 500);
    }
    return force;
  }

  private static List<StancePhase> find(float[] force) {
    return StancePhase.find(force, RATE_HZ, 20);
  }

  @Test
  void eachRunOverTheThresholdIsAPhase() {
    assertEquals(
        List.of(new StancePhase(10, 70), new StancePhase(110, 175)),
        find(force(200, 10, 70, 110, 175)));
  }

  @Test
  void theThresholdItselfIsStance() {
    float[] force = force(60, 11, 40);
    force[10] = 20;
    force[40] = 19.9f;
    assertEquals(List.of(new StancePhase(10, 40)), find(force));
  }

  @Test
  void aShortLiftDoesNotEndAPhaseAndALongerOneDoes() {
    assertEquals(List.of(new StancePhase(10, 80)), find(force(100, 10, 40, 49, 80)));
    assertEquals(
        List.of(new StancePhase(10, 40), new StancePhase(50, 80)),
        find(force(100, 10, 40, 50, 80)));
  }

  @Test
  void aTouchIsNoStep() {
    assertEquals(List.of(), find(force(100, 10, 29)));
    assertEquals(List.of(new StancePhase(10, 30)), find(force(100, 10, 30)));
  }

  @Test
  void phasesThatTouchAnEndAreLeftOut() {
    assertEquals(List.of(new StancePhase(70, 130)), find(force(200, 0, 50, 70, 130, 150, 200)));
    assertEquals(List.of(), find(new float[0]));
  }

  @Test
  void theSameTimesAtAnotherRateAreTheSamePhases() {
    assertEquals(
        List.of(new StancePhase(20, 160)),
        StancePhase.find(force(200, 20, 80, 98, 160), 2 * RATE_HZ, 20));
  }
}
