package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.random;

import dev.footfall.engine.Matrix;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.runtime.Workers;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No bit of a result depends on the number of threads. */
class ThreadCountLawTest {

  @Property
  void gemmDoesNotDependOnThreads(
      @ForAll @IntRange(min = 1, max = 200) int m,
      @ForAll @IntRange(min = 1, max = 700) int n,
      @ForAll @IntRange(min = 0, max = 40) int k,
      @ForAll boolean transposed,
      @ForAll long seed) {
    Random random = new Random(seed);
    Matrix a = Matrix.of(random(random, m, k), 0, m, k);
    Matrix b =
        transposed
            ? Matrix.of(random(random, n, k), 0, n, k).transposed()
            : Matrix.of(random(random, k, n), 0, k, n);
    Tensor c = random(random, m, n);
    assertSameForAllThreads(
        kernels -> {
          Tensor result = c.to(kernels.dtype());
          kernels
              .gemm()
              .gemm(0.1, converted(a, kernels), converted(b, kernels), 0.7, Matrix.of(result));
          return result;
        });
  }

  @Property
  void gemmWithALongSumDoesNotDependOnThreads(
      @ForAll @IntRange(min = 1, max = 100) int m,
      @ForAll @IntRange(min = 250, max = 600) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    Matrix a = Matrix.of(random(random, m, k));
    Matrix b = Matrix.of(random(random, k, 20));
    assertSameForAllThreads(
        kernels -> {
          Tensor result = Tensor.zeros(kernels.dtype(), m, 20);
          kernels
              .gemm()
              .gemm(1, converted(a, kernels), converted(b, kernels), 0, Matrix.of(result));
          return result;
        });
  }

  @Property
  void conv1dDoesNotDependOnThreads(
      @ForAll @IntRange(max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 40) int inChannels,
      @ForAll @IntRange(min = 1, max = 40) int outChannels,
      @ForAll @IntRange(min = 8, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 5) int kernelSize,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(max = 4) int padLeft,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll boolean depthwise,
      @ForAll long seed) {
    Conv1dGeometry g =
        new Conv1dGeometry(
            batch,
            depthwise ? groups : inChannels * groups,
            outChannels * groups,
            length,
            kernelSize,
            stride,
            padLeft,
            8,
            2,
            groups);
    Random random = new Random(seed);
    Tensor x = random(random, g.inShape());
    Tensor weight = random(random, g.weightShape());
    Tensor bias = random(random, g.outChannels());
    Tensor dy = random(random, g.outShape());
    assertSameForAllThreads(
        kernels -> {
          Tensor y = Tensor.zeros(kernels.dtype(), g.outShape());
          kernels
              .conv1d()
              .forward(
                  g,
                  x.to(kernels.dtype()),
                  weight.to(kernels.dtype()),
                  bias.to(kernels.dtype()),
                  y);
          return y;
        });
    assertSameForAllThreads(
        kernels -> {
          Tensor dx = x.to(kernels.dtype());
          kernels.conv1d().backwardInput(g, weight.to(kernels.dtype()), dy.to(kernels.dtype()), dx);
          return dx;
        });
    assertSameForAllThreads(
        kernels -> {
          Tensor dWeight = weight.to(kernels.dtype());
          kernels
              .conv1d()
              .backwardWeight(g, x.to(kernels.dtype()), dy.to(kernels.dtype()), dWeight);
          return dWeight;
        });
  }

  private static Matrix converted(Matrix m, Kernels kernels) {
    return new Matrix(
        m.tensor().to(kernels.dtype()),
        m.offset(),
        m.rows(),
        m.columns(),
        m.rowStride(),
        m.columnStride());
  }

  private static void assertSameForAllThreads(Function<Kernels, Tensor> computation) {
    List<Tensor> expected = compute(1, computation);
    for (int threads = 2; threads <= 4; threads++) {
      List<Tensor> actual = compute(threads, computation);
      for (int i = 0; i < expected.size(); i++) {
        assertSameBits(
            "back end " + i + ", " + threads + " threads", expected.get(i), actual.get(i));
      }
    }
  }

  /** The results of all back ends. */
  private static List<Tensor> compute(int threads, Function<Kernels, Tensor> computation) {
    try (Workers workers = Workers.of(threads)) {
      return BackEnds.on(workers).stream().map(computation).toList();
    }
  }
}
