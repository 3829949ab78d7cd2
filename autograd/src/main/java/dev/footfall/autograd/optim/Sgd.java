package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/**
 * Stochastic gradient descent with momentum.
 *
 * <pre>
 * g = dw + weightDecay w
 * v = momentum v + (1 - dampening) g            (v = g in the first step)
 * w = w - learningRate v                        (classical)
 * w = w - learningRate (g + momentum v)         (Nesterov)
 * </pre>
 *
 * <p>One tensor for each parameter. Source: Sutskever et al. 2013, in the form PyTorch uses: the
 * learning rate multiplies the velocity and is not part of it.
 */
public final class Sgd extends MomentOptimizer {
  private final double momentum;
  private final double dampening;
  private final boolean nesterov;
  private final double weightDecay;

  /**
   * An optimiser of these parameters, without dampening.
   *
   * @throws IllegalArgumentException if momentum is outside [0, 1) or weight decay negative
   */
  public Sgd(
      Kernels kernels,
      Collection<Parameter> parameters,
      double momentum,
      boolean nesterov,
      double weightDecay) {
    this(kernels, parameters, momentum, 0, nesterov, weightDecay);
  }

  /**
   * An optimiser of these parameters.
   *
   * @param dampening share of the gradient that does not enter the velocity, from the second step
   *     on
   * @throws IllegalArgumentException if momentum or dampening is outside [0, 1), weight decay
   *     negative, or Nesterov's form is asked for with dampening
   */
  public Sgd(
      Kernels kernels,
      Collection<Parameter> parameters,
      double momentum,
      double dampening,
      boolean nesterov,
      double weightDecay) {
    super(kernels, parameters, "velocity");
    if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "sgd: momentum must be in [0, 1) and weight decay not"
              + " negative (momentum "
              + momentum
              + ", weight decay "
              + weightDecay
              + ")");
    }
    Ranges.requireShare("sgd", "dampening", dampening);
    if (nesterov && dampening > 0) {
      throw new IllegalArgumentException(
          "sgd: Nesterov's form has no dampening (" + dampening + ")");
    }
    this.momentum = momentum;
    this.dampening = dampening;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  @Override
  void update(double learningRate, double t, Parameter parameter, Tensor[] moments) {
    Tensor w = parameter.value();
    double share = t == 1 || momentum == 0 ? 1 : 1 - dampening;
    kernel.sgd(
        w.elements(),
        learningRate,
        weightDecay,
        momentum,
        share,
        nesterov,
        parameter.gradient(),
        moments[0],
        w);
  }
}
