package dev.footfall.engine.quant;

import dev.footfall.engine.plan.InputGuard;
import dev.footfall.engine.plan.SensorLimits;
import java.util.List;

/**
 * A trained network in 8-bit integers that takes windows of one length, step after step over all
 * samples, to the bit as {@link Int8Kernel} does sample by sample.
 *
 * <p>No call allocates from the second on, in the interpreter and compiled. A kernel belongs to one
 * thread at a time; the plan may be shared. Missing and saturated values are handled as by {@link
 * dev.footfall.engine.plan.WindowKernel}.
 */
public final class Int8Window {
  private final int inputs;
  private final int outputs;
  private final int length;
  private final InputGuard guard;
  private final float[] sample;
  private final Entry entry;
  private final Stage[] stages;
  private final Exit exit;
  private final Gather[] gathers;
  private final int[] written;
  // By value: all rows [C, T], one row, and what lies outside the window.
  private final byte[][] values;
  private final byte[][] rows;
  private final int[] zeroPoints;

  private Int8Window(QuantizedPlan plan, int length, SensorLimits limits) {
    List<QuantStep> steps = plan.steps();
    if (length < 1 || length > Integer.MAX_VALUE / widest(plan)) {
      throw Refusal.badLength(length);
    }
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
    this.length = length;
    this.guard = Stages.guard(plan, limits);
    this.sample = new float[inputs];
    this.entry = Stages.entry(plan);
    this.exit = Stages.exit(plan);
    this.stages = new Stage[steps.size() - 2];
    this.gathers = new Gather[steps.size() - 1];
    this.written = new int[steps.size() - 2];
    for (int i = 1; i < steps.size(); i++) {
      gathers[i - 1] = new Gather(plan, steps.get(i));
      if (i < steps.size() - 1) {
        stages[i - 1] = Stages.of(steps.get(i));
        written[i - 1] = steps.get(i).output();
      }
    }
    this.values = new byte[plan.values()][];
    this.rows = new byte[plan.values()][];
    this.zeroPoints = new int[plan.values()];
    for (int value = 0; value < values.length; value++) {
      if (plan.quantization(value) != null) {
        zeroPoints[value] = plan.quantization(value).zeroPoint();
        values[value] = new byte[plan.channels(value) * length];
        rows[value] = new byte[plan.channels(value)];
      }
    }
  }

  /** A kernel for windows of so many samples T, 1 or more. */
  public static Int8Window of(QuantizedPlan plan, int length, SensorLimits limits) {
    return new Int8Window(plan, length, limits);
  }

  private static int widest(QuantizedPlan plan) {
    int widest = 1;
    for (int value = 0; value < plan.values(); value++) {
      widest = Math.max(widest, plan.channels(value));
    }
    return widest;
  }

  /**
   * Answers a window.
   *
   * @param window {@code [T, C]} raw sensor values, one sample after the other
   * @param out receives {@code [T, K]} forces in newton
   * @return the flags of all samples, see {@link dev.footfall.engine.plan.Status}
   * @throws IllegalArgumentException if a length is wrong
   */
  public int run(float[] window, float[] out) {
    if (window.length != inputs * length || out.length != outputs * length) {
      throw Refusal.wrongLength(this, window.length, out.length);
    }
    byte[] first = values[1];
    guard.reset();
    int status = 0;
    for (int t = 0; t < length; t++) {
      status |= guard.take(window, t * inputs, sample, 0, 1);
      for (int c = 0; c < inputs; c++) {
        first[c * length + t] = entry.at(c, sample[c]);
      }
    }
    for (int i = 0; i < stages.length; i++) {
      byte[] row = rows[written[i]];
      byte[] y = values[written[i]];
      stages[i].reset();
      for (int t = 0; t < length; t++) {
        gather(gathers[i], t);
        stages[i].run(gathers[i].column, row);
        for (int c = 0; c < row.length; c++) {
          y[c * length + t] = row[c];
        }
      }
    }
    for (int t = 0; t < length; t++) {
      gather(gathers[stages.length], t);
      exit.run(gathers[stages.length].column, out, t * outputs);
    }
    return status;
  }

  private void gather(Gather gather, int t) {
    int at = 0;
    for (int i = 0; i < gather.values.length; i++) {
      byte[] x = values[gather.values[i]];
      byte outside = (byte) zeroPoints[gather.values[i]];
      int channels = gather.channels[i];
      for (int k = 0; k < gather.taps; k++) {
        int from = t + k * gather.dilation - gather.padLeft;
        int to = at + k;
        boolean inside = from >= 0 && from < length;
        for (int c = 0; c < channels; c++) {
          gather.column[to] = inside ? x[from] : outside;
          from += length;
          to += gather.taps;
        }
      }
      at += channels * gather.taps;
    }
  }

  /** The integers of a value in the last window {@code [C, T]}, or null where there are none. */
  byte[] value(int number) {
    return values[number];
  }

  /** Samples of a window. */
  public int length() {
    return length;
  }

  /** Apart from the kernel, whose class must hold no string constant; see {@link Stage}. */
  private static final class Refusal {
    static IllegalArgumentException badLength(int length) {
      return new IllegalArgumentException("int8 window: length is " + length);
    }

    static IllegalArgumentException wrongLength(Int8Window kernel, int window, int out) {
      return new IllegalArgumentException(
          "int8 window: takes [%s, %s] values and gives [%s, %s] (window [%s], out [%s])"
              .formatted(kernel.length, kernel.inputs, kernel.length, kernel.outputs, window, out));
    }
  }
}
