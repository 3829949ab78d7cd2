package dev.footfall.autograd.quant;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.FakeQuantOp;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.quant.Quantization;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A network's forward pass as it will be in 8 bits, with gradients for the network's own
 * parameters: {@link FakeQuantOp} after every value that is quantised, with the ranges of the
 * quantised plan, and before every weight is used, with the scales of its present rows.
 *
 * <p>What is left out: the state of an LSTM stays float within the layer, and so do biases.
 */
public final class FakeQuantPass {
  private static final int LARGEST_WEIGHT = 127;

  private final Plan plan;
  private final QuantizedPlan quantized;
  private final Map<String, Parameter> parameters;

  /**
   * A pass over a network.
   *
   * @param plan the network, compiled
   * @param quantized the plan in 8 bits
   * @param parameters those of the network, by name
   * @throws IllegalArgumentException if a step cannot be trained so, or a parameter is in none, as
   *     that of a folded batch normalisation; one line that names it
   */
  public FakeQuantPass(Plan plan, QuantizedPlan quantized, Map<String, Parameter> parameters) {
    this.plan = plan;
    this.quantized = quantized;
    this.parameters = parameters;
    Set<String> unused = new HashSet<>(parameters.keySet());
    for (Step step : plan.steps()) {
      switch (step) {
        case Step.Conv s when s.groups() == 1 -> {
          unused.remove(s.name() + ".weight");
          unused.remove(s.name() + ".bias");
        }
        case Step.Lstm s -> {
          unused.remove(s.name() + ".weight_x");
          unused.remove(s.name() + ".weight_h");
          unused.remove(s.name() + ".bias");
        }
        case Step.Conv _, Step.Gru _, Step.ChannelAffine _ ->
            throw new IllegalArgumentException(
                "fine-tuning: step \"%s\" cannot be trained in 8 bits".formatted(step.name()));
        default -> {
          // No parameters.
        }
      }
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "fine-tuning: parameter \"%s\" is in no step that can be trained in 8 bits"
              .formatted(unused.stream().sorted().findFirst().orElseThrow()));
    }
  }

  /** From the standardised signal {@code [N, C, T]} to the network's output {@code [N, K, T]}. */
  public Variable forward(Tape tape, Tensor x) {
    Variable[] values = new Variable[plan.values()];
    values[0] = tape.constant(x);
    Variable y = values[0];
    for (Step step : plan.steps()) {
      if (step instanceof Step.Scale) {
        break;
      }
      y = activated(step.activation(), run(step, tape, values));
      Quantization quantization = quantized.quantization(step.output());
      if (quantization != null) {
        y = rounded(y, quantization);
      }
      values[step.output()] = y;
    }
    return y;
  }

  private Variable run(Step step, Tape tape, Variable[] values) {
    Variable first = values[step.inputs().getFirst()];
    return switch (step) {
      case Step.Standardise _ -> first;
      case Step.Conv s -> {
        Conv1dSpec spec = new Conv1dSpec(1, s.padLeft(), s.padRight(), s.dilation());
        Variable weight = roundedRows(tape, s.name() + ".weight");
        Parameter bias = parameters.get(s.name() + ".bias");
        yield bias == null ? F.conv1d(first, weight, spec) : F.conv1d(first, weight, bias, spec);
      }
      case Step.Lstm s ->
          F.lstm(
              first,
              roundedRows(tape, s.name() + ".weight_x"),
              roundedRows(tape, s.name() + ".weight_h"),
              parameters.get(s.name() + ".bias"));
      case Step.Add s -> F.add(first, values[s.second()]);
      case Step.Concat s ->
          F.concat(s.inputs().stream().map(v -> values[v]).toArray(Variable[]::new));
      case Step.Activate _ -> first;
      case Step.ChannelAffine _, Step.Gru _, Step.Scale _ -> throw new AssertionError(step.name());
    };
  }

  private static Variable activated(Activation activation, Variable x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> F.relu(x);
      case TANH -> F.tanh(x);
      case SIGMOID -> F.sigmoid(x);
    };
  }

  private static Variable rounded(Variable x, Quantization quantization) {
    return F.fakeQuant(
        x,
        new FakeQuantOp(
            new float[] {quantization.scale()},
            new int[] {quantization.zeroPoint()},
            Quantization.LEAST,
            Quantization.MOST));
  }

  private Variable roundedRows(Tape tape, String name) {
    Parameter weight = parameters.get(name);
    Tensor value = weight.value();
    int rows = value.shape().extent(0);
    int length = value.elements() / rows;
    float[] scales = new float[rows];
    Arrays.fill(scales, Float.MIN_NORMAL); // for a row of zeros
    for (int i = 0; i < value.elements(); i++) {
      float scale = (float) Math.abs(value.get(i)) / LARGEST_WEIGHT;
      scales[i / length] = Math.max(scales[i / length], scale);
    }
    return tape.applyTo(
        new FakeQuantOp(scales, new int[rows], -LARGEST_WEIGHT, LARGEST_WEIGHT), weight);
  }
}
