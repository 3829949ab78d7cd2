package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.RowKernel;

/**
 * What a stage is told of the runner that it belongs to.
 *
 * @param samples rows of each value
 */
record Wiring(
    Plan plan,
    Step step,
    PlanBuffers buffers,
    MemoryPlan places,
    float[] memory,
    RowKernel kernel,
    int samples,
    int lanes) {

  /** The stage that does what the step says. */
  Stage stage() {
    return switch (step) {
      case Step.Standardise s -> new Stage.Standardise(this, s);
      case Step.Conv s when s.kernelSize() == 1 -> new Stage.PointConv(this, s);
      case Step.Conv s ->
          buffers.streaming() ? new Stage.RingConv(this, s) : new Stage.WindowConv(this, s);
      case Step.ChannelAffine s -> new Stage.ChannelAffine(this, s);
      case Step.Add _ -> new Stage.Add(this);
      case Step.Concat _ -> new Stage.Concat(this);
      case Step.Activate s -> new Stage.Activate(this, s);
      case Step.Lstm s -> new Stage.Lstm(this, s);
      case Step.Gru s -> new Stage.Gru(this, s);
      case Step.Scale s -> new Stage.Scale(this, s);
    };
  }

  /** Address of the first row of an input. */
  int input(int index) {
    return places.address(buffers.rowsOf(step.inputs().get(index)));
  }

  /** Address of the first row of the output. */
  int output() {
    return places.address(buffers.rowsOf(step.output()));
  }

  /** Address of a buffer of the step's own. */
  int own(String part) {
    return places.address(PlanBuffers.name(step, part));
  }

  /** Distance of the rows of a value. */
  int stride(int value) {
    return buffers.streaming() ? 0 : channels(value) * lanes;
  }

  int channels(int value) {
    return plan.channels(value);
  }

  int delay(int value) {
    return plan.delay(value);
  }

  int lag(int input) {
    return buffers.lag(step, input);
  }
}
