package dev.footfall.autograd.optim;

import dev.footfall.engine.Tensor;
import java.util.Map;

/**
 * Moves parameters along their gradients.
 *
 * <p>A {@linkplain dev.footfall.autograd.tape.Parameter#freeze frozen} parameter is left alone:
 * neither it nor its moments change, it does not decay, and its steps are not counted, so that it
 * starts afresh when it is thawed for the first time. Parameters that are to move by other rules
 * get an optimiser of their own.
 */
public interface Optimizer {

  /** One update with the gradients that are there now; they are left as they are. */
  void step(double learningRate);

  /**
   * The live tensors of all that is remembered from step to step, by name: what a checkpoint keeps.
   * Writing to them changes the optimiser.
   */
  Map<String, Tensor> state();
}
