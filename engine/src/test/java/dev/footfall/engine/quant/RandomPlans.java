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

  private Plan plan() {
    int inputs = 1 + random.nextInt(5);
    channels.add(inputs);
    float[] std = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      std[c] = 0.5f + random.nextFloat();
    }
    add(new Step.Standardise("standardise", 0, 1, weights(inputs, 1), std));
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      addRandom("step" + i);
    }
    float[] scale = new float[channels.getLast()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = 100 + 400 * random.nextFloat();
    }
    add(new Step.Scale("newton", steps.size(), steps.size() + 1, scale));
    return Plan.of(inputs, steps);
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
