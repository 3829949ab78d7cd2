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

  /**
   * What the activation behind a layer asks of its weights.
   *
   * @param squared the factor of the variance: the square of the gain
   */
  public record Gain(double squared) {
    /** None: 1. */
    public static final Gain LINEAR = new Gain(1);

    /** For the hyperbolic tangent: 5/3, as PyTorch has it. */
    public static final Gain TANH = new Gain(25.0 / 9);

    /** For the ReLU, which halves the mean square: sqrt(2). */
    public static final Gain RELU = new Gain(2);

    /** For a ReLU that multiplies what is negative by {@code slope}. */
    public static Gain leakyRelu(double slope) {
      return new Gain(2 / (1 + slope * slope));
    }
  }

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

  /** Normal with mean 0. */
  public Tensor normal(double deviation, int... extents) {
    Tensor tensor = Tensor.zeros(dtype, Shape.of(extents));
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, deviation * random.nextGaussian());
    }
    return tensor;
  }

  /**
   * Uniform with variance {@code 2 gain^2 / (fanIn + fanOut)}, a compromise between activations and
   * gradients (Glorot and Bengio 2010).
   */
  public Tensor xavierUniform(Gain gain, int fanIn, int fanOut, int... extents) {
    return uniform(Math.sqrt(6 * gain.squared / (fanIn + fanOut)), extents);
  }

  /** Normal, otherwise as {@link #xavierUniform}. */
  public Tensor xavierNormal(Gain gain, int fanIn, int fanOut, int... extents) {
    return normal(Math.sqrt(2 * gain.squared / (fanIn + fanOut)), extents);
  }

  /**
   * Uniform with variance {@code gain^2 / fan}: it keeps the variance of activations if {@code fan}
   * is the number of inputs of a unit, that of gradients if it is the number of outputs that an
   * input reaches (He et al. 2015). For a convolution {@code [M, C, K]} these are C K and M K.
   */
  public Tensor kaimingUniform(Gain gain, int fan, int... extents) {
    return uniform(Math.sqrt(3 * gain.squared / fan), extents);
  }

  /** Normal, otherwise as {@link #kaimingUniform}. */
  public Tensor kaimingNormal(Gain gain, int fan, int... extents) {
    return normal(Math.sqrt(gain.squared / fan), extents);
  }

  /**
   * Normal with variance {@code 2 / fanIn}, which keeps the variance of activations through a ReLU
   * (He et al. 2015).
   */
  public Tensor kaimingNormal(int fanIn, int... extents) {
    return kaimingNormal(Gain.RELU, fanIn, extents);
  }

  /** Uniform with bound {@code 1 / sqrt(fanIn)}: the customary start of layers with a bias. */
  public Tensor fanInUniform(int fanIn, int... extents) {
    return uniform(1 / Math.sqrt(fanIn), extents);
  }

  /**
   * Seen as a matrix of the first extent by all others: {@code gain} times orthonormal rows, or
   * columns where there are more rows than columns (Saxe et al. 2014).
   *
   * <p>The orthogonal factor of the QR decomposition of a Gaussian matrix, with a positive diagonal
   * of R, which makes it uniform over all such matrices (Mezzadri 2007). By the method of Gram and
   * Schmidt, in double precision, each vector cleared of those before it twice: then what is left
   * of them is rounding (Giraud et al. 2005). {@code m^2 n} steps for the shorter side m.
   *
   * @throws IllegalArgumentException if there are fewer than two extents or no elements
   */
  public Tensor orthogonal(Gain gain, int... extents) {
    Tensor tensor = Tensor.zeros(dtype, Shape.of(extents));
    if (extents.length < 2 || tensor.elements() == 0) {
      throw new IllegalArgumentException("orthogonal: no matrix (" + tensor.shape() + ")");
    }
    int rows = extents[0];
    int columns = tensor.elements() / rows;
    boolean wide = rows <= columns;
    double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns));
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double value = wide ? vectors[r][c] : vectors[c][r];
        tensor.set(r * columns + c, Math.sqrt(gain.squared) * value);
      }
    }
    return tensor;
  }

  private double[][] orthonormal(int count, int length) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] v = vectors[i];
      for (int k = 0; k < length; k++) {
        v[k] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          addMultiple(-dot(v, vectors[j]), vectors[j], v);
        }
      }
      addMultiple(1 / Math.sqrt(dot(v, v)) - 1, v, v);
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addMultiple(double factor, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += factor * x[i];
    }
  }
}
