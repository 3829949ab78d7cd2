package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a plan over windows of real recordings, in float and in 8 bits, and says what its values
 * were and what 8 bits do to them.
 */
public final class Calibrator {
  private final Plan plan;
  private final List<float[]> windows;

  /**
   * A calibrator.
   *
   * @param windows raw sensor values {@code [T, C]} each, those of training subjects
   * @throws IllegalArgumentException if there is no window, or one is empty or no multiple of C
   */
  public Calibrator(Plan plan, List<float[]> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("calibration: no window");
    }
    for (float[] window : windows) {
      if (window.length == 0 || window.length % plan.inputs() != 0) {
        throw new IllegalArgumentException(
            "calibration: a window of %s numbers for %s inputs"
                .formatted(window.length, plan.inputs()));
      }
    }
    this.plan = plan;
    this.windows = List.copyOf(windows);
  }

  /** What the values were. The default method is the one whose forces have the least error. */
  public Calibration calibrate() {
    List<Calibration.StepRange> ranges = ranges();
    RangeMethod[] methods = RangeMethod.values();
    List<QuantizedPlan> candidates = new ArrayList<>();
    for (RangeMethod method : methods) {
      candidates.add(QuantizedPlan.of(plan, new Calibration(windows.size(), method, ranges)));
    }
    double[] errors = forceErrors(candidates);
    int best = 0;
    for (int i = 1; i < errors.length; i++) {
      best = errors[i] < errors[best] ? i : best;
    }
    return new Calibration(windows.size(), methods[best], ranges);
  }

  private double[] forceErrors(List<QuantizedPlan> candidates) {
    double[] errors = new double[candidates.size()];
    for (float[] window : windows) {
      PlanTrace trace = PlanTrace.of(plan, window);
      for (int i = 0; i < errors.length; i++) {
        float[] forces = new float[plan.outputs() * trace.length()];
        kernel(candidates.get(i), trace.length()).run(window, forces);
        for (int j = 0; j < forces.length; j++) {
          double error = forces[j] - trace.force(j);
          errors[i] += error * error;
        }
      }
    }
    return errors;
  }

  private static Int8Window kernel(QuantizedPlan quantized, int length) {
    return Int8Window.of(quantized, length, SensorLimits.at(1));
  }

  private List<Calibration.StepRange> ranges() {
    int observed = plan.steps().size() - 1;
    List<Histogram> histograms = new ArrayList<>();
    float[] cells = new float[observed];
    for (int i = 0; i < observed; i++) {
      histograms.add(new Histogram());
    }
    for (float[] window : windows) {
      PlanTrace trace = PlanTrace.of(plan, window);
      for (int i = 0; i < observed; i++) {
        for (float x : trace.values().get(i + 1)) {
          histograms.get(i).add(x);
        }
        cells[i] = Math.max(cells[i], trace.cells()[i + 1]);
      }
    }
    List<Calibration.StepRange> steps = new ArrayList<>();
    for (int i = 0; i < observed; i++) {
      Map<RangeMethod, Range> byMethod = new EnumMap<>(RangeMethod.class);
      for (RangeMethod method : RangeMethod.values()) {
        byMethod.put(method, method.of(histograms.get(i)));
      }
      steps.add(new Calibration.StepRange(plan.steps().get(i).name(), byMethod, cells[i]));
    }
    return steps;
  }

  /**
   * How far each value in 8 bits is from the value in float, the errors of all steps before it
   * included: layer by layer, the forces last.
   *
   * @param quantized this calibrator's plan in 8 bits
   */
  public List<StepError> measure(QuantizedPlan quantized) {
    int values = plan.values();
    double[] signal = new double[values];
    double[] noise = new double[values];
    long[] count = new long[values];
    for (float[] window : windows) {
      PlanTrace trace = PlanTrace.of(plan, window);
      int length = trace.length();
      Int8Window kernel = kernel(quantized, length);
      float[] forces = new float[plan.outputs() * length];
      kernel.run(window, forces);
      for (int v = 1; v < values; v++) {
        byte[] q = kernel.value(v);
        boolean last = v == values - 1;
        if (q == null && !last) {
          continue; // became part of the last step
        }
        float[] exact = trace.values().get(v);
        for (int i = 0; i < exact.length; i++) {
          float found =
              last
                  ? forces[i % length * plan.outputs() + i / length]
                  : quantized.quantization(v).dequantize(q[i]);
          double error = found - exact[i];
          signal[v] += (double) exact[i] * exact[i];
          noise[v] += error * error;
        }
        count[v] += exact.length;
      }
    }
    List<StepError> errors = new ArrayList<>();
    for (QuantStep step : quantized.steps()) {
      int v = step.output();
      errors.add(new StepError(step.name(), signal[v] / count[v], noise[v] / count[v]));
    }
    return errors;
  }

  /**
   * What 8 bits do to one value.
   *
   * @param step name of the step that writes it
   * @param meanSquare mean square of the value in float
   * @param meanSquaredError mean square of the difference
   */
  public record StepError(String step, double meanSquare, double meanSquaredError) {

    /**
     * Ratio of signal to quantisation noise, {@code 10 lg(meanSquare / meanSquaredError)}, in dB; 6
     * dB are one bit. Infinite without an error.
     */
    public double ratioDb() {
      return 10 * Math.log10(meanSquare / meanSquaredError);
    }
  }
}
