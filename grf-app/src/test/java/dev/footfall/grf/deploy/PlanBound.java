package dev.footfall.grf.deploy;

import dev.footfall.engine.DType;
import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.Arrays;

/**
 * A plan evaluated in double, and next to each value a bound on the distance of what float
 * arithmetic makes of it, in whatever order it sums.
 *
 * <p>With n terms, {@code sum w x} comes out with an error of {@code sum |w| e + gamma_m sum |w|
 * (|x| + e)}: what came in, and the rounding of the sum itself. m is n + 1 and the few roundings
 * more of a batch normalisation that is not folded: of scale and shift, and of their application.
 */
final class PlanBound {
  private static final double U = DType.FLOAT32.unitRoundoff();
  private static final int NORMALISATION = 5;

  // By value, time and channel.
  private final double[][][] values;
  private final double[][][] errors;

  private PlanBound(Plan plan, int samples) {
    values = new double[plan.values()][samples][];
    errors = new double[plan.values()][samples][];
    for (int value = 0; value < plan.values(); value++) {
      for (int t = 0; t < samples; t++) {
        values[value][t] = new double[plan.channels(value)];
        errors[value][t] = new double[plan.channels(value)];
      }
    }
  }

  /**
   * Evaluates.
   *
   * @param window {@code [T, C]}
   */
  static PlanBound of(Plan plan, float[] window) {
    PlanBound bound = new PlanBound(plan, window.length / plan.inputs());
    for (int i = 0; i < window.length; i++) {
      bound.values[0][i / plan.inputs()][i % plan.inputs()] = window[i];
    }
    plan.steps().forEach(bound::evaluate);
    return bound;
  }

  /** The estimate. */
  double value(int t, int output) {
    return values[values.length - 1][t][output];
  }

  /** How far a float computation may be from it. */
  double error(int t, int output) {
    return errors[errors.length - 1][t][output];
  }

  private void evaluate(Step step) {
    int y = step.output();
    int x = step.inputs().getFirst();
    for (int t = 0; t < values[0].length; t++) {
      for (int c = 0; c < step.channels(); c++) {
        switch (step) {
          case Step.Standardise s ->
              set(y, t, c, (values[x][t][c] - s.mean()[c]) / s.std()[c], 0, 2);
          case Step.ChannelAffine s ->
              sum(y, t, c, s.shift()[c], new double[][] {{s.scale()[c], x, t, c}});
          case Step.Scale s ->
              set(y, t, c, s.scale()[c] * values[x][t][c], s.scale()[c] * errors[x][t][c], 1);
          case Step.Add s ->
              sum(y, t, c, 0, new double[][] {{1, s.first(), t, c}, {1, s.second(), t, c}});
          case Step.Conv s -> conv(s, t, c);
          case Step.Lstm s -> {
            if (c == 0) {
              lstm(s, t);
            }
          }
          default -> throw new AssertionError(step);
        }
        if (step.activation() == Activation.RELU) {
          values[y][t][c] = Math.max(values[y][t][c], 0);
        } else if (step.activation() != Activation.NONE) {
          throw new AssertionError(step);
        }
      }
    }
  }

  private void set(int y, int t, int c, double value, double carried, int roundings) {
    values[y][t][c] = value;
    double error = Math.abs(carried);
    errors[y][t][c] = error + gamma(roundings) * (Math.abs(value) + error) + Float.MIN_VALUE;
  }

  /** bias and terms {weight, value, time, channel}. */
  private void sum(int y, int t, int c, double bias, double[][] terms) {
    double sum = bias;
    double carried = 0;
    double magnitude = Math.abs(bias);
    for (double[] term : terms) {
      double x = values[(int) term[1]][(int) term[2]][(int) term[3]];
      double e = errors[(int) term[1]][(int) term[2]][(int) term[3]];
      sum += term[0] * x;
      carried += Math.abs(term[0]) * e;
      magnitude += Math.abs(term[0]) * (Math.abs(x) + e);
    }
    values[y][t][c] = sum;
    errors[y][t][c] = carried + gamma(terms.length + 1 + NORMALISATION) * magnitude;
  }

  private void conv(Step.Conv s, int t, int o) {
    int in = s.inChannels() / s.groups();
    int first = o / (s.outChannels() / s.groups()) * in;
    double[][] terms = new double[in * s.kernelSize()][];
    int n = 0;
    for (int c = 0; c < in; c++) {
      for (int k = 0; k < s.kernelSize(); k++) {
        int from = t + k * s.dilation() - s.padLeft();
        if (from >= 0 && from < values[0].length) {
          double w = s.weight()[(o * in + c) * s.kernelSize() + k];
          terms[n++] = new double[] {w, s.input(), from, first + c};
        }
      }
    }
    sum(s.output(), t, o, s.bias()[o], Arrays.copyOf(terms, n));
  }

  // State of the one recurrent layer that a student has.
  private double[] cell;
  private double[] cellError;

  /**
   * Slopes of sigmoid and tanh are at most 1/4 and 1; both are within 3 ulp, an ulp at most 2 u.
   */
  private void lstm(Step.Lstm s, int t) {
    int hidden = s.hidden();
    if (t == 0) {
      cell = new double[hidden];
      cellError = new double[hidden];
    }
    for (int j = 0; j < hidden; j++) {
      double[] gate = new double[4];
      double[] error = new double[4];
      for (int q = 0; q < 4; q++) {
        double[][] terms = new double[s.inChannels() + (t == 0 ? 0 : hidden)][];
        int row = q * hidden + j;
        int columns = s.inChannels() + hidden;
        for (int c = 0; c < terms.length; c++) {
          boolean ofInput = c < s.inChannels();
          terms[c] =
              new double[] {
                s.weight()[row * columns + c],
                ofInput ? s.input() : s.output(),
                ofInput ? t : t - 1,
                ofInput ? c : c - s.inChannels()
              };
        }
        sum(s.output(), t, j, s.bias()[row], terms);
        double a = values[s.output()][t][j];
        double e = errors[s.output()][t][j];
        gate[q] = q == 2 ? Math.tanh(a) : 1 / (1 + Math.exp(-a));
        error[q] = (q == 2 ? e : e / 4) + 6 * U;
      }
      double carried =
          product(gate[1], error[1], cell[j], cellError[j])
              + product(gate[0], error[0], gate[2], error[2]);
      double c = gate[1] * cell[j] + gate[0] * gate[2];
      double magnitude = Math.abs(gate[1] * cell[j]) + Math.abs(gate[0] * gate[2]) + carried;
      cell[j] = c;
      cellError[j] = carried + gamma(2) * magnitude;
      double th = Math.tanh(c);
      set(s.output(), t, j, gate[3] * th, product(gate[3], error[3], th, cellError[j] + 6 * U), 1);
    }
  }

  private static double product(double a, double errorA, double b, double errorB) {
    return Math.abs(a) * errorB + Math.abs(b) * errorA + errorA * errorB;
  }

  private static double gamma(int n) {
    return n * U / (1 - n * U);
  }
}
