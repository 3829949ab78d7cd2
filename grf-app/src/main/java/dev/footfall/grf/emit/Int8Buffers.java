package dev.footfall.grf.emit;

import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.MemoryPlan.Buffer;
import dev.footfall.engine.quant.QuantStep;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The buffers of an emitted kernel of 8 bits, as {@link dev.footfall.engine.plan.PlanBuffers} has
 * those of floats: a row of each value, rings and columns of convolutions, lines of values that
 * come early, and h of recurrent steps. Their cells are 16 bits wide and have arrays of their own.
 */
final class Int8Buffers {
  private final QuantizedPlan plan;
  private final boolean streaming;
  private final int rows;
  private final List<Buffer> buffers = new ArrayList<>();

  private Int8Buffers(QuantizedPlan plan, boolean streaming, int rows) {
    this.plan = plan;
    this.streaming = streaming;
    this.rows = rows;
  }

  static MemoryPlan streaming(QuantizedPlan plan) {
    return new Int8Buffers(plan, true, 1).placed();
  }

  static MemoryPlan window(QuantizedPlan plan, int samples) {
    return new Int8Buffers(plan, false, samples).placed();
  }

  private MemoryPlan placed() {
    List<QuantStep> steps = plan.steps();
    Map<Integer, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int value : steps.get(i).inputs()) {
        lastUse.put(value, i);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      QuantStep step = steps.get(i);
      if (i < steps.size() - 1) {
        int last = Math.max(i, lastUse.getOrDefault(step.output(), i));
        buffers.add(
            new Buffer(step.name() + " rows", size((long) rows * step.channels()), i, last, false));
      }
      switch (step) {
        case QuantStep.Conv s -> convolution(step, s.sums(), i);
        case QuantStep.Head s -> convolution(step, s.sums(), i);
        case QuantStep.Lstm s -> state(s.name() + " h", s.cells(), i);
        case QuantStep.Gru s -> state(s.name() + " h", s.cells(), i);
        default -> lines(step, i);
      }
    }
    return MemoryPlan.place(buffers);
  }

  private void convolution(QuantStep step, QuantStep.Sums sums, int at) {
    if (sums.kernelSize() > 1) {
      long span = (sums.kernelSize() - 1L) * sums.dilation() + 1;
      if (streaming) {
        state(step.name() + " ring", span * sums.inChannels(), at);
      }
      long column = (long) sums.kernelSize() * sums.inChannels();
      buffers.add(new Buffer(step.name() + " column", size(column), at, at, false));
    }
  }

  private void lines(QuantStep step, int at) {
    for (int i = 0; i < step.inputs().size(); i++) {
      int value = step.inputs().get(i);
      int lag = plan.delay(step.output()) - plan.delay(value);
      if (streaming && lag > 0) {
        state(step.name() + " line " + i, (lag + 1L) * plan.channels(value), at);
      }
    }
  }

  /** Contents that go from sample to sample: for ever in streaming, else during the step. */
  private void state(String name, long size, int at) {
    int last = plan.steps().size();
    buffers.add(new Buffer(name, size(size), streaming ? 0 : at, streaming ? last : at, streaming));
  }

  private static int size(long size) {
    if (size > MemoryPlan.MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "emit: a buffer of %s bytes, more than %s".formatted(size, MemoryPlan.MOST_ELEMENTS));
    }
    return (int) size;
  }
}
