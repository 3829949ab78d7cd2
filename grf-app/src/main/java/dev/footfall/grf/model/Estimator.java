package dev.footfall.grf.model;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;

/** One way of running a model over whole recordings. */
@FunctionalInterface
public interface Estimator {

  /**
   * Estimates the force over a whole recording.
   *
   * @return {@code [K, T]} in N, row-major, channels as the task's targets
   * @throws InputException if the recording does not fit the task
   */
  float[] estimate(Recording recording);

  /** The network itself, in float. */
  static Estimator of(Model model, Kernels kernels) {
    return recording -> model.estimate(recording, kernels);
  }

  /**
   * The model's plan in 8-bit integers.
   *
   * @throws IllegalArgumentException if the model cannot be quantised
   */
  static Estimator int8(Model model) {
    Plan plan = model.plan();
    QuantizedPlan quantized = QuantizedPlan.of(plan, model.calibration());
    SensorLimits limits = SensorLimits.at(model.task().samplingRateHz());
    return recording -> {
      float[][] inputs = model.task().inputs(recording);
      int length = recording.length();
      float[] samples = new float[length * plan.inputs()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = inputs[i % plan.inputs()][i / plan.inputs()];
      }
      float[] forces = new float[length * plan.outputs()];
      Int8Window.of(quantized, length, limits).run(samples, forces);
      float[] byChannel = new float[forces.length];
      for (int i = 0; i < forces.length; i++) {
        byChannel[i % plan.outputs() * length + i / plan.outputs()] = forces[i];
      }
      return byChannel;
    };
  }
}
