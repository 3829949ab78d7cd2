package dev.footfall.grf.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GaitEventsTest {
  private static final StanceDetector DETECTOR = new StanceDetector(20, 5, 2, 2);

  private static GaitEvents events(double... forceN) {
    return GaitEvents.of(forceN, 1, DETECTOR);
  }

  @Test
  void anEventIsWhereTheLineCrossesTheThreshold() {
    GaitEvents events = events(0, 0, 80, 400, 40, 0, 0, 20, 400, 400);
    assertEquals(List.of(1.25, 7.0), events.strikesS());
    assertEquals(List.of(4.5), events.toeOffsS());
  }

  @Test
  void aCutStanceHasNoEventThere() {
    GaitEvents events = events(400, 400, 0, 0, 400, 400);
    assertEquals(1, events.strikesS().size());
    assertEquals(1, events.toeOffsS().size());
  }

  /** Humps of 0.6 of each stride. */
  private static double[] walk(double strideS, double phase, double rateHz) {
    return Signals.of(
        (int) (20 * rateHz),
        i -> {
          double stride = i / rateHz / strideS + phase;
          double s = (stride - Math.floor(stride)) / 0.6;
          return s < 1 ? 800 * Math.sin(Math.PI * s) : 0;
        });
  }

  @Property
  void cadenceIsTwoStepsAStride(@ForAll @DoubleRange(min = 0.8, max = 1.6) double strideS) {
    GaitEvents left = GaitEvents.of(walk(strideS, 0.1, 200), 200, StanceDetector.USUAL);
    GaitEvents right = GaitEvents.of(walk(strideS, 0.6, 200), 200, StanceDetector.USUAL);
    // The line between two samples misses the sine by far less than a twentieth of a sample.
    double expected = 120 / strideS;
    assertEquals(expected, GaitEvents.cadencePerMinute(List.of(left, right)), 1e-3 * expected);
    for (int i = 1; i < left.strikesS().size(); i++) {
      assertEquals(strideS, left.strikesS().get(i) - left.strikesS().get(i - 1), 5e-4);
    }
  }

  @Test
  void aStopDoesNotChangeTheCadence() {
    GaitEvents left = new GaitEvents(List.of(0.0, 1.0, 2.0, 30.0, 31.0), List.of());
    GaitEvents right = new GaitEvents(List.of(0.5, 1.5), List.of());
    assertEquals(120, GaitEvents.cadencePerMinute(List.of(left, right)));
    GaitEvents one = new GaitEvents(List.of(1.0), List.of());
    assertEquals(Double.NaN, GaitEvents.cadencePerMinute(List.of(one)));
  }
}
