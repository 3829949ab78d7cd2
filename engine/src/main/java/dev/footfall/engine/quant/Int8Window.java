package dev.footfall.engine.quant;

import java.util.List;

/**
 * Runs a {@link QuantizedPlan} over a whole window at once, step by step. The network sees zeros
 * before the window and after it.
 *
 * <p>No call allocates from the second on, in the interpreter and compiled. One object is not for
 * several threads at once; the plan may be shared.
 */
public final class Int8Window {
  private final int inputs;
  private final int outputs;
  private final int length;
  private final Entry entry;
  private final Stage[] stages;
  private final Exit exit;
  private final Gather[] gathers;
  private final int[] written;
  // By value: all rows [C, T], one row, and what lies outside the window.
  private final byte[][] values;
  private final byte[][] rows;
  private final int[] zeroPoints;

  /**
   * A runner for windows of one length.
   *
   * @param length samples of a window, T, 1 or more
   */
  public Int8Window(QuantizedPlan plan, int length) {
    List<QuantStep> steps = plan.steps();
    if (length < 1 || length > Integer.MAX_VALUE / widest(plan)) {
      throw Refusal.badLength(length);
    }
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
    this.length = length;
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
   * @throws IllegalArgumentException if a length is wrong
   */
  public void run(float[] window, float[] out) {
    if (window.length != inputs * length || out.length != outputs * length) {
      throw Refusal.wrongLength(this, window.length, out.length);
    }
    byte[] first = values[1];
    for (int t = 0; t < length; t++) {
      for (int c = 0; c < inputs; c++) {
        first[c * length + t] = entry.at(c, window[t * inputs + c]);
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

  /** Apart from the runner, whose class must hold no string constant; see {@link Stage}. */
  private static final class Refusal {
    static IllegalArgumentException badLength(int length) {
      return new IllegalArgumentException("int8 window: length is " + length);
    }

    static IllegalArgumentException wrongLength(Int8Window runner, int window, int out) {
      return new IllegalArgumentException(
          "int8 window: takes [%s, %s] values and gives [%s, %s] (window [%s], out [%s])"
              .formatted(runner.length, runner.inputs, runner.length, runner.outputs, window, out));
    }
  }
}
