package dev.footfall.engine.quant;

import dev.footfall.engine.plan.InputGuard;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.Status;
import java.util.Arrays;

/**
 * A trained network in 8-bit integers that takes one sample of raw sensor values and answers with
 * force, sample by sample, to the bit as {@link Int8Window} answers for the whole recording.
 *
 * <p>Look-ahead, faults of sensors and flags are those of {@link
 * dev.footfall.engine.plan.StudentKernel}.
 *
 * <p>No call allocates from the second on, in the interpreter and compiled. A kernel holds the
 * history of one recording and belongs to one thread at a time; the plan may be shared.
 */
public final class Int8Kernel {
  private final Int8Runner runner;
  private final InputGuard guard;
  private final int inputs;
  private final int outputs;
  private final int lookAhead;
  private final float[] sample;
  // Samples taken since the beginning of the recording, those of the flush included.
  private long now;
  // Length of the recording, once it is known.
  private long end = Long.MAX_VALUE;
  private boolean inGap;

  private Int8Kernel(QuantizedPlan plan, SensorLimits limits) {
    this.runner = new Int8Runner(plan);
    this.guard = Stages.guard(plan, limits);
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
    this.lookAhead = plan.lookAhead();
    this.sample = new float[inputs];
  }

  /** A kernel at the beginning of a recording. */
  public static Int8Kernel of(QuantizedPlan plan, SensorLimits limits) {
    return new Int8Kernel(plan, limits);
  }

  /**
   * Takes the next sample and writes an estimate, that of {@link #lookAhead} samples ago.
   *
   * @param in {@link #inputs} raw sensor values, NaN where one is missing
   * @param out receives {@link #outputs} forces in newton, or NaN where there is no estimate; may
   *     be the same array as {@code in}
   * @return flags of {@link Status}; 0 where all is well
   * @throws IllegalArgumentException if a length is wrong; the history is then unchanged
   * @throws IllegalStateException if the recording was flushed and the kernel not reset
   */
  public int step(float[] in, float[] out) {
    if (in.length != inputs || out.length != outputs) {
      throw Refusal.wrongLength(this, in.length, out.length);
    }
    if (end != Long.MAX_VALUE) {
      throw Refusal.flushed();
    }
    int status = guard.take(in, 0, sample, 0, 1);
    if ((status & Status.GAP) != 0) {
      if (!inGap) {
        runner.reset();
        guard.forget();
        now = 0;
      }
      inGap = true;
      Arrays.fill(out, Float.NaN);
      return status | Status.NO_ESTIMATE;
    }
    inGap = false;
    return status | advance(out);
  }

  /**
   * After the last sample: writes the next of the estimates that have not come yet. {@link
   * #lookAhead} calls give them all.
   *
   * @param out receives {@link #outputs} forces in newton, or NaN where there is no estimate
   * @return {@link Status#NO_ESTIMATE} or 0
   * @throws IllegalArgumentException if the length is wrong
   */
  public int flush(float[] out) {
    if (out.length != outputs) {
      throw Refusal.wrongLength(this, inputs, out.length);
    }
    end = Math.min(end, now);
    return advance(out);
  }

  private int advance(float[] out) {
    boolean estimated = runner.step(sample, now, end, out, 0);
    now++;
    if (!estimated) {
      Arrays.fill(out, Float.NaN);
    }
    return estimated ? 0 : Status.NO_ESTIMATE;
  }

  /** Forgets every sample: the next one is the first of a recording. The counts stay. */
  public void reset() {
    runner.reset();
    guard.reset();
    now = 0;
    end = Long.MAX_VALUE;
    inGap = false;
  }

  /** How many values of a sensor were missing. */
  public long held(int input) {
    return guard.held(input);
  }

  /** How many values of a sensor lay at its limits. */
  public long saturated(int input) {
    return guard.saturated(input);
  }

  /** Sets all counts to 0. */
  public void resetCounts() {
    guard.resetCounts();
  }

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputs;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return outputs;
  }

  /** How many samples late an estimate comes. */
  public int lookAhead() {
    return lookAhead;
  }

  /** Bytes of all that a call writes to: rings, states, and rows between steps. */
  public int stateBytes() {
    return runner.stateBytes();
  }

  /** Apart from the kernel, whose class must hold no string constant; see {@link Stage}. */
  private static final class Refusal {
    static IllegalArgumentException wrongLength(Int8Kernel kernel, int in, int out) {
      return new IllegalArgumentException(
          "int8 kernel: takes %s values and gives %s (in [%s], out [%s])"
              .formatted(kernel.inputs, kernel.outputs, in, out));
    }

    static IllegalStateException flushed() {
      return new IllegalStateException(
          "int8 kernel: the recording was flushed; reset before the first sample of another");
    }
  }
}
