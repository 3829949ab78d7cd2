package dev.footfall.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The networks that are deployed, with random weights. */
final class Students {
  private Students() {}

  /** Convolutions of 16 channels, 5 taps, dilation 1, 2, 4, and a linear head. */
  static Plan cnnS(int inputs, int outputs) {
    List<Step> steps = begin(inputs);
    steps.add(conv(1, inputs, 16, 5, 1, Activation.RELU));
    steps.add(conv(2, 16, 16, 5, 2, Activation.RELU));
    steps.add(conv(3, 16, 16, 5, 4, Activation.RELU));
    return end(steps, 16, outputs);
  }

  /** A convolution of 16 channels, an LSTM of 24 cells, and a linear head. */
  static Plan lstmS(int inputs, int outputs) {
    List<Step> steps = begin(inputs);
    steps.add(conv(1, inputs, 16, 5, 1, Activation.RELU));
    steps.add(new Step.Lstm("lstm", 2, 3, 16, 24, random(96 * 40), random(96)));
    return end(steps, 24, outputs);
  }

  /** A convolution that looks ahead, a GRU of 12 cells beside it, and a linear head. */
  static Plan gruAhead(int inputs, int outputs) {
    List<Step> steps = begin(inputs);
    steps.add(
        new Step.Conv(
            "conv",
            1,
            2,
            inputs,
            12,
            3,
            1,
            1,
            1,
            1,
            random(36 * inputs),
            random(12),
            Activation.TANH));
    steps.add(
        new Step.Gru(
            "gru", 1, 3, inputs, 12, random(36 * inputs), random(432), random(36), random(36)));
    steps.add(new Step.Add("add", 2, 3, 4, 12, Activation.SIGMOID));
    return end(steps, 12, outputs);
  }

  private static List<Step> begin(int inputs) {
    float[] std = new float[inputs];
    Arrays.fill(std, 1);
    return new ArrayList<>(
        List.of(new Step.Standardise("standardise", 0, 1, new float[inputs], std)));
  }

  private static Step conv(int input, int in, int out, int k, int dilation, Activation activation) {
    return new Step.Conv(
        "conv" + input,
        input,
        input + 1,
        in,
        out,
        k,
        dilation,
        (k - 1) * dilation,
        0,
        1,
        random(in * out * k),
        random(out),
        activation);
  }

  private static Plan end(List<Step> steps, int channels, int outputs) {
    steps.add(conv(steps.size(), channels, outputs, 1, 1, Activation.NONE));
    steps.add(new Step.Scale("newton", steps.size(), steps.size() + 1, random(outputs)));
    Step.Standardise first = (Step.Standardise) steps.getFirst();
    return Plan.of(first.mean().length, steps);
  }

  private static float[] random(int length) {
    float[] values = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return values;
  }
}
