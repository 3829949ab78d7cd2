package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/**
 * Adam (Kingma and Ba 2015), in step t = 1, 2, ... of each parameter:
 *
 * <pre>
 * g = dw + weightDecay w
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g g
 * w = w - learningRate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>Weight decay is a penalty, so the moments see it; {@link AdamW} decouples it. Epsilon is added
 * to the root that has been corrected for its bias, as PyTorch does it and as Algorithm 1 of the
 * paper writes it; the paper's faster variant, which TensorFlow takes, adds it before the
 * correction and is another epsilon. Two tensors for each parameter.
 */
public sealed class Adam extends MomentOptimizer permits AdamW {
  /** Weight of the past in the mean, unless another is asked for. */
  public static final double BETA1 = 0.9;

  /** Weight of the past in the mean square, unless another is asked for. */
  public static final double BETA2 = 0.999;

  /** What keeps the denominator from zero, unless another is asked for. */
  public static final double EPSILON = 1e-8;

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double penalty;
  private final double decay;

  /**
   * An optimiser of these parameters with the usual constants.
   *
   * @throws IllegalArgumentException if weight decay is negative
   */
  public Adam(Kernels kernels, Collection<Parameter> parameters, double weightDecay) {
    this(kernels, parameters, BETA1, BETA2, EPSILON, weightDecay);
  }

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if a beta is outside [0, 1), or epsilon or weight decay
   *     negative
   */
  public Adam(
      Kernels kernels,
      Collection<Parameter> parameters,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    this("adam", kernels, parameters, beta1, beta2, epsilon, weightDecay, false);
  }

  Adam(
      String name,
      Kernels kernels,
      Collection<Parameter> parameters,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean decoupled) {
    super(kernels, parameters, "mean", "square");
    Ranges.requireShare(name, "beta1", beta1);
    Ranges.requireShare(name, "beta2", beta2);
    Ranges.requireNotNegative(name, "epsilon", epsilon);
    Ranges.requireNotNegative(name, "weight decay", weightDecay);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.penalty = decoupled ? 0 : weightDecay;
    this.decay = decoupled ? weightDecay : 0;
  }

  @Override
  final void update(double learningRate, double t, Parameter parameter, Tensor[] moments) {
    Tensor w = parameter.value();
    kernel.adam(
        w.elements(),
        penalty,
        learningRate * decay,
        beta1,
        beta2,
        epsilon,
        learningRate / (1 - Math.pow(beta1, t)),
        Math.sqrt(1 - Math.pow(beta2, t)),
        parameter.gradient(),
        moments[0],
        moments[1],
        w);
  }
}
