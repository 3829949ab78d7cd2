package dev.footfall.engine.quant;

import java.util.Arrays;
import java.util.List;

/**
 * Runs a {@link QuantizedPlan} sample by sample: one row of raw sensor values in, one row of forces
 * out, the same bits as {@link Int8Window} over the whole recording.
 *
 * <p>Every value that is looked back at has a ring of its last rows; a recurrent step has its
 * state. A network that looks ahead by L samples answers L samples late: the first L calls have no
 * answer, and {@link #flush} gives the last L. A step whose time lies before or after the recording
 * writes zero points, the zeros of the padding.
 *
 * <p>No call allocates from the second on, in the interpreter and compiled. A kernel holds the
 * history of one recording and is not for several threads at once; the plan may be shared.
 */
public final class Int8Kernel {
  private final int inputs;
  private final int outputs;
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
  // Samples before the present one, up to the look-ahead; -1 before the first.
  private int time;
  // Samples after the last one that were taken for zeros.
  private int flushed;

  /** A kernel at the beginning of a recording. */
  public Int8Kernel(QuantizedPlan plan) {
    List<QuantStep> steps = plan.steps();
    int values = plan.values();
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
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

  /** Forgets every sample: the next one is the first of a recording. */
  public void reset() {
    for (int value = 0; value < rings.length; value++) {
      if (rings[value] != null) {
        Arrays.fill(rings[value], (byte) zeroPoints[value]);
        slots[value] = 0;
      }
    }
    for (Stage stage : stages) {
      stage.reset();
    }
    time = -1;
    flushed = 0;
  }

  /**
   * Takes the next sample and writes the forces at the time {@link #lookAhead} samples before it.
   *
   * @param in {@link #inputs()} raw sensor values; NaN counts as the mean of its channel
   * @param out receives {@link #outputs()} forces in newton, if there are any yet; may be the same
   *     array as {@code in}
   * @return whether there are: false for the first {@link #lookAhead} samples alone
   * @throws IllegalArgumentException if a length is wrong; the history is then unchanged
   * @throws IllegalStateException if the recording was ended by {@link #flush}
   */
  public boolean step(float[] in, float[] out) {
    if (in.length != inputs || out.length != outputs) {
      throw Refusal.wrongLength(this, in.length, out.length);
    }
    if (flushed > 0) {
      throw Refusal.ended();
    }
    byte[] row = rows[1];
    for (int c = 0; c < in.length; c++) {
      row[c] = entry.at(c, in[c]);
    }
    return advance(out);
  }

  /**
   * Ends the recording and writes the next of the last forces, which no sample follows.
   *
   * @param out receives {@link #outputs()} forces in newton
   * @return whether there was one left; false at once for a network that does not look ahead
   */
  public boolean flush(float[] out) {
    if (out.length != outputs) {
      throw Refusal.wrongLength(this, inputs, out.length);
    }
    while (time >= 0 && flushed < lookAhead) {
      flushed++;
      Arrays.fill(rows[1], (byte) zeroPoints[1]);
      if (advance(out)) {
        return true;
      }
    }
    return false;
  }

  /** Puts row 1 into its ring and runs all steps after it. */
  private boolean advance(float[] out) {
    if (time < lookAhead) {
      time++;
    }
    push(1);
    for (int i = 0; i < stages.length; i++) {
      int value = written[i];
      if (isWithin(delays[i])) {
        gather(gathers[i], delays[i]);
        stages[i].run(gathers[i].column, rows[value]);
      } else {
        Arrays.fill(rows[value], (byte) zeroPoints[value]);
      }
      push(value);
    }
    if (!isWithin(lookAhead)) {
      return false;
    }
    gather(gathers[stages.length], lookAhead);
    exit.run(gathers[stages.length].column, out, 0);
    return true;
  }

  /** Whether the time of a value of this delay is one of the recording. */
  private boolean isWithin(int delay) {
    return time >= delay && flushed <= delay;
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

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputs;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return outputs;
  }

  /** How many samples late the forces come. */
  public int lookAhead() {
    return lookAhead;
  }

  /** Bytes of all that a call writes to: rings, states, and rows between steps. */
  public int stateBytes() {
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

  /** Apart from the kernel, whose class must hold no string constant; see {@link Stage}. */
  private static final class Refusal {
    static IllegalArgumentException wrongLength(Int8Kernel kernel, int in, int out) {
      return new IllegalArgumentException(
          "int8 kernel: takes %s values and gives %s (in [%s], out [%s])"
              .formatted(kernel.inputs, kernel.outputs, in, out));
    }

    static IllegalStateException ended() {
      return new IllegalStateException("int8 kernel: a sample after flush; call reset first");
    }
  }
}
