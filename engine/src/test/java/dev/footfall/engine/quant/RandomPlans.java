package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plans of random steps: every kind, looking back and ahead, with values taken more than once. */
final class RandomPlans {
  private final Random random;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();

  private RandomPlans(Random random) {
    this.random = random;
  }

  static Plan of(Random random) {
    return new RandomPlans(random).plan();
  }

  /** Windows of standard normal numbers for a plan's inputs. */
  static float[] window(Random random, Plan plan, int length) {
    return new RandomPlans(random).weights(plan.inputs() * length, 1);
  }

  /** Convolutions of 16 channels, 5 taps, dilation 1, 2, 4, and a linear head. */
  static Plan cnnS() {
    RandomPlans plan = new RandomPlans(new Random(1));
    plan.begin(8);
    plan.causal("conv1", 16, 5, 1, Activation.RELU);
    plan.causal("conv2", 16, 5, 2, Activation.RELU);
    plan.causal("conv3", 16, 5, 4, Activation.RELU);
    plan.causal("head", 2, 1, 1, Activation.NONE);
    return plan.end(8);
  }

  /** A convolution of 16 channels, an LSTM of 24 cells, and a linear head. */
  static Plan lstmS() {
    RandomPlans plan = new RandomPlans(new Random(1));
    plan.begin(8);
    plan.causal("conv", 16, 5, 1, Activation.RELU);
    plan.add(new Step.Lstm("lstm", 2, 3, 16, 24, plan.weights(96 * 40, 0.2), plan.weights(96, 1)));
    plan.causal("head", 2, 1, 1, Activation.NONE);
    return plan.end(8);
  }

  /** Each kind of step, one after the other, with a look-ahead. */
  static Plan everyStep() {
    RandomPlans plan = new RandomPlans(new Random(1));
    plan.begin(3);
    plan.add(
        new Step.Conv(
            "conv",
            1,
            2,
            3,
            6,
            3,
            1,
            1,
            1,
            3,
            plan.weights(18, 0.5),
            plan.weights(6, 0.1),
            Activation.TANH));
    plan.add(
        new Step.ChannelAffine(
            "norm", 2, 3, plan.weights(6, 1), plan.weights(6, 1), Activation.SIGMOID));
    plan.add(new Step.Add("add", 2, 3, 4, 6, Activation.RELU));
    plan.add(new Step.Activate("relu", 4, 5, 6, Activation.RELU));
    plan.add(new Step.Concat("concat", List.of(1, 5), 6, 9));
    plan.add(
        new Step.Gru(
            "gru",
            6,
            7,
            9,
            4,
            plan.weights(108, 0.5),
            plan.weights(48, 0.5),
            plan.weights(12, 0.1),
            plan.weights(12, 0.1)));
    plan.add(new Step.Lstm("lstm", 7, 8, 4, 4, plan.weights(128, 0.5), plan.weights(16, 0.1)));
    return plan.end(3);
  }

  private void begin(int inputs) {
    channels.add(inputs);
    float[] std = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      std[c] = 0.5f + random.nextFloat();
    }
    add(new Step.Standardise("standardise", 0, 1, weights(inputs, 1), std));
  }

  private void causal(String name, int out, int kernelSize, int dilation, Activation activation) {
    int x = steps.size();
    int c = channels.getLast();
    add(
        new Step.Conv(
            name,
            x,
            x + 1,
            c,
            out,
            kernelSize,
            dilation,
            (kernelSize - 1) * dilation,
            0,
            1,
            weights(out * c * kernelSize, 0.2),
            weights(out, 0.1),
            activation));
  }

  private Plan end(int inputs) {
    float[] scale = new float[channels.getLast()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = 100 + 400 * random.nextFloat();
    }
    add(new Step.Scale("newton", steps.size(), steps.size() + 1, scale));
    return Plan.of(inputs, steps);
  }

  private Plan plan() {
    int inputs = 1 + random.nextInt(5);
    begin(inputs);
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      addRandom("step" + i);
    }
    List<Integer> unused = new ArrayList<>();
    for (int value = 1; value <= steps.size(); value++) {
      int v = value;
      if (steps.stream().noneMatch(step -> step.inputs().contains(v))) {
        unused.add(value);
      }
    }
    if (unused.size() > 1) {
      int sum = unused.stream().mapToInt(channels::get).sum();
      add(new Step.Concat("all", unused, steps.size() + 1, sum));
    }
    return end(inputs);
  }

  private void add(Step step) {
    steps.add(step);
    channels.add(step.channels());
  }

  private void addRandom(String name) {
    int x = 1 + random.nextInt(steps.size());
    int y = steps.size() + 1;
    int c = channels.get(x);
    Activation activation = Activation.values()[random.nextInt(Activation.values().length)];
    switch (random.nextInt(8)) {
      case 0 -> {
        int second = 1 + random.nextInt(steps.size());
        int same = channels.get(second) == c ? second : x;
        add(new Step.Add(name, x, same, y, c, activation));
      }
      case 1 -> {
        int second = 1 + random.nextInt(steps.size());
        add(new Step.Concat(name, List.of(x, second), y, c + channels.get(second)));
      }
      case 2 -> {
        int hidden = 1 + random.nextInt(5);
        add(
            new Step.Lstm(
                name,
                x,
                y,
                c,
                hidden,
                weights(4 * hidden * (c + hidden), 0.7),
                weights(4 * hidden, 0.5)));
      }
      case 3 -> {
        int hidden = 1 + random.nextInt(5);
        add(
            new Step.Gru(
                name,
                x,
                y,
                c,
                hidden,
                weights(3 * hidden * c, 0.7),
                weights(3 * hidden * hidden, 0.7),
                weights(3 * hidden, 0.5),
                weights(3 * hidden, 0.5)));
      }
      case 4 -> add(new Step.ChannelAffine(name, x, y, weights(c, 1), weights(c, 0.5), activation));
      case 5 -> add(new Step.Activate(name, x, y, c, activation));
      default -> conv(name, x, y, c, activation);
    }
  }

  private void conv(String name, int x, int y, int c, Activation activation) {
    int groups = random.nextBoolean() ? 1 : c;
    int out = groups * (1 + random.nextInt(groups == 1 ? 9 : 2));
    int kernelSize = 1 + random.nextInt(4);
    int dilation = 1 + random.nextInt(3);
    int reach = (kernelSize - 1) * dilation;
    int padRight = random.nextBoolean() ? 0 : random.nextInt(reach + 1);
    float[] weight = weights(out * (c / groups) * kernelSize, 0.6);
    if (random.nextInt(8) == 0) {
      weight = new float[weight.length];
    }
    add(
        new Step.Conv(
            name,
            x,
            y,
            c,
            out,
            kernelSize,
            dilation,
            reach - padRight,
            padRight,
            groups,
            weight,
            weights(out, 0.5),
            activation));
  }

  private float[] weights(int count, double scale) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (scale * random.nextGaussian());
    }
    return weights;
  }
}
