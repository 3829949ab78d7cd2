package dev.footfall.autograd.op;

import dev.footfall.autograd.F;
import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients have the same bits for any number of threads, cold or warm. */
class OpThreadsTest {
  private static final Map<String, Function<Workers, Kernels>> BACKENDS =
      Map.of(
          "fp64", Fp64Kernels::create,
          "scalar", ScalarKernels::create,
          "vector", VectorKernels::create);

  static Stream<Arguments> operations() {
    return Applications.large().stream()
        .flatMap(
            op ->
                Stream.of("vector", "scalar", "fp64")
                    .filter(backend -> backend.equals("vector") || blocks(op))
                    .map(
                        backend ->
                            Arguments.of(Named.of(op.toString(), op.application()), backend)));
  }

  /** The operations with a loop of their own over the threads, not one in their kernel alone. */
  private static boolean blocks(Applications.Case op) {
    return Set.of(
            BatchNormOp.class,
            ActivationOp.class,
            LayerNormOp.class,
            GroupNormOp.class,
            MatmulOp.class,
            UnaryOp.class)
        .contains(op.op());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("operations")
  void theNumberOfThreadsChangesNoBit(Application application, String backend) {
    Tensor seed = application.seedGradient();
    Map<String, Tensor> expected = run(application, backend, 1, seed);
    for (int threads = 2; threads <= 3; threads++) {
      String with = " with " + threads + " threads";
      run(application, backend, threads, seed)
          .forEach(
              (result, value) -> Near.requireSameBits(result + with, expected.get(result), value));
    }
  }

  private static Map<String, Tensor> run(
      Application application, String backend, int threads, Tensor seed) {
    try (Workers workers = Workers.of(threads)) {
      return application.run(BACKENDS.get(backend).apply(workers), seed);
    }
  }

  /**
   * A kernel is interpreted at first and compiled after some thousand calls, at a moment that is
   * left to chance. Its sums must keep their order, or no training run could be repeated.
   */
  @Test
  void beingCompiledChangesNoBit() {
    RandomTensors random = new RandomTensors(1);
    Application application =
        Application.of(
                "batchNorm",
                in -> {
                  Tensor mean = Tensor.zeros(DType.FLOAT32, 3);
                  Tensor variance = Tensor.zeros(DType.FLOAT32, 3);
                  BatchNormOp op = new BatchNormOp(0.1, 1e-5, mean, variance);
                  return F.batchNorm(in.get("x"), in.get("gamma"), in.get("beta"), op);
                })
            .input("x", random.uniform(9, 3, 40))
            .input("gamma", random.uniform(3))
            .input("beta", random.uniform(3));
    Tensor seed = application.seedGradient();
    Map<String, Tensor> first = application.run(Backends.vector(), seed);
    for (int run = 2; run <= 3000; run++) {
      String when = " of run " + run;
      application
          .run(Backends.vector(), seed)
          .forEach(
              (result, value) -> Near.requireSameBits(result + when, first.get(result), value));
    }
  }
}
