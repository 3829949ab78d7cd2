package dev.footfall.engine.quant;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.StudentModel;
import java.util.List;

/**
 * A {@link Plan} in 8-bit integers: raw sensor values in, newton out, and integer arithmetic
 * between the two conversions.
 *
 * <p>Values keep the numbers that they have in the plan. All but value 0 and the last are rows of
 * 8-bit integers, each value with one scale and one zero point; weights have a scale for each row
 * and no zero point. A plan holds no state of a recording and is never changed: any number of
 * kernels and threads may share one.
 */
public final class QuantizedPlan {
  private final int inputs;
  private final List<QuantStep> steps;
  private final int[] channels;
  private final int[] delays;
  private final Quantization[] quantizations;

  QuantizedPlan(int inputs, List<QuantStep> steps, Quantization[] quantizations) {
    this.inputs = inputs;
    this.steps = List.copyOf(steps);
    this.channels = new int[quantizations.length];
    this.delays = new int[quantizations.length];
    this.quantizations = quantizations;
    channels[0] = inputs;
    for (QuantStep step : steps) {
      channels[step.output()] = step.channels();
      for (int value : step.inputs()) {
        delays[step.output()] = Math.max(delays[step.output()], delays[value] + step.lookAhead());
      }
    }
  }

  /**
   * Quantises a plan with the ranges of one method.
   *
   * @throws IllegalArgumentException if the calibration is not of this plan, or the plan holds what
   *     8 bits cannot: one line that names the step
   */
  public static QuantizedPlan of(Plan plan, Calibration calibration, RangeMethod method) {
    calibration.requireFor(plan);
    return new Quantizer(plan, calibration, method).quantize();
  }

  /** Quantises a plan with the ranges of the calibration's own method. */
  public static QuantizedPlan of(Plan plan, Calibration calibration) {
    return of(plan, calibration, calibration.method());
  }

  /**
   * Quantises a model with the ranges in its file.
   *
   * @throws IllegalArgumentException if it has none, or they do not fit, or the plan holds what 8
   *     bits cannot: one line
   */
  public static QuantizedPlan of(StudentModel model) {
    String calibration = model.metadata().get("calibration");
    if (calibration == null) {
      throw new IllegalArgumentException(
          "int8: the model has no calibration; run ./footfall calibrate --model FILE --data DIR"
              + " --out FILE");
    }
    return of(model.plan(), Calibration.of(Json.parse("metadata \"calibration\"", calibration)));
  }

  /** The steps in the order of their execution; the first quantises, the last answers in float. */
  public List<QuantStep> steps() {
    return steps;
  }

  /** Number of values, value 0 included, as in the plan. */
  public int values() {
    return channels.length;
  }

  /** Channels of a value; 0 for one that became part of the step that took it. */
  public int channels(int value) {
    return channels[value];
  }

  /**
   * What the integers of a value stand for; null for the first and the last value, which are
   * floats, and for one that became part of the step that took it.
   */
  public Quantization quantization(int value) {
    return quantizations[value];
  }

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputs;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return channels[values() - 1];
  }

  /** How many samples later than value 0 a value can be known at the earliest. */
  public int delay(int value) {
    return delays[value];
  }

  /** How many samples after its own time an estimate depends on; 0 for a causal network. */
  public int lookAhead() {
    return delays[values() - 1];
  }

  /** Multiply-accumulates of one sample, those in matrix products. */
  public long macsPerSample() {
    return steps.stream().mapToLong(QuantStep::macsPerSample).sum();
  }

  /** Bytes of all weights, biases and constants of the steps. */
  public int weightBytes() {
    return steps.stream().mapToInt(QuantStep::weightBytes).sum();
  }

  /** Bytes of the function tables that the steps read: each once. */
  public int tableBytes() {
    long tables = steps.stream().flatMap(step -> step.tables().stream()).distinct().count();
    return (int) tables * GateTable.ENTRIES * Short.BYTES;
  }
}
