package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One pass over a plan: each step becomes one of integers. */
final class Quantizer {
  /** No weight of -128, so that weights have a symmetric range. */
  private static final int LARGEST_WEIGHT = 127;

  /** A bias keeps to half of what 32 bits can hold; the products have the other half. */
  private static final double LARGEST_BIAS = 0x1p30;

  private final Plan plan;
  private final Calibration calibration;
  private final RangeMethod method;
  private final Quantization[] quantizations;
  private final List<QuantStep> steps = new ArrayList<>();

  Quantizer(Plan plan, Calibration calibration, RangeMethod method) {
    this.plan = plan;
    this.calibration = calibration;
    this.method = method;
    this.quantizations = new Quantization[plan.values()];
  }

  QuantizedPlan quantize() {
    List<Step> all = plan.steps();
    if (!(all.getFirst() instanceof Step.Standardise) || !(all.getLast() instanceof Step.Scale)) {
      throw new IllegalArgumentException(
          "int8: a plan begins with standardise and ends with scale, not with \"%s\" and \"%s\""
              .formatted(all.getFirst().name(), all.getLast().name()));
    }
    int last = all.size() - 1;
    for (int i = 0; i < last; i++) {
      Step step = all.get(i);
      if (step instanceof Step.Conv conv && isHead(conv, (Step.Scale) all.get(last))) {
        continue; // becomes part of the last step
      }
      try {
        quantizations[step.output()] =
            Requantization.output(step.activation(), calibration.steps().get(i).range(method));
        steps.add(quantized(step, calibration.steps().get(i)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "int8: step \"" + step.name() + "\": " + e.getMessage(), e);
      }
    }
    steps.add(output((Step.Scale) all.get(last)));
    return new QuantizedPlan(plan.inputs(), steps, quantizations);
  }

  /** Whether nothing but the last step takes what a convolution writes. */
  private boolean isHead(Step.Conv conv, Step.Scale last) {
    long uses =
        plan.steps().stream()
            .flatMap(step -> step.inputs().stream())
            .filter(value -> value == conv.output())
            .count();
    return last.input() == conv.output() && uses == 1 && conv.activation() == Activation.NONE;
  }

  private QuantStep quantized(Step step, Calibration.StepRange seen) {
    Quantization y = quantizations[step.output()];
    return switch (step) {
      case Step.Standardise s -> quantize(s, y);
      case Step.Conv s -> {
        double[] units = new double[s.outChannels()];
        QuantStep.Sums sums = sums(s, units);
        yield new QuantStep.Conv(
            s.name(), s.input(), s.output(), sums, Requantization.of(units, s.activation(), y));
      }
      case Step.ChannelAffine s ->
          byChannel(s.name(), s.input(), s.output(), s.scale(), s.shift(), s.activation());
      case Step.Activate s -> {
        float[] ones = new float[s.channels()];
        Arrays.fill(ones, 1);
        yield byChannel(
            s.name(), s.input(), s.output(), ones, new float[ones.length], s.activation());
      }
      case Step.Add s -> add(s, y);
      case Step.Concat s -> concat(s, y);
      case Step.Lstm s -> lstm(s, seen.cell(), y);
      case Step.Gru s -> gru(s, y);
      case Step.Scale _ ->
          throw new IllegalArgumentException("a scale is supported as the last step only");
    };
  }

  private static QuantStep.Quantize quantize(Step.Standardise s, Quantization y) {
    float[] step = new float[s.std().length];
    for (int c = 0; c < step.length; c++) {
      step[c] = s.std()[c] * y.scale();
    }
    return new QuantStep.Quantize(
        s.name(), s.input(), s.output(), s.mean().clone(), step, y.zeroPoint());
  }

  /** A factor and a term for each channel, as a convolution with a group for each. */
  private QuantStep.Conv byChannel(
      String name, int input, int output, float[] factor, float[] term, Activation activation) {
    int n = factor.length;
    double[] units = new double[n];
    QuantStep.Sums sums =
        sums(
            new Step.Conv(name, input, output, n, n, 1, 1, 0, 0, n, factor, term, Activation.NONE),
            units);
    return new QuantStep.Conv(
        name, input, output, sums, Requantization.of(units, activation, quantizations[output]));
  }

  private QuantStep output(Step.Scale s) {
    Step before = plan.steps().get(s.input() - 1);
    float[] scale = new float[s.scale().length];
    if (before instanceof Step.Conv conv && isHead(conv, s)) {
      double[] units = new double[scale.length];
      QuantStep.Sums sums = sums(conv, units);
      for (int o = 0; o < scale.length; o++) {
        scale[o] = (float) (units[o] * s.scale()[o]);
      }
      return new QuantStep.Head(conv.name(), conv.input(), s.output(), sums, scale);
    }
    Quantization x = quantizations[s.input()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = (float) ((double) x.scale() * s.scale()[c]);
    }
    return new QuantStep.Dequantize(s.name(), s.input(), s.output(), x.zeroPoint(), scale);
  }

  private QuantStep.Sums sums(Step.Conv s, double[] units) {
    Quantization x = quantizations[s.input()];
    int length = s.inChannels() / s.groups() * s.kernelSize();
    byte[] weight = new byte[s.outChannels() * length];
    int[] bias = new int[s.outChannels()];
    for (int o = 0; o < bias.length; o++) {
      float[] row = Arrays.copyOfRange(s.weight(), o * length, (o + 1) * length);
      units[o] = quantizeRow(row, s.bias()[o], x, weight, bias, o);
    }
    return new QuantStep.Sums(
        s.inChannels(),
        s.outChannels(),
        s.kernelSize(),
        s.dilation(),
        s.padLeft(),
        s.padRight(),
        s.groups(),
        x.zeroPoint(),
        weight,
        bias);
  }

  /**
   * Quantises the weights and the bias of one output, and answers what 1 in its sum stands for:
   * scale of the input times scale of the weights. That one is the finest with which all weights
   * and the bias fit.
   */
  private static double quantizeRow(
      float[] row, float realBias, Quantization x, byte[] weight, int[] bias, int output) {
    double largest = 0;
    for (float w : row) {
      largest = Math.max(largest, Math.abs(w));
    }
    double scale =
        Math.max(largest / LARGEST_WEIGHT, Math.abs(realBias) / (x.scale() * LARGEST_BIAS));
    if (scale == 0) {
      scale = 1;
    }
    int total = 0;
    for (int i = 0; i < row.length; i++) {
      int q = (int) Math.rint(row[i] / scale);
      weight[output * row.length + i] = (byte) q;
      total += q;
    }
    double unit = x.scale() * scale;
    bias[output] = (int) (Math.rint(realBias / unit) - (double) x.zeroPoint() * total);
    return unit;
  }

  private QuantStep.Add add(Step.Add s, Quantization y) {
    Quantization first = quantizations[s.first()];
    Quantization second = quantizations[s.second()];
    double twice = 2.0 * Math.max(first.scale(), second.scale());
    double unit = Math.scalb(twice, -QuantStep.Add.BITS);
    return new QuantStep.Add(
        s.name(),
        s.first(),
        s.second(),
        s.output(),
        s.channels(),
        first.zeroPoint(),
        Multiplier.of(first.scale() / twice),
        second.zeroPoint(),
        Multiplier.of(second.scale() / twice),
        Requantization.of(new double[] {unit}, s.activation(), y));
  }

  private QuantStep.Concat concat(Step.Concat s, Quantization y) {
    int parts = s.inputs().size();
    int[] zeroPoints = new int[parts];
    Multiplier[] multipliers = new Multiplier[parts];
    List<Integer> channels = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      Quantization x = quantizations[s.inputs().get(i)];
      zeroPoints[i] = x.zeroPoint();
      multipliers[i] = Multiplier.of((double) x.scale() / y.scale());
      channels.add(plan.channels(s.inputs().get(i)));
    }
    return new QuantStep.Concat(
        s.name(),
        s.inputs(),
        channels,
        s.output(),
        s.channels(),
        zeroPoints,
        multipliers,
        y.zeroPoint());
  }

  private QuantStep.Lstm lstm(Step.Lstm s, float largestCell, Quantization y) {
    int rows = 4 * s.hidden();
    int columns = s.inChannels() + s.hidden();
    float[] x = new float[rows * s.inChannels()];
    float[] h = new float[rows * s.hidden()];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(s.weight(), r * columns, x, r * s.inChannels(), s.inChannels());
      System.arraycopy(s.weight(), r * columns + s.inChannels(), h, r * s.hidden(), s.hidden());
    }
    return new QuantStep.Lstm(
        s.name(),
        s.input(),
        s.output(),
        s.hidden(),
        gates(x, s.bias(), quantizations[s.input()]),
        gates(h, new float[rows], y),
        cellBits(largestCell),
        Multiplier.of(Math.scalb(1.0, -2 * GateTable.VALUE_BITS) / y.scale()),
        y.zeroPoint());
  }

  private QuantStep.Gru gru(Step.Gru s, Quantization y) {
    return new QuantStep.Gru(
        s.name(),
        s.input(),
        s.output(),
        s.hidden(),
        gates(s.weightX(), s.biasX(), quantizations[s.input()]),
        gates(s.weightH(), s.biasH(), y),
        Multiplier.of(Math.scalb(1.0, -GateTable.VALUE_BITS) / y.scale()),
        y.zeroPoint());
  }

  private static QuantStep.Gates gates(float[] weight, float[] realBias, Quantization x) {
    int rows = realBias.length;
    int columns = weight.length / rows;
    byte[] quantized = new byte[weight.length];
    int[] bias = new int[rows];
    int[] multiplier = new int[rows];
    int[] shift = new int[rows];
    for (int r = 0; r < rows; r++) {
      float[] row = Arrays.copyOfRange(weight, r * columns, (r + 1) * columns);
      double unit = quantizeRow(row, realBias[r], x, quantized, bias, r);
      Multiplier factor = Multiplier.of(Math.scalb(unit, GateTable.ARGUMENT_BITS));
      multiplier[r] = factor.value();
      shift[r] = factor.shift();
    }
    return new QuantStep.Gates(rows, columns, quantized, bias, multiplier, shift);
  }

  /** As many fractional bits as leave room for the greatest magnitude, up to 15. */
  private static int cellBits(float largest) {
    int bits = Short.SIZE - 1;
    while (bits > 0 && largest * Math.scalb(1.0, bits) > Short.MAX_VALUE) {
      bits--;
    }
    return bits;
  }
}
