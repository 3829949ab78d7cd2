package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.RowKernel;

/**
 * A plan at work on one or more lanes: its memory and its stages. Rows go in at {@link #input} and
 * come out at {@link #output}.
 */
final class PlanRunner {
  final float[] m;
  final int input;
  final int output;
  final int lanes;

  private final Stage[] stages;
  private final MemoryPlan places;

  private PlanRunner(Plan plan, PlanBuffers buffers, RowKernel kernel, int samples, int lanes) {
    this.places = MemoryPlan.place(buffers.buffers());
    this.m = new float[places.elements()];
    this.lanes = lanes;
    this.input = places.address(buffers.rowsOf(0));
    this.output = places.address(buffers.rowsOf(plan.steps().size()));
    this.stages =
        plan.steps().stream()
            .map(step -> new Wiring(plan, step, buffers, places, m, kernel, samples, lanes).stage())
            .toArray(Stage[]::new);
  }

  static PlanRunner streaming(Plan plan, RowKernel kernel, int lanes) {
    PlanRunner runner = new PlanRunner(plan, PlanBuffers.streaming(plan, lanes), kernel, 1, lanes);
    // Once through everything, so that no class is loaded by a later call.
    runner.step(Integer.MAX_VALUE, Long.MAX_VALUE);
    runner.reset();
    return runner;
  }

  static PlanRunner window(Plan plan, RowKernel kernel, int samples, int lanes) {
    PlanRunner runner =
        new PlanRunner(plan, PlanBuffers.window(plan, samples, lanes), kernel, samples, lanes);
    runner.window(samples);
    return runner;
  }

  MemoryPlan places() {
    return places;
  }

  /** Takes the row of sample {@code now} of a recording of {@code end} samples. */
  void step(long now, long end) {
    for (Stage stage : stages) {
      stage.step(now, end);
    }
  }

  /** Takes all rows of a window. */
  void window(int samples) {
    for (Stage stage : stages) {
      stage.window(samples);
    }
  }

  void reset() {
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane);
    }
  }

  void reset(int lane) {
    for (Stage stage : stages) {
      stage.reset(lane);
    }
  }
}
