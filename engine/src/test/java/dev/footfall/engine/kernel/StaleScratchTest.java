package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.fillScratch;
import static dev.footfall.engine.kernel.TestTensors.random;

import dev.footfall.engine.DType;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What the last user left in scratch does not show in a result. */
class StaleScratchTest {
  private final Random random = new Random(1);

  @Test
  void gemmDoesNotReadStaleScratch() {
    Matrix a = Matrix.of(random(random, 13, 300));
    Matrix b = Matrix.of(random(random, 300, 2 * BackEnds.LANES + 3));
    assertIndependent(
        Shape.of(a.rows(), b.columns()),
        (kernels, c) -> kernels.gemm().gemm(1, a, b, 0, Matrix.of(c)));
  }

  @Test
  void conv1dDoesNotReadStaleScratch() {
    for (int stride = 1; stride <= 2; stride++) {
      int length = 2 * BackEnds.LANES + 3;
      conv1d(new Conv1dGeometry(2, 5, 7, length, 3, stride, 4, 1, 2));
      conv1d(new Conv1dGeometry(2, 4, 10, length, 3, stride, 4, 1, 2, 2));
      conv1d(new Conv1dGeometry(2, 3, 6, length, 3, stride, 4, 1, 2, 3));
    }
  }

  private void conv1d(Conv1dGeometry g) {
    Tensor x = random(random, g.inShape());
    Tensor weight = random(random, g.weightShape());
    Tensor dy = random(random, g.outShape());
    assertIndependent(
        g.outShape(), (kernels, y) -> kernels.conv1d().forward(g, x, weight, null, y));
    assertIndependent(
        g.inShape(), (kernels, dx) -> kernels.conv1d().backwardInput(g, weight, dy, dx));
    assertIndependent(
        g.weightShape(), (kernels, dw) -> kernels.conv1d().backwardWeight(g, x, dy, dw));
  }

  private static void assertIndependent(Shape shape, BiConsumer<Kernels, Tensor> computation) {
    for (Kernels kernels : BackEnds.float32()) {
      Tensor clean = Tensor.zeros(DType.FLOAT32, shape);
      Tensor stale = Tensor.zeros(DType.FLOAT32, shape);
      fillScratch(0);
      computation.accept(kernels, clean);
      fillScratch(Float.NaN);
      computation.accept(kernels, stale);
      assertSameBits(kernels.name(), clean, stale);
    }
  }
}
