package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/**
 * Lion (Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023): every element moves by
 * the learning rate, in the direction of the sign of an interpolation between mean and gradient.
 *
 * <pre>
 * w = w - learningRate (sgn(beta1 m + (1 - beta1) dw) + weightDecay w)
 * m = beta2 m + (1 - beta2) dw
 * </pre>
 *
 * <p>{@code sgn(0) = 0}. Weight decay is decoupled; there is no epsilon and no correction of the
 * bias. The paper takes beta1 0.9, beta2 0.99, and a learning rate 3 to 10 times smaller than that
 * of AdamW with a weight decay as many times larger. One tensor for each parameter.
 */
public final class Lion extends MomentOptimizer {
  private final double beta1;
  private final double beta2;
  private final double weightDecay;

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if a beta is outside [0, 1) or weight decay negative
   */
  public Lion(
      Kernels kernels,
      Collection<Parameter> parameters,
      double beta1,
      double beta2,
      double weightDecay) {
    super(kernels, parameters, "mean");
    Ranges.requireShare("lion", "beta1", beta1);
    Ranges.requireShare("lion", "beta2", beta2);
    Ranges.requireNotNegative("lion", "weight decay", weightDecay);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.weightDecay = weightDecay;
  }

  @Override
  void update(double learningRate, double t, Parameter parameter, Tensor[] moments) {
    Tensor w = parameter.value();
    kernel.lion(
        w.elements(),
        learningRate,
        learningRate * weightDecay,
        beta1,
        beta2,
        parameter.gradient(),
        moments[0],
        w);
  }
}
