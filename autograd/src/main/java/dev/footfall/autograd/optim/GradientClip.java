package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;

/** Bounds the length of the gradient of a whole network. */
public final class GradientClip {
  private GradientClip() {}

  /**
   * Scales all gradients by one factor so that their joint L2 norm is at most {@code limit}
   * (Pascanu et al. 2013); shorter ones stay as they are.
   *
   * @return the norm before; NaN or infinite if a gradient is, and then nothing is scaled
   */
  public static double byNorm(Kernels kernels, Collection<Parameter> parameters, double limit) {
    double square = 0;
    for (Parameter parameter : parameters) {
      if (parameter.requiresGradient()) {
        Tensor g = parameter.gradient();
        square += kernels.reductions().sumOfSquaredDeviations(g.elements(), 0, g, 0);
      }
    }
    double norm = Math.sqrt(square);
    if (norm > limit && Double.isFinite(norm)) {
      for (Parameter parameter : parameters) {
        if (parameter.requiresGradient()) {
          Tensor g = parameter.gradient();
          kernels.elementwise().affine(g.elements(), limit / norm, 0, g, 0, g, 0);
        }
      }
    }
    return norm;
  }
}
