package dev.footfall.grf.model;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.trace.Tracer;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.Calibration;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.RangeMethod;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.window.Normalisation;
import java.util.List;

/**
 * A trained network with all that is needed to use it: recordings in, newton out.
 *
 * @param network weights included
 * @param task which channels go in and out
 * @param normalisation between sensor values, newton, and the network
 * @param provenance where it comes from
 * @param calibration what its values were on training windows; null where nobody has looked
 */
public record Model(
    SequenceNetwork network,
    Task task,
    Normalisation normalisation,
    Provenance provenance,
    Calibration calibration) {

  /** A model without calibration. */
  public Model(
      SequenceNetwork network, Task task, Normalisation normalisation, Provenance provenance) {
    this(network, task, normalisation, provenance, null);
  }

  /**
   * The same model, calibrated.
   *
   * @param windows raw sensor values {@code [T, C]} of training subjects
   */
  public Model calibrated(List<float[]> windows) {
    return with(new Calibrator(plan(), windows).calibrate());
  }

  /** The same model with another of its calibration's methods as the default. */
  public Model withRangesOf(RangeMethod method) {
    return with(new Calibration(calibration.windows(), method, calibration.steps()));
  }

  private Model with(Calibration other) {
    return new Model(network, task, normalisation, provenance, other);
  }

  /**
   * What the network does, compiled: raw sensor values in the order of the task's inputs go in,
   * newton in the order of its targets come out, equal to {@link #estimate} within float rounding.
   * Training the network further does not change the plan.
   */
  public Plan plan() {
    return Plan.compile(
        Tracer.trace(network, network.inputs()),
        network.state(),
        normalisation.inputMean(),
        normalisation.inputStd(),
        normalisation.targetScale());
  }

  /** How long after an instant its estimate can be there at the earliest, in ms. */
  public double lookAheadMs() {
    return 1000 * network.lookAhead() / task.samplingRateHz();
  }

  /**
   * Estimates the force over a whole recording.
   *
   * @return {@code [K, T]} in N, row-major, channels as the task's targets
   * @throws dev.footfall.grf.data.InputException if the recording does not fit the task
   */
  public float[] estimate(Recording recording, Kernels kernels) {
    float[] x = normalisation.normalisedInputs(recording, task);
    int length = recording.length();
    Tape tape = Tape.inference(kernels);
    Tensor input = Tensor.of(Shape.of(1, network.inputs(), length), x);
    float[] y = network.forward(tape.constant(input)).value().floats();
    float[] scale = normalisation.targetScale();
    float[] forceN = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      forceN[i] = scale[i / length] * y[i];
    }
    return forceN;
  }
}
