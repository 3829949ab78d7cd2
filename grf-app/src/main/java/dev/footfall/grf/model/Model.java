package dev.footfall.grf.model;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.window.Normalisation;

/**
 * A trained network with all that is needed to use it: recordings in, newton out.
 *
 * @param network weights included
 * @param task which channels go in and out
 * @param normalisation between sensor values, newton, and the network
 * @param provenance where it comes from
 */
public record Model(
    SequenceNetwork network, Task task, Normalisation normalisation, Provenance provenance) {

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
