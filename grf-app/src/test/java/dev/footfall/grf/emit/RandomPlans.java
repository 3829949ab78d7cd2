package dev.footfall.grf.emit;

import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plans of random architectures: every step, branches that meet again, looks ahead. */
final class RandomPlans {
  private final Random random;
  private final boolean causal;
  private final List<Step> steps = new ArrayList<>();
  private int inputs;

  private RandomPlans(Random random, boolean causal) {
    this.random = random;
    this.causal = causal;
  }

  /** A plan of up to a dozen steps. */
  static Plan any(Random random) {
    return new RandomPlans(random, random.nextBoolean()).plan();
  }

  /** The network that is deployed: three convolutions of 16 channels and a head. */
  static Plan cnnS(Random random, int channels) {
    RandomPlans plans = new RandomPlans(random, true);
    plans.begin(channels);
    plans.conv(16, 5, 1, Activation.RELU);
    plans.conv(16, 5, 2, Activation.RELU);
    plans.conv(16, 5, 4, Activation.RELU);
    plans.conv(2, 1, 1, Activation.NONE);
    return plans.end();
  }

  /** A convolution, an LSTM and a head. */
  static Plan lstmS(Random random, int channels) {
    RandomPlans plans = new RandomPlans(random, true);
    plans.begin(channels);
    plans.conv(16, 5, 1, Activation.RELU);
    plans.lstm(24);
    plans.conv(2, 1, 1, Activation.NONE);
    return plans.end();
  }

  /** A small plan that has every step, looks ahead, and joins values of different delay. */
  static Plan ofEveryStep(Random random) {
    RandomPlans plans = new RandomPlans(random, false);
    plans.begin(2);
    int early = plans.last();
    plans.conv(2, 3, 2, 2, Activation.RELU);
    plans.conv(2, 2, 1, 1, Activation.TANH);
    plans.steps.add(new Step.Add("join", plans.last(), early, plans.next(), 2, Activation.NONE));
    plans.affine();
    plans.activate();
    plans.concat();
    plans.lstm(2);
    plans.gru(2);
    plans.conv(2, 1, 1, Activation.SIGMOID);
    return plans.end();
  }

  /** A plan in 8 bits, calibrated on normally distributed values. */
  static QuantizedPlan quantized(Plan plan, Random random) {
    List<float[]> windows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      float[] window = new float[30 * plan.inputs()];
      for (int j = 0; j < window.length; j++) {
        window[j] = (float) (2 * random.nextGaussian());
      }
      windows.add(window);
    }
    return QuantizedPlan.of(plan, new Calibrator(plan, windows).calibrate());
  }

  private Plan plan() {
    begin(1 + random.nextInt(6));
    for (int depth = 1 + random.nextInt(6); depth > 0; depth--) {
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> conv();
        case 3 -> lstm(1 + random.nextInt(6));
        case 4 -> gru(1 + random.nextInt(6));
        case 5 -> affine();
        case 6 -> activate();
        case 7 -> residual();
        default -> concat();
      }
    }
    conv(1 + random.nextInt(3), 1, 1, Activation.NONE);
    return end();
  }

  private void begin(int channels) {
    inputs = channels;
    float[] std = numbers(channels, 1);
    for (int c = 0; c < channels; c++) {
      std[c] = 0.5f + Math.abs(std[c]);
    }
    steps.add(new Step.Standardise("standardise", 0, 1, numbers(channels, 1), std));
  }

  private Plan end() {
    steps.add(new Step.Scale("newton", last(), next(), numbers(width(), 300)));
    return Plan.of(inputs, steps);
  }

  private void conv() {
    conv(1 + random.nextInt(6), 1 + random.nextInt(4), 1 + random.nextInt(3), activation());
  }

  private void conv(int out, int taps, int dilation, Activation activation) {
    int span = (taps - 1) * dilation;
    conv(out, taps, dilation, causal ? 0 : random.nextInt(span + 1), activation);
  }

  private void conv(int out, int taps, int dilation, int ahead, Activation activation) {
    int span = (taps - 1) * dilation;
    int groups = out % 2 == 0 && width() % 2 == 0 && random.nextBoolean() && !causal ? 2 : 1;
    steps.add(
        new Step.Conv(
            name("conv"),
            last(),
            next(),
            width(),
            out,
            taps,
            dilation,
            span - ahead,
            ahead,
            groups,
            numbers(out * (width() / groups) * taps, 1 / Math.sqrt(width() * taps)),
            numbers(out, 0.3),
            activation));
  }

  private void lstm(int hidden) {
    int in = width();
    steps.add(
        new Step.Lstm(
            name("lstm"),
            last(),
            next(),
            in,
            hidden,
            numbers(4 * hidden * (in + hidden), 1 / Math.sqrt(in + hidden)),
            numbers(4 * hidden, 0.3)));
  }

  private void gru(int hidden) {
    int in = width();
    steps.add(
        new Step.Gru(
            name("gru"),
            last(),
            next(),
            in,
            hidden,
            numbers(3 * hidden * in, 1 / Math.sqrt(in)),
            numbers(3 * hidden * hidden, 1 / Math.sqrt(hidden)),
            numbers(3 * hidden, 0.3),
            numbers(3 * hidden, 0.3)));
  }

  private void affine() {
    steps.add(
        new Step.ChannelAffine(
            name("norm"), last(), next(), numbers(width(), 1), numbers(width(), 1), activation()));
  }

  private void activate() {
    steps.add(new Step.Activate(name("activate"), last(), next(), width(), activation()));
  }

  /** A convolution, and its input added to its output. */
  private void residual() {
    int x = last();
    conv(width(), 1 + random.nextInt(4), 1, activation());
    steps.add(new Step.Add(name("add"), last(), x, next(), width(), activation()));
  }

  private void concat() {
    int x = last();
    int width = width();
    conv();
    steps.add(new Step.Concat(name("concat"), List.of(x, last(), x), next(), 2 * width + width()));
  }

  private Activation activation() {
    Activation[] all = Activation.values();
    return all[random.nextInt(all.length)];
  }

  private String name(String kind) {
    return "block" + steps.size() / 4 + "." + kind + steps.size();
  }

  private int last() {
    return steps.size();
  }

  private int next() {
    return steps.size() + 1;
  }

  private int width() {
    return steps.getLast().channels();
  }

  private float[] numbers(int count, double scale) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }
}
