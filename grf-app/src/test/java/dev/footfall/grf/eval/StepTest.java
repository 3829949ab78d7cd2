package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.grf.signal.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  /** Peaks of 600 N at sample 6 and of 800 N at sample 13, over 16 samples of 10 ms. */
  private static final float[] FORCE = {
    0, 100, 200, 300, 400, 500, 600, 500, 400, 300, 400, 600, 700, 800, 400, 100
  };

  private static Step.Shape shape(float[] forceN, int offset) {
    return Step.Shape.of(forceN, offset, new Interval(0, 16), 100);
  }

  @Test
  void aStepIsDescribedByItsPeaksImpulseAndLoadingRate() {
    Step.Shape shape = shape(FORCE, 0);
    assertEquals(600, shape.firstPeakN());
    assertEquals(0.06, shape.firstPeakS());
    assertEquals(800, shape.secondPeakN());
    assertEquals(0.13, shape.secondPeakS());
    assertEquals(63, shape.impulseNs(), 1e-12);
    assertEquals(10_000, shape.loadingRateNps(), 1e-9);
  }

  @Test
  void aStepIsFoundBehindAnOffset() {
    float[] later = new float[20];
    System.arraycopy(FORCE, 0, later, 3, 16);
    assertEquals(shape(FORCE, 0), shape(later, 3));
  }

  @Test
  void aPeakAtTheFirstSampleHasNoLoadingRate() {
    float[] falling = new float[16];
    for (int t = 0; t < 16; t++) {
      falling[t] = 100 - t;
    }
    Step.Shape shape = shape(falling, 0);
    assertEquals(Double.NaN, shape.loadingRateNps());
    StepMetrics m = StepMetrics.of(List.of(new Step("a", "f", shape(FORCE, 0), shape)));
    assertEquals(1, m.steps());
    assertEquals(Double.NaN, m.loadingRatePercent().bias());
    assertEquals(-60, m.firstPeakMs().bias(), 1e-12);
    assertEquals(60, m.firstPeakMs().absolute(), 1e-12);
  }

  @Test
  void deviationsOfOppositeSignsCancelInTheBiasAlone() {
    Step.Shape measured = new Step.Shape(500, 0.1, 500, 0.4, 200, 5000);
    Step.Shape more = new Step.Shape(550, 0.1, 500, 0.41, 200, 5000);
    Step.Shape less = new Step.Shape(450, 0.1, 500, 0.43, 200, 5000);
    StepMetrics m =
        StepMetrics.of(
            List.of(new Step("a", "f", measured, more), new Step("a", "f", measured, less)));
    assertEquals(0, m.firstPeakPercent().bias());
    assertEquals(10, m.firstPeakPercent().absolute());
    assertEquals(20, m.secondPeakMs().bias(), 1e-9);
    assertEquals(0, m.impulsePercent().absolute());
  }
}
