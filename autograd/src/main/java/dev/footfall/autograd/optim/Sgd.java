package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;
import java.util.List;

/**
 * Stochastic gradient descent with momentum.
 *
 * <pre>
 * g = dw + weightDecay w
 * v = momentum v + g            (v = g in the first step)
 * w = w - learningRate v                        (classical)
 * w = w - learningRate (g + momentum v)         (Nesterov)
 * </pre>
 *
 * <p>Source: Sutskever et al. 2013, in the form PyTorch uses.
 */
public final class Sgd implements Optimizer {
  private final ElementwiseKernel kernel;
  private final List<Parameter> parameters;
  private final List<Tensor> velocities;
  private final List<Tensor> gradients;
  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;

  /**
   * An optimiser of these parameters.
   *
   * @throws IllegalArgumentException if momentum is outside [0, 1) or weight decay negative
   */
  public Sgd(
      Kernels kernels,
      Collection<Parameter> parameters,
      double momentum,
      boolean nesterov,
      double weightDecay) {
    if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "sgd: momentum must be in [0, 1) and weight decay not"
              + " negative (momentum "
              + momentum
              + ", weight decay "
              + weightDecay
              + ")");
    }
    this.kernel = kernels.elementwise();
    this.parameters = List.copyOf(parameters);
    this.velocities = zerosLike(this.parameters);
    this.gradients = zerosLike(this.parameters);
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  static List<Tensor> zerosLike(List<Parameter> parameters) {
    return parameters.stream().map(p -> Tensor.zeros(p.dtype(), p.shape())).toList();
  }

  @Override
  public void step(double learningRate) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (!parameter.requiresGradient()) {
        continue;
      }
      Tensor w = parameter.value();
      Tensor v = velocities.get(i);
      Tensor g = gradients.get(i);
      int n = w.elements();
      g.copyFrom(parameter.gradient());
      kernel.axpy(n, weightDecay, w, 0, g, 0);
      kernel.affine(n, momentum, 0, v, 0, v, 0);
      kernel.axpy(n, 1, g, 0, v, 0);
      if (nesterov) {
        kernel.axpy(n, -learningRate, g, 0, w, 0);
        kernel.axpy(n, -learningRate * momentum, v, 0, w, 0);
      } else {
        kernel.axpy(n, -learningRate, v, 0, w, 0);
      }
    }
  }
}
