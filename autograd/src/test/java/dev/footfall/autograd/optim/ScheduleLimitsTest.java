package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The fewest steps that schedules may have. */
class ScheduleLimitsTest {

  @Test
  void aCosineOfOneStepGoesFromPeakToZero() {
    Schedule schedule = Schedule.cosine(0.5, 1);
    assertEquals(0.5, schedule.at(0));
    assertEquals(0, schedule.at(1));
  }

  @Test
  void aCycleOfTwoStepsHasItsPeakBeforeTheFirst() {
    // The top, 30 % of 2 steps less 1, is at -0.4: of the way down to step 1 the first is at 0.4 /
    // 1.4.
    Schedule schedule = Schedule.oneCycle(1, 2);
    double end = 1 / 25e4;
    double first = end + (1 - end) / 2 * (1 + Math.cos(Math.PI * 0.4 / 1.4));
    assertEquals(first, schedule.at(0), 1e-15);
    assertEquals(end, schedule.at(1), 1e-20);
  }
}
