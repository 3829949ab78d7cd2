package dev.footfall.autograd.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;

class ScheduleTest {

  @ParameterizedTest(name = "{0}")
  @GoldenSource(value = "one_cycle", onEveryBackend = false)
  void oneCycleIsThatOfPyTorch(GoldenCase golden) {
    double peak = golden.spec().get("peak").asDouble();
    int steps = golden.spec().get("total_steps").asInt();
    double rise = golden.spec().get("pct_start").asDouble();
    check(golden, Schedule.oneCycle(peak, steps, rise), 0);
    if (rise == 0.3) {
      check(golden, Schedule.oneCycle(peak, steps), 0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @GoldenSource(value = "schedules", onEveryBackend = false)
  void theOthersAreThoseOfPyTorch(GoldenCase golden) {
    Json spec = golden.spec();
    double peak = spec.get("peak").asDouble();
    Schedule schedule =
        switch (golden.name()) {
          case "stairs" -> stairs(spec, peak);
          case "warm_up" -> warmUp(spec, peak);
          case "stairs_after_warm_up" ->
              warmUp(spec, peak).then(spec.get("total_steps").asInt(), stairs(spec, peak));
          case "late_peak" ->
              Schedule.oneCycle(
                  peak,
                  golden.outputs().get("learning_rate").elements(),
                  spec.get("rise").asDouble());
          default -> throw new AssertionError(golden.name());
        };
    check(golden, schedule, 0);
  }

  private static Schedule stairs(Json spec, double peak) {
    return Schedule.stairs(peak, spec.get("step_size").asInt(), spec.get("gamma").asDouble());
  }

  private static Schedule warmUp(Json spec, double peak) {
    double start = spec.get("start").asDouble();
    return Schedule.linear(start * peak, peak, spec.get("total_steps").asInt());
  }

  /** Ours has no floor: a floor is added to a cosine of the rest. */
  @ParameterizedTest(name = "{0}")
  @GoldenSource(value = "cosine", onEveryBackend = false)
  void cosineIsThatOfPyTorch(GoldenCase golden) {
    double peak = golden.spec().get("peak").asDouble();
    double floor = golden.spec().get("floor").asDouble();
    int steps = golden.spec().get("total_steps").asInt();
    check(golden, Schedule.cosine(peak - floor, steps), floor);
  }

  private static void check(GoldenCase golden, Schedule schedule, double floor) {
    Tensor rates = golden.outputs().get("learning_rate");
    for (int step = 0; step < rates.elements(); step++) {
      double expected = rates.get(step);
      // PyTorch's recursive form gathers some rounding on its way.
      double limit = GoldenCase.halfNinthDigit(expected) + 1e-14;
      assertEquals(expected, floor + schedule.at(step), limit, golden + " step " + step);
    }
  }

  @Property
  void oneCycleStaysBetweenItsEndAndItsPeakAndTurnsOnce(
      @ForAll @IntRange(min = 2, max = 2000) int steps) {
    Schedule schedule = Schedule.oneCycle(1, steps);
    int turns = 0;
    for (int step = 0; step < steps; step++) {
      double rate = schedule.at(step);
      assertTrue(rate >= 4e-6 * (1 - 1e-9) && rate <= 1, steps + " steps, step " + step);
      if (step > 1) {
        boolean rises = rate > schedule.at(step - 1);
        turns += rises != schedule.at(step - 1) > schedule.at(step - 2) ? 1 : 0;
      }
    }
    assertTrue(turns <= 1, steps + " steps");
    assertEquals(4e-6, schedule.at(steps - 1), 1e-15);
  }

  @Test
  void constantIsTheSameAtEveryStep() {
    Schedule schedule = Schedule.constant(0.25);
    assertEquals(0.25, schedule.at(0));
    assertEquals(0.25, schedule.at(1_000_000));
  }

  @Test
  void aSequenceHandsOverAtItsStep() {
    Schedule schedule = Schedule.constant(1).then(2, step -> 10 + step).then(5, step -> 100 + step);
    double[] expected = {1, 1, 10, 11, 12, 100, 101};
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.at(step));
    }
  }

  @Test
  void aLineStaysAtItsEnd() {
    Schedule schedule = Schedule.linear(0, 8, 4);
    double[] expected = {0, 2, 4, 6, 8, 8};
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.at(step));
    }
  }

  @Test
  void tooFewStepsAreRejected() {
    rejects("oneCycle: at least 2 steps are needed (1)", () -> Schedule.oneCycle(1, 1));
    rejects("cosine: at least 1 step is needed (0)", () -> Schedule.cosine(1, 0));
    rejects("stairs: at least 1 step is needed (0)", () -> Schedule.stairs(1, 0, 0.5));
    rejects("linear: at least 1 step is needed (-1)", () -> Schedule.linear(0, 1, -1));
    rejects(
        "then: at least 1 step is needed (0)",
        () -> Schedule.constant(1).then(0, Schedule.constant(2)));
  }

  @Test
  void aRiseThatLeavesNoRoomIsRejected() {
    rejects("oneCycle: rise must be between 0 and 1 (0.0)", () -> Schedule.oneCycle(1, 10, 0));
    rejects("oneCycle: rise must be between 0 and 1 (1.0)", () -> Schedule.oneCycle(1, 10, 1));
    rejects(
        "oneCycle: rise must be between 0 and 1 (NaN)", () -> Schedule.oneCycle(1, 10, Double.NaN));
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
