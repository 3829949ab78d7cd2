package dev.footfall.engine.quant;

import dev.footfall.engine.plan.InputGuard;
import dev.footfall.engine.plan.SensorLimits;

/** Makes what runs a step. Apart from the stages, since a switch over types holds strings. */
final class Stages {
  private Stages() {}

  /** What runs a step between the first and the last. */
  static Stage of(QuantStep step) {
    return switch (step) {
      case QuantStep.Conv s -> new ConvStage(s);
      case QuantStep.Add s -> new AddStage(s);
      case QuantStep.Concat s -> new ConcatStage(s);
      case QuantStep.Lstm s -> new LstmStage(s);
      case QuantStep.Gru s -> new GruStage(s);
      case QuantStep.Quantize _, QuantStep.Head _, QuantStep.Dequantize _ -> throw misplaced(step);
    };
  }

  /** What runs the first step. */
  static Entry entry(QuantizedPlan plan) {
    if (plan.steps().getFirst() instanceof QuantStep.Quantize s) {
      return new Entry(s);
    }
    throw misplaced(plan.steps().getFirst());
  }

  /** What lets only finite numbers pass to the first step. */
  static InputGuard guard(QuantizedPlan plan, SensorLimits limits) {
    if (plan.steps().getFirst() instanceof QuantStep.Quantize s) {
      return new InputGuard(s.mean(), limits);
    }
    throw misplaced(plan.steps().getFirst());
  }

  /** What runs the last step. */
  static Exit exit(QuantizedPlan plan) {
    return switch (plan.steps().getLast()) {
      case QuantStep.Head s -> new Exit(s);
      case QuantStep.Dequantize s -> new Exit(s);
      case QuantStep s -> throw misplaced(s);
    };
  }

  private static IllegalArgumentException misplaced(QuantStep step) {
    return new IllegalArgumentException("int8: step \"" + step.name() + "\" is out of its place");
  }
}
