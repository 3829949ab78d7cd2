package dev.footfall.engine.plan;

/** Checks the sizes and numbers of a step against the values that it takes. */
final class StepCheck {
  /** The most samples that a convolution spans, or an estimate waits. */
  static final int LONGEST_REACH = 1 << 16;

  private StepCheck() {}

  /**
   * Checks one step.
   *
   * @param channels of each value before it
   */
  static void check(Step step, int[] channels) {
    int sum = 0;
    for (int value : step.inputs()) {
      if (value < 0 || value >= step.output()) {
        throw problem(step, "takes value " + value + ", which no step before it writes");
      }
      sum += channels[value];
    }
    if (step.inputs().isEmpty() || step.channels() < 1 || step.channels() > Graph.MOST_CHANNELS) {
      throw problem(
          step,
          "expected an input or more and 1 to %s channels (inputs %s, channels %s)"
              .formatted(Graph.MOST_CHANNELS, step.inputs().size(), step.channels()));
    }
    int in = channels[step.inputs().getFirst()];
    switch (step) {
      case Step.Standardise s -> {
        require(step, "mean", s.mean(), in);
        require(step, "std", s.std(), in);
        requirePositive(step, s.std());
      }
      case Step.Conv s -> conv(s, in);
      case Step.ChannelAffine s -> {
        require(step, "scale", s.scale(), in);
        require(step, "shift", s.shift(), in);
      }
      case Step.Add s -> {
        if (channels[s.second()] != in || s.channels() != in) {
          throw problem(
              step,
              "values of %s and %s channels do not add up to %s"
                  .formatted(in, channels[s.second()], s.channels()));
        }
      }
      case Step.Concat s -> requireChannels(step, "inputs", sum, s.channels());
      case Step.Activate s -> requireChannels(step, "input", in, s.channels());
      case Step.Lstm s -> {
        requireChannels(step, "input", in, s.inChannels());
        require(step, "weight", s.weight(), 4L * s.hidden() * (in + s.hidden()));
        require(step, "bias", s.bias(), 4L * s.hidden());
      }
      case Step.Gru s -> {
        requireChannels(step, "input", in, s.inChannels());
        require(step, "weightX", s.weightX(), 3L * s.hidden() * in);
        require(step, "weightH", s.weightH(), 3L * s.hidden() * s.hidden());
        require(step, "biasX", s.biasX(), 3L * s.hidden());
        require(step, "biasH", s.biasH(), 3L * s.hidden());
      }
      case Step.Scale s -> require(step, "scale", s.scale(), in);
    }
  }

  private static void conv(Step.Conv s, int in) {
    requireChannels(s, "input", in, s.inChannels());
    long span = (s.kernelSize() - 1L) * s.dilation();
    if (s.kernelSize() < 1
        || s.dilation() < 1
        || s.padLeft() < 0
        || s.padRight() < 0
        || span > LONGEST_REACH
        || (long) s.padLeft() + s.padRight() != span) {
      throw problem(
          s,
          ("expected padding that keeps the length, (kernel size - 1) dilation in all and at most"
                  + " %s (kernel size %s, dilation %s, padding %s and %s)")
              .formatted(LONGEST_REACH, s.kernelSize(), s.dilation(), s.padLeft(), s.padRight()));
    }
    if (s.groups() < 1 || in % s.groups() != 0 || s.outChannels() % s.groups() != 0) {
      throw problem(
          s,
          "%s to %s channels do not fall into %s groups"
              .formatted(in, s.outChannels(), s.groups()));
    }
    require(s, "weight", s.weight(), (long) s.outChannels() * (in / s.groups()) * s.kernelSize());
    require(s, "bias", s.bias(), s.outChannels());
  }

  private static void requireChannels(Step step, String what, int found, int expected) {
    if (found != expected) {
      throw problem(step, what + " of " + found + " channels, expected " + expected);
    }
  }

  private static void require(Step step, String name, float[] values, long length) {
    if (values.length != length) {
      throw problem(step, name + " has " + values.length + " numbers, expected " + length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw problem(step, name + " is " + values[i] + " at flat index " + i);
      }
    }
  }

  private static void requirePositive(Step step, float[] std) {
    for (int c = 0; c < std.length; c++) {
      if (std[c] <= 0) {
        throw problem(step, "std is " + std[c] + " at flat index " + c + "; it must be positive");
      }
    }
  }

  static IllegalArgumentException problem(Step step, String what) {
    return new IllegalArgumentException("plan: " + step.name() + ": " + what);
  }
}
