package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/**
 * RMSprop (Hinton 2012; centred: Graves 2013).
 *
 * <pre>
 * g = dw + weightDecay w
 * s = alpha s + (1 - alpha) g g
 * m = alpha m + (1 - alpha) g
 * v = momentum v + g / (sqrt(s) + epsilon)           (plain)
 * v = momentum v + g / (sqrt(s - m m) + epsilon)     (centred)
 * w = w - learningRate v
 * </pre>
 *
 * <p>Epsilon is outside of the root and nothing is corrected for its start at zero, as in PyTorch.
 * Where rounding makes {@code s - m m} negative it counts as 0; PyTorch answers NaN there. Three
 * tensors for each parameter, in the plain form too.
 */
public final class RmsProp extends MomentOptimizer {
  private final double alpha;
  private final double epsilon;
  private final boolean centered;
  private final double momentum;
  private final double weightDecay;

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if alpha or momentum is outside [0, 1), or epsilon or weight
   *     decay negative
   */
  public RmsProp(
      Kernels kernels,
      Collection<Parameter> parameters,
      double alpha,
      double epsilon,
      boolean centered,
      double momentum,
      double weightDecay) {
    super(kernels, parameters, "square", "mean", "velocity");
    Ranges.requireShare("rmsProp", "alpha", alpha);
    Ranges.requireNotNegative("rmsProp", "epsilon", epsilon);
    Ranges.requireShare("rmsProp", "momentum", momentum);
    Ranges.requireNotNegative("rmsProp", "weight decay", weightDecay);
    this.alpha = alpha;
    this.epsilon = epsilon;
    this.centered = centered;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  void update(double learningRate, double t, Parameter parameter, Tensor[] moments) {
    Tensor w = parameter.value();
    kernel.rmsProp(
        w.elements(),
        learningRate,
        weightDecay,
        alpha,
        epsilon,
        centered ? 1 : 0,
        momentum,
        parameter.gradient(),
        moments[0],
        moments[1],
        moments[2],
        w);
  }
}
