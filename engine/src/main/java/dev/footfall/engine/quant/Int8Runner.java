package dev.footfall.engine.quant;

import java.util.Arrays;
import java.util.List;

/**
 * Runs all steps of a {@link QuantizedPlan} on one sample after the other.
 *
 * <p>Every value that is looked back at has a ring of its last rows; a recurrent step has its
 * state. A step whose time lies before or after the recording writes zero points, the zeros of the
 * padding.
 */
final class Int8Runner {
  private final int lookAhead;
  private final Entry entry;
  private final Stage[] stages;
  private final Exit exit;
  // By stage, the exit last.
  private final Gather[] gathers;
  private final int[] written;
  private final int[] delays;
  // By value: the last rows [C, span], where the next one goes, and how many there are.
  private final byte[][] rings;
  private final int[] slots;
  private final int[] spans;
  private final byte[][] rows;
  private final int[] zeroPoints;
  private final int[] valueDelays;

  Int8Runner(QuantizedPlan plan) {
    List<QuantStep> steps = plan.steps();
    int values = plan.values();
    this.lookAhead = plan.lookAhead();
    this.entry = Stages.entry(plan);
    this.exit = Stages.exit(plan);
    this.stages = new Stage[steps.size() - 2];
    this.gathers = new Gather[steps.size() - 1];
    this.written = new int[steps.size() - 1];
    this.delays = new int[steps.size() - 1];
    this.spans = new int[values];
    this.valueDelays = new int[values];
    for (int i = 1; i < steps.size(); i++) {
      QuantStep step = steps.get(i);
      gathers[i - 1] = new Gather(plan, step);
      written[i - 1] = step.output();
      delays[i - 1] = plan.delay(step.output());
      for (int value : step.inputs()) {
        int reach = delays[i - 1] - plan.delay(value) + step.lookBack();
        spans[value] = Math.max(spans[value], reach + 1);
      }
      if (i < steps.size() - 1) {
        stages[i - 1] = Stages.of(step);
      }
    }
    this.rings = new byte[values][];
    this.rows = new byte[values][];
    this.zeroPoints = new int[values];
    this.slots = new int[values];
    for (int value = 0; value < values; value++) {
      valueDelays[value] = plan.delay(value);
      if (plan.quantization(value) != null) {
        zeroPoints[value] = plan.quantization(value).zeroPoint();
        // A value that nobody takes is written all the same.
        spans[value] = Math.max(1, spans[value]);
        rings[value] = new byte[plan.channels(value) * spans[value]];
        rows[value] = new byte[plan.channels(value)];
      }
    }
    reset();
  }

  void reset() {
    for (int value = 0; value < rings.length; value++) {
      if (rings[value] != null) {
        Arrays.fill(rings[value], (byte) zeroPoints[value]);
        slots[value] = 0;
      }
    }
    for (Stage stage : stages) {
      stage.reset();
    }
  }

  /**
   * Takes a sample, or zeros after the last one, and writes the forces if their time is one of the
   * recording.
   *
   * @param now number of this sample, from 0
   * @param end number of samples of the recording, as far as it is known
   * @return whether there are forces
   */
  boolean step(float[] sample, long now, long end, float[] out, int to) {
    byte[] row = rows[1];
    for (int c = 0; c < row.length; c++) {
      row[c] = now < end ? entry.at(c, sample[c]) : (byte) zeroPoints[1];
    }
    push(1);
    for (int i = 0; i < stages.length; i++) {
      int value = written[i];
      if (isWithin(now - delays[i], end)) {
        gather(gathers[i], delays[i]);
        stages[i].run(gathers[i].column, rows[value]);
      } else {
        Arrays.fill(rows[value], (byte) zeroPoints[value]);
      }
      push(value);
    }
    if (!isWithin(now - lookAhead, end)) {
      return false;
    }
    gather(gathers[stages.length], lookAhead);
    exit.run(gathers[stages.length].column, out, to);
    return true;
  }

  private static boolean isWithin(long time, long end) {
    return time >= 0 && time < end;
  }

  private void push(int value) {
    byte[] row = rows[value];
    byte[] ring = rings[value];
    int span = spans[value];
    int slot = slots[value];
    for (int c = 0; c < row.length; c++) {
      ring[c * span + slot] = row[c];
    }
    slots[value] = slot + 1 == span ? 0 : slot + 1;
  }

  private void gather(Gather gather, int delay) {
    int at = 0;
    for (int i = 0; i < gather.values.length; i++) {
      int value = gather.values[i];
      byte[] ring = rings[value];
      int span = spans[value];
      int channels = gather.channels[i];
      // The slot after the present sample's is one ahead of it, or span - 1 behind.
      int slot = slots[value] - 1 - (delay - valueDelays[value] + gather.padLeft);
      for (int k = 0; k < gather.taps; k++) {
        int from = slot < 0 ? slot + span : slot;
        int to = at + k;
        for (int c = 0; c < channels; c++) {
          gather.column[to] = ring[from];
          from += span;
          to += gather.taps;
        }
        slot += gather.dilation;
      }
      at += channels * gather.taps;
    }
  }

  /** Bytes of all that a call writes to: rings, states, and rows between steps. */
  int stateBytes() {
    int bytes = exit.bufferBytes();
    for (Stage stage : stages) {
      bytes += stage.bufferBytes();
    }
    for (Gather gather : gathers) {
      bytes += gather.column.length;
    }
    for (int value = 0; value < rings.length; value++) {
      bytes += rings[value] == null ? 0 : rings[value].length + rows[value].length;
    }
    return bytes;
  }
}
