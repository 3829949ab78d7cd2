package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.grf.signal.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaitCycleTest {

  @Test
  void everyCycleIsStretchedToTheSamePercents() {
    // Ramps of 200 N over cycles of 50 and of 100 samples; the estimate is 10 and then 30 N more.
    float[] truth = new float[200];
    float[] estimate = new float[3 + 200];
    for (int t = 0; t < 150; t++) {
      truth[10 + t] = t < 50 ? 4 * t : 2 * (t - 50);
      estimate[13 + t] = truth[10 + t] + (t < 50 ? 10 : 30);
    }
    List<Interval> stances =
        List.of(new Interval(10, 40), new Interval(60, 120), new Interval(160, 190));
    GaitCycle.Gathering gathering = new GaitCycle.Gathering();
    gathering.add(truth, estimate, 3, stances, 100);
    GaitCycle cycle = gathering.cycle("grf_left");
    assertEquals(2, cycle.strides());
    for (int p = 0; p < 98; p++) {
      assertEquals(2 * p, cycle.measuredN()[p], 1e-4);
      assertEquals(20, cycle.errorN()[p], 1e-4);
      assertEquals(Math.sqrt(200), cycle.sdN()[p], 1e-4);
    }
  }

  @Test
  void aPauseIsNoCycle() {
    GaitCycle.Gathering gathering = new GaitCycle.Gathering();
    List<Interval> stances = List.of(new Interval(10, 40), new Interval(320, 360));
    gathering.add(new float[400], new float[400], 0, stances, 100);
    assertEquals(0, gathering.cycle("grf_left").strides());
    gathering.add(new float[400], new float[400], 0, stances, 200);
    assertEquals(1, gathering.cycle("grf_left").strides());
  }
}
