package dev.footfall.autograd.testing;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.SplittableRandom;

/**
 * FLOAT64 tensors of random numbers, each of which is exact in FLOAT32 too, so that all back ends
 * start from the same inputs.
 */
public final class RandomTensors {
  private final SplittableRandom random;

  /** A stream of tensors that a seed determines. */
  public RandomTensors(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Uniform in [-1, 1]. */
  public Tensor uniform(int... extents) {
    return uniform(Shape.of(extents));
  }

  /** Uniform in [-1, 1]. */
  public Tensor uniform(Shape shape) {
    return between(-1, 1, shape);
  }

  /** Uniform between two limits. */
  public Tensor between(double low, double high, Shape shape) {
    Tensor tensor = Tensor.zeros(DType.FLOAT64, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, (float) (low + (high - low) * random.nextDouble()));
    }
    return tensor;
  }

  /** Magnitudes in [0.25, 1], signs at random: no element is near 0. */
  public Tensor awayFromZero(int... extents) {
    Tensor tensor = between(0.25, 1, Shape.of(extents));
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextBoolean() ? tensor.get(i) : -tensor.get(i));
    }
    return tensor;
  }

  /**
   * As {@link #awayFromZero}, with signs that alternate along each row and from row to row, so that
   * any two or more values of one channel of {@code [N, C, T]} have a variance of at least 1/16.
   */
  public Tensor spread(int batch, int channels, int length) {
    Tensor tensor = between(0.25, 1, Shape.of(batch, channels, length));
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < length; t++) {
          int at = (n * channels + c) * length + t;
          tensor.set(at, (n * length + t) % 2 == 0 ? tensor.get(at) : -tensor.get(at));
        }
      }
    }
    return tensor;
  }

  /**
   * As {@link #awayFromZero}, with signs that alternate from element to element, so that any two or
   * more neighbouring values have a variance of at least 1/16.
   */
  public Tensor alternating(int... extents) {
    Tensor tensor = between(0.25, 1, Shape.of(extents));
    for (int i = 0; i < tensor.elements(); i += 2) {
      tensor.set(i, -tensor.get(i));
    }
    return tensor;
  }

  /**
   * The same numbers in [-1, 1), evenly spaced, in random order: no two elements are nearer than 2
   * / n, so that a small change moves no maximum.
   */
  public Tensor distinct(int... extents) {
    Tensor tensor = Tensor.zeros(DType.FLOAT64, extents);
    int n = tensor.elements();
    for (int i = 0; i < n; i++) {
      int other = random.nextInt(i + 1);
      tensor.set(i, tensor.get(other));
      tensor.set(other, (float) (2.0 * i / n - 1));
    }
    return tensor;
  }
}
