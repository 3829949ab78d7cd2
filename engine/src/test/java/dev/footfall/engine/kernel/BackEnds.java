package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Named.named;

import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The back ends under test. {@link ContractCoverageTest} sees to it that none is missing. */
final class BackEnds {
  /** Floats in one vector register of this JVM. */
  static final int LANES = VectorKernels.laneBits() / Float.SIZE;

  /** Sizes at which a vector loop, its tail or a register tile begins or ends. */
  static final List<Integer> SIZES_AROUND_LANES =
      List.of(
          0,
          1,
          LANES - 1,
          LANES,
          LANES + 1,
          2 * LANES - 1,
          2 * LANES,
          2 * LANES + 1,
          3 * LANES - 1,
          4 * LANES,
          4 * LANES + 1);

  private BackEnds() {}

  static List<Kernels> on(Workers workers) {
    return List.of(
        ScalarKernels.create(workers), VectorKernels.create(workers), Fp64Kernels.create(workers));
  }

  static Stream<Named<Kernels>> all() {
    return on(Workers.of(1)).stream().map(kernels -> named(kernels.name(), kernels));
  }

  static Kernels scalar() {
    return ScalarKernels.create(Workers.of(1));
  }

  static Kernels vector() {
    return VectorKernels.create(Workers.of(1));
  }

  /** The definition. */
  static Kernels fp64() {
    return Fp64Kernels.create(Workers.of(1));
  }

  /** Those that are held against the definition. */
  static List<Kernels> float32() {
    return List.of(scalar(), vector());
  }
}
