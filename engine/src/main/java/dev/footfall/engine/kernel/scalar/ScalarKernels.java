package dev.footfall.engine.kernel.scalar;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;

/** The FLOAT32 back end in plain loops: no warm-up, no allocation from the second call on. */
public final class ScalarKernels {
  private ScalarKernels() {}

  /** The back end, running on these threads. */
  public static Kernels create(Workers workers) {
    return new Kernels(
        "scalar",
        DType.FLOAT32,
        workers,
        new ScalarGemm(workers),
        new ScalarElementwise(),
        new ScalarReductions(),
        new ScalarActivations(),
        new ScalarUnary(),
        new ScalarConv1d(workers),
        new ScalarLstm(),
        new ScalarGru(),
        new ScalarMovement(),
        new ScalarPool1d(workers),
        new ScalarOptimizer());
  }
}
