package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019); beta1 0.9, beta2 0.999, epsilon
 * 1e-8. The formula stands at {@link ElementwiseKernel#adamW}.
 */
public final class AdamW implements Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final ElementwiseKernel kernel;
  private final List<Parameter> parameters;
  private final List<Tensor> means;
  private final List<Tensor> squares;
  private final double weightDecay;
  private int steps;

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if weight decay is negative
   */
  public AdamW(Kernels kernels, Collection<Parameter> parameters, double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "adamW: weight decay must not be negative (" + weightDecay + ")");
    }
    this.kernel = kernels.elementwise();
    this.parameters = List.copyOf(parameters);
    this.means = Sgd.zerosLike(this.parameters);
    this.squares = Sgd.zerosLike(this.parameters);
    this.weightDecay = weightDecay;
  }

  @Override
  public void step(double learningRate) {
    steps++;
    double stepSize = learningRate / (1 - Math.pow(BETA1, steps));
    double rootCorrection = Math.sqrt(1 - Math.pow(BETA2, steps));
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.requiresGradient()) {
        Tensor w = parameter.value();
        kernel.adamW(
            w.elements(),
            learningRate * weightDecay,
            BETA1,
            BETA2,
            EPSILON,
            stepSize,
            rootCorrection,
            parameter.gradient(),
            means.get(i),
            squares.get(i),
            w);
      }
    }
  }
}
