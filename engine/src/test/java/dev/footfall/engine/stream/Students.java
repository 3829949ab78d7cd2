package dev.footfall.engine.stream;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.Random;

/** The networks that are deployed, with random weights. */
final class Students {
  private Students() {}

  /** Convolutions of 16 channels, 5 taps, dilation 1, 2, 4, and a linear head. */
  static StreamingKernel cnnS(int inputs, int outputs) {
    return standardised(inputs)
        .causalConv1d(random(16, inputs, 5), random(16), 1, true)
        .causalConv1d(random(16, 16, 5), random(16), 2, true)
        .causalConv1d(random(16, 16, 5), random(16), 4, true)
        .causalConv1d(random(outputs, 16, 1), random(outputs), 1, false)
        .build(new float[outputs]);
  }

  /** A convolution of 16 channels, an LSTM of 20 cells, and a linear head. */
  static StreamingKernel lstmS(int inputs, int outputs) {
    return standardised(inputs)
        .causalConv1d(random(16, inputs, 5), random(16), 1, true)
        .lstm(random(80, 16), random(80, 20), random(80))
        .causalConv1d(random(outputs, 20, 1), random(outputs), 1, false)
        .build(new float[outputs]);
  }

  private static StreamingKernel.Builder standardised(int inputs) {
    float[] std = new float[inputs];
    Arrays.fill(std, 1);
    return StreamingKernel.builder(new float[inputs], std);
  }

  private static Tensor random(int... extents) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, extents);
    Random random = new Random(tensor.elements());
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, 0.2 * random.nextGaussian());
    }
    return tensor;
  }
}
