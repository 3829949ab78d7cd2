package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;

/**
 * The FLOAT64 back end: the formulas of the interfaces written out, as short as they can be. It is
 * the definition that the FLOAT32 back ends are tested against, and what gradients are checked in;
 * it is not tuned and runs on the calling thread.
 */
public final class Fp64Kernels {
  private Fp64Kernels() {}

  /** The back end; {@code workers} serve the loops of operations, not the kernels. */
  public static Kernels create(Workers workers) {
    return new Kernels(
        "fp64",
        DType.FLOAT64,
        workers,
        new Fp64Gemm(),
        new Fp64Elementwise(),
        new Fp64Reductions(),
        new Fp64Activations(),
        new Fp64Unary(),
        new Fp64Conv1d(),
        new Fp64Lstm(),
        new Fp64Gru(),
        new Fp64Movement(),
        new Fp64Pool1d(),
        new Fp64Optimizer());
  }
}
