package dev.footfall.engine.kernel.vector;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.scalar.ScalarElementwise;
import dev.footfall.engine.kernel.scalar.ScalarMovement;
import dev.footfall.engine.kernel.scalar.ScalarOptimizer;
import dev.footfall.engine.kernel.scalar.ScalarPool1d;
import dev.footfall.engine.runtime.Workers;

/**
 * The FLOAT32 back end on {@code jdk.incubator.vector}. Touch this class only where that module is
 * present.
 */
public final class VectorKernels {
  private VectorKernels() {}

  /** The back end, running on these threads. */
  public static Kernels create(Workers workers) {
    return new Kernels(
        "vector",
        DType.FLOAT32,
        workers,
        new VectorGemm(workers),
        new ScalarElementwise(),
        new VectorReductions(),
        new VectorActivations(),
        new VectorUnary(),
        new VectorConv1d(workers),
        new VectorLstm(),
        new VectorGru(),
        new ScalarMovement(),
        new ScalarPool1d(workers),
        new ScalarOptimizer());
  }

  /** Width of the vector registers used, in bits. */
  public static int laneBits() {
    return Lanes.SPECIES.vectorBitSize();
  }
}
