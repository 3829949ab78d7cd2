package dev.footfall.autograd.train;

import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/** White noise x and what a known causal filter makes of it. */
record FilteredNoise(Tensor xs, Tensor ys) implements Dataset {
  static final int LENGTH = 32;
  static final double[] TAPS = {0.125, -0.25, 0.5};

  static FilteredNoise of(int examples, long seed) {
    Tensor xs = new RandomTensors(seed).uniform(examples, 1, LENGTH);
    Tensor ys = Tensor.zeros(DType.FLOAT64, examples, 1, LENGTH);
    for (int i = 0; i < ys.elements(); i++) {
      for (int k = 0; k < 3; k++) {
        if (i % LENGTH - 2 + k >= 0) {
          ys.set(i, ys.get(i) + TAPS[k] * xs.get(i - 2 + k));
        }
      }
    }
    return new FilteredNoise(xs, ys);
  }

  @Override
  public int size() {
    return xs.shape().extent(0);
  }

  @Override
  public Shape inputShape() {
    return Shape.of(1, LENGTH);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(1, LENGTH);
  }

  @Override
  public void copy(int index, Tensor x, int xOffset, Tensor y, int yOffset) {
    for (int t = 0; t < LENGTH; t++) {
      x.set(xOffset + t, xs.get(index * LENGTH + t));
      y.set(yOffset + t, ys.get(index * LENGTH + t));
    }
  }
}
