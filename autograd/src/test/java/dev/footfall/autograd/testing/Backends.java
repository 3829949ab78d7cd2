package dev.footfall.autograd.testing;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import java.util.List;

/** The back ends that every operation is tested on, each on the calling thread alone. */
public final class Backends {
  private static final Workers ALONE = Workers.of(1);
  private static final Kernels FP64 = Fp64Kernels.create(ALONE);
  private static final Kernels SCALAR = ScalarKernels.create(ALONE);
  private static final Kernels VECTOR = VectorKernels.create(ALONE);

  private Backends() {}

  /** The FLOAT64 definition. */
  public static Kernels fp64() {
    return FP64;
  }

  /** The FLOAT32 back end in plain loops. */
  public static Kernels scalar() {
    return SCALAR;
  }

  /** The FLOAT32 back end on vectors. */
  public static Kernels vector() {
    return VECTOR;
  }

  /** The two FLOAT32 back ends. */
  public static List<Kernels> float32() {
    return List.of(SCALAR, VECTOR);
  }

  /** All three. */
  public static List<Kernels> all() {
    return List.of(FP64, SCALAR, VECTOR);
  }
}
