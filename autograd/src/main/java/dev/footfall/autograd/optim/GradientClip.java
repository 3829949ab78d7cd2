package dev.footfall.autograd.optim;

import dev.footfall.autograd.tape.Parameter;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.Collection;
import java.util.List;

/** Bounds the gradient of a whole network. Frozen parameters have none and do not count. */
public final class GradientClip {
  private GradientClip() {}

  /**
   * Scales all gradients by one factor so that their joint L2 norm is at most {@code limit}
   * (Pascanu et al. 2013); shorter ones stay as they are.
   *
   * <p>Squares are summed in the element type where their sum is safe from overflow and underflow,
   * else anew in double precision and relative to the largest element, so any finite gradient has a
   * norm. The factor is {@code limit / norm}; PyTorch adds 1e-6 to the norm.
   *
   * @return the norm before; NaN or infinite if a gradient is, and then nothing is scaled
   */
  public static double byNorm(Kernels kernels, Collection<Parameter> parameters, double limit) {
    List<Tensor> gradients = gradients(parameters);
    double norm = norm(kernels, gradients);
    if (norm > limit && Double.isFinite(norm)) {
      double factor = limit / norm;
      for (Tensor g : gradients) {
        if ((float) factor >= Float.MIN_NORMAL) {
          kernels.elementwise().affine(g.elements(), factor, 0, g, 0, g, 0);
        } else { // in single precision the factor itself would lose digits
          for (int i = 0; i < g.elements(); i++) {
            g.set(i, factor * g.get(i));
          }
        }
      }
    }
    return norm;
  }

  /**
   * Moves every element of every gradient that is outside of {@code [-limit, limit]} to the nearer
   * end; NaN stays.
   *
   * @throws IllegalArgumentException if the limit is negative or NaN
   */
  public static void byValue(Collection<Parameter> parameters, double limit) {
    Ranges.requireNotNegative("clip", "limit", limit);
    for (Tensor g : gradients(parameters)) {
      for (int i = 0; i < g.elements(); i++) {
        g.set(i, Math.max(-limit, Math.min(limit, g.get(i))));
      }
    }
  }

  private static List<Tensor> gradients(Collection<Parameter> parameters) {
    return parameters.stream()
        .filter(Parameter::requiresGradient)
        .map(Parameter::gradient)
        .toList();
  }

  private static double norm(Kernels kernels, List<Tensor> gradients) {
    double square = 0;
    long elements = 0;
    for (Tensor g : gradients) {
      square += kernels.reductions().sumOfSquaredDeviations(g.elements(), 0, g, 0);
      elements += g.elements();
    }
    // A square below the normal numbers is off by up to 2^-24 of the smallest normal one: together
    // no more than one rounding of a sum that is this large.
    boolean safe = square >= (double) elements * Float.MIN_NORMAL && Double.isFinite(square);
    return safe ? Math.sqrt(square) : scaledNorm(gradients);
  }

  private static double scaledNorm(List<Tensor> gradients) {
    double largest = 0;
    for (Tensor g : gradients) {
      for (int i = 0; i < g.elements(); i++) {
        largest = Math.max(largest, Math.abs(g.get(i)));
      }
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double square = 0;
    for (Tensor g : gradients) {
      for (int i = 0; i < g.elements(); i++) {
        double share = g.get(i) / largest;
        square += share * share;
      }
    }
    return largest * Math.sqrt(square);
  }
}
