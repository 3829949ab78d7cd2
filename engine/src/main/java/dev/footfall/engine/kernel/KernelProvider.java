package dev.footfall.engine.kernel;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.kernel.vector.VectorRows;
import dev.footfall.engine.runtime.Workers;
import java.util.Optional;

/**
 * Chooses the FLOAT32 back end once, and says why.
 *
 * <p>{@code vector} needs the module {@code jdk.incubator.vector}, the optimising compiler C2, the
 * processor's fused multiply-add and lanes of at least 128 bits; where one of them is missing, or
 * the JVM cannot be asked, {@code scalar} is taken, never an error. The system property {@value
 * #PROPERTY} overrules: {@code auto} (the default), {@code scalar} or {@code vector}.
 */
public final class KernelProvider {
  /** The system property that overrules the choice. */
  public static final String PROPERTY = "footfall.backend";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final int LEAST_VECTOR_BITS = 128;

  private KernelProvider() {}

  /**
   * The choice and its reason.
   *
   * @param backend {@code vector} or {@code scalar}
   * @param laneBits width of a vector register in bits, 32 for {@code scalar}
   * @param reason one line for a person
   */
  public record Choice(String backend, int laneBits, String reason) {}

  /**
   * The choice that {@link #kernels} makes in this JVM.
   *
   * @throws IllegalArgumentException if the system property holds an unknown name, or demands
   *     {@code vector} where the module is absent
   */
  public static Choice choice() {
    String wanted = System.getProperty(PROPERTY, "auto");
    return switch (wanted) {
      case "scalar" -> scalar("asked for by -D" + PROPERTY);
      case "vector" -> {
        if (!vectorModulePresent()) {
          throw new IllegalArgumentException(
              "-D"
                  + PROPERTY
                  + "=vector: module "
                  + VECTOR_MODULE
                  + " is not in this JVM; pass --add-modules "
                  + VECTOR_MODULE);
        }
        yield vector("asked for by -D" + PROPERTY);
      }
      case "auto" -> Automatic.CHOICE;
      default ->
          throw new IllegalArgumentException(
              "-D"
                  + PROPERTY
                  + ": \""
                  + wanted
                  + "\" is not a back end; known are auto, scalar, vector");
    };
  }

  /**
   * The kernels of an element type: the chosen back end for FLOAT32, the definition for FLOAT64.
   */
  public static Kernels kernels(DType dtype, Workers workers) {
    if (dtype == DType.FLOAT64) {
      return Fp64Kernels.create(workers);
    }
    return choice().backend().equals("vector")
        ? VectorKernels.create(workers)
        : ScalarKernels.create(workers);
  }

  /** The rows of the chosen back end. */
  public static RowKernel rows() {
    return choice().backend().equals("vector") ? new VectorRows() : new ScalarRows();
  }

  /** Made once, at first use: asking the JVM takes some milliseconds. */
  private static final class Automatic {
    static final Choice CHOICE = automatic();
  }

  private static Choice automatic() {
    if (!vectorModulePresent()) {
      return scalar(
          "module "
              + VECTOR_MODULE
              + " is not in this JVM; pass --add-modules "
              + VECTOR_MODULE
              + " for the vector back end");
    }
    Optional<String> obstacle = JitCompiler.obstacle();
    if (obstacle.isPresent()) {
      return scalar(obstacle.get());
    }
    int bits = VectorKernels.laneBits();
    if (bits < LEAST_VECTOR_BITS) {
      return scalar("vector registers of " + bits + " bits are too narrow");
    }
    return vector("module " + VECTOR_MODULE + ", C2 and fused multiply-add are present");
  }

  private static Choice scalar(String reason) {
    return new Choice("scalar", Float.SIZE, reason);
  }

  private static Choice vector(String reason) {
    return new Choice("vector", VectorKernels.laneBits(), reason);
  }

  private static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }
}
