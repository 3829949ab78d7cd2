package dev.footfall.bench;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.runtime.Workers;
import java.util.SplittableRandom;

/** What the benchmarks share: a named back end, and inputs that are neither zero nor denormal. */
final class Bench {
  private Bench() {}

  static Kernels kernels(String backend, int threads) {
    System.setProperty(KernelProvider.PROPERTY, backend);
    return KernelProvider.kernels(DType.FLOAT32, Workers.of(threads));
  }

  static RowKernel rows(String backend) {
    System.setProperty(KernelProvider.PROPERTY, backend);
    return KernelProvider.rows();
  }

  static Tensor random(long seed, Shape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor tensor = Tensor.zeros(DType.FLOAT32, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  static Tensor random(long seed, int... extents) {
    return random(seed, Shape.of(extents));
  }
}
