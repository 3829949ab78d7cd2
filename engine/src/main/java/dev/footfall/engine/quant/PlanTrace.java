package dev.footfall.engine.quant;

import dev.footfall.engine.kernel.scalar.FloatFunctions;
import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All values of a plan over a window, in float and in the plan's order of sums: what quantisation
 * is measured against. It is made for looking, not for speed, and allocates as it likes.
 *
 * @param length samples of the window, T
 * @param values every value of the plan {@code [C, T]}, by its number
 * @param cells the greatest magnitude of an LSTM's cells, by the value that it writes; else 0
 */
record PlanTrace(int length, List<float[]> values, float[] cells) {

  /**
   * Runs a plan.
   *
   * @param window {@code [T, C]} raw sensor values
   */
  static PlanTrace of(Plan plan, float[] window) {
    int length = window.length / plan.inputs();
    PlanTrace trace = new PlanTrace(length, new ArrayList<>(), new float[plan.values()]);
    float[] byChannel = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      byChannel[i % plan.inputs() * length + i / plan.inputs()] = window[i];
    }
    trace.values.add(byChannel);
    for (Step step : plan.steps()) {
      float[] y = trace.run(step);
      trace.activate(step.activation(), y);
      trace.values.add(y);
    }
    return trace;
  }

  /** A force by its place in {@code [T, K]}. */
  float force(int index) {
    float[] forces = values.getLast();
    int outputs = forces.length / length;
    return forces[index % outputs * length + index / outputs];
  }

  private float[] run(Step step) {
    float[] x = values.get(step.inputs().getFirst());
    float[] y = new float[step.channels() * length];
    switch (step) {
      case Step.Standardise s -> forEach(y, (c, i) -> (x[i] - s.mean()[c]) / s.std()[c]);
      case Step.Scale s -> forEach(y, (c, i) -> s.scale()[c] * x[i]);
      case Step.ChannelAffine s -> forEach(y, (c, i) -> s.scale()[c] * x[i] + s.shift()[c]);
      case Step.Activate _ -> System.arraycopy(x, 0, y, 0, y.length);
      case Step.Add s -> {
        float[] second = values.get(s.second());
        forEach(y, (_, i) -> x[i] + second[i]);
      }
      case Step.Concat s -> {
        int at = 0;
        for (int input : s.inputs()) {
          float[] part = values.get(input);
          System.arraycopy(part, 0, y, at, part.length);
          at += part.length;
        }
      }
      case Step.Conv s -> conv(s, x, y);
      case Step.Lstm s -> lstm(s, x, y);
      case Step.Gru s -> gru(s, x, y);
    }
    return y;
  }

  private interface Element {
    float at(int channel, int index);
  }

  private void forEach(float[] y, Element element) {
    for (int i = 0; i < y.length; i++) {
      y[i] = element.at(i / length, i);
    }
  }

  private void activate(Activation activation, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (activation) {
            case NONE -> y[i];
            case RELU -> y[i] <= 0 ? 0f : y[i];
            case TANH -> FloatFunctions.tanh(y[i]);
            case SIGMOID -> FloatFunctions.sigmoid(y[i]);
          };
    }
  }

  private void conv(Step.Conv s, float[] x, float[] y) {
    int padded = s.padLeft() + length + s.padRight();
    float[] wide = new float[s.inChannels() * padded];
    for (int c = 0; c < s.inChannels(); c++) {
      System.arraycopy(x, c * length, wide, c * padded + s.padLeft(), length);
    }
    int inGroup = s.inChannels() / s.groups();
    int outGroup = s.outChannels() / s.groups();
    for (int o = 0; o < s.outChannels(); o++) {
      int yo = o * length;
      Arrays.fill(y, yo, yo + length, s.bias()[o]);
      for (int c = 0; c < inGroup; c++) {
        for (int k = 0; k < s.kernelSize(); k++) {
          float weight = s.weight()[(o * inGroup + c) * s.kernelSize() + k];
          int from = (o / outGroup * inGroup + c) * padded + k * s.dilation();
          for (int t = 0; t < length; t++) {
            y[yo + t] += weight * wide[from + t];
          }
        }
      }
    }
  }

  private void lstm(Step.Lstm s, float[] x, float[] y) {
    int hidden = s.hidden();
    float[] column = new float[s.inChannels() + hidden];
    float[] cell = new float[hidden];
    for (int t = 0; t < length; t++) {
      gather(x, s.inChannels(), t, column);
      float[] gates = affine(s.weight(), s.bias(), column);
      for (int j = 0; j < hidden; j++) {
        float i = FloatFunctions.sigmoid(gates[j]);
        float f = FloatFunctions.sigmoid(gates[hidden + j]);
        float g = FloatFunctions.tanh(gates[2 * hidden + j]);
        float o = FloatFunctions.sigmoid(gates[3 * hidden + j]);
        cell[j] = f * cell[j] + i * g;
        column[s.inChannels() + j] = o * FloatFunctions.tanh(cell[j]);
        y[j * length + t] = column[s.inChannels() + j];
        cells[s.output()] = Math.max(cells[s.output()], Math.abs(cell[j]));
      }
    }
  }

  private void gru(Step.Gru s, float[] x, float[] y) {
    int hidden = s.hidden();
    float[] column = new float[s.inChannels()];
    float[] h = new float[hidden];
    for (int t = 0; t < length; t++) {
      gather(x, s.inChannels(), t, column);
      float[] a = affine(s.weightX(), s.biasX(), column);
      float[] b = affine(s.weightH(), s.biasH(), h);
      for (int j = 0; j < hidden; j++) {
        float r = FloatFunctions.sigmoid(a[j] + b[j]);
        float z = FloatFunctions.sigmoid(a[hidden + j] + b[hidden + j]);
        float n = FloatFunctions.tanh(a[2 * hidden + j] + r * b[2 * hidden + j]);
        h[j] = (1f - z) * n + z * h[j];
        y[j * length + t] = h[j];
      }
    }
  }

  private void gather(float[] x, int channels, int t, float[] column) {
    for (int c = 0; c < channels; c++) {
      column[c] = x[c * length + t];
    }
  }

  private static float[] affine(float[] weight, float[] bias, float[] x) {
    float[] y = bias.clone();
    for (int r = 0; r < y.length; r++) {
      for (int c = 0; c < x.length; c++) {
        y[r] += weight[r * x.length + c] * x[c];
      }
    }
    return y;
  }
}
