package dev.footfall.autograd.nn;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.random.RandomGenerator;

/**
 * Starting values of parameters. Numbers are drawn in double precision and in row-major order, so a
 * seed gives the same network in either element type, up to rounding.
 *
 * @param dtype element type of the tensors made
 * @param random the source of randomness; drawing advances it
 */
public record Initializer(DType dtype, RandomGenerator random) {

  /** All zero. */
  public Tensor zeros(int... extents) {
    return Tensor.zeros(dtype, extents);
  }

  /** All one. */
  public Tensor ones(int... extents) {
    Tensor tensor = Tensor.zeros(dtype, extents);
    tensor.fill(1);
    return tensor;
  }

  /** Uniform in [-bound, bound). */
  public Tensor uniform(double bound, int... extents) {
    Tensor tensor = Tensor.zeros(dtype, Shape.of(extents));
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, bound * (2 * random.nextDouble() - 1));
    }
    return tensor;
  }

  /**
   * Normal with variance {@code 2 / fanIn}, which keeps the variance of activations through a ReLU
   * (He et al. 2015).
   */
  public Tensor kaimingNormal(int fanIn, int... extents) {
    double deviation = Math.sqrt(2.0 / fanIn);
    Tensor tensor = Tensor.zeros(dtype, Shape.of(extents));
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, deviation * random.nextGaussian());
    }
    return tensor;
  }

  /** Uniform with bound {@code 1 / sqrt(fanIn)}: the customary start of layers with a bias. */
  public Tensor fanInUniform(int fanIn, int... extents) {
    return uniform(1 / Math.sqrt(fanIn), extents);
  }
}
