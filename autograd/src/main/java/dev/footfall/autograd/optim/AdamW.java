package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019): the moments are those of
 * {@code dw} alone, and before each step
 *
 * <pre>
 * w = w - learningRate weightDecay w
 * </pre>
 *
 * <p>The whole learning rate multiplies the decay, as in PyTorch; in the paper only the schedule
 * does, not the rate that it begins from.
 */
public final class AdamW extends Adam {

  /**
   * An optimiser of these parameters with the usual constants.
   *
   * @throws IllegalArgumentException if weight decay is negative
   */
  public AdamW(Kernels kernels, Collection<Parameter> parameters, double weightDecay) {
    this(kernels, parameters, BETA1, BETA2, EPSILON, weightDecay);
  }

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if a beta is outside [0, 1), or epsilon or weight decay
   *     negative
   */
  public AdamW(
      Kernels kernels,
      Collection<Parameter> parameters,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    super("adamW", kernels, parameters, beta1, beta2, epsilon, weightDecay, true);
  }
}
