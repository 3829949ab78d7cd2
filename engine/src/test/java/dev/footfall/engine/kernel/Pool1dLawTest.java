package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.ErrorBound.assertAgrees;
import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.fp64;
import static dev.footfall.engine.kernel.TestTensors.magnitudes;
import static dev.footfall.engine.kernel.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.runtime.Workers;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The geometry of pooling, and the FLOAT32 back ends against the FLOAT64 one. */
class Pool1dLawTest {

  @Test
  void scalarAndVectorAreTheSameCode() {
    assertSame(BackEnds.scalar().pool1d().getClass(), BackEnds.vector().pool1d().getClass());
  }

  @Test
  void sizesFollowFromTheHyperParameters() {
    Pool1dGeometry g = new Pool1dGeometry(32, 6, 100, 5, 2, 3, 1, 4);
    // Of 104 padded samples the span of 17 fits at 0, 2, ... 86.
    assertEquals(44, g.outLength());
    assertEquals(Shape.of(32, 6, 100), g.inShape());
    assertEquals(Shape.of(32, 6, 44), g.outShape());
    assertEquals(-3, g.source(0, 0));
    assertEquals(1, g.firstTap(0));
    assertEquals(5, g.endTap(0));
    assertEquals(4, g.samples(0, false));
    assertEquals(5, g.samples(0, true));
  }

  @Property
  void theTapsOfAWindowAreThoseInsideTheInput(@ForAll("geometries") Pool1dGeometry g) {
    for (int t = 0; t < g.outLength(); t++) {
      for (int k = 0; k < g.kernelSize(); k++) {
        boolean inside = g.source(t, k) >= 0 && g.source(t, k) < g.inLength();
        assertEquals(inside, k >= g.firstTap(t) && k < g.endTap(t), "t " + t + ", k " + k);
      }
      assertTrue(g.samples(t, false) > 0);
    }
  }

  @Test
  void impossibleSizesAreRejected() {
    String sizes = "pool1d: sizes must be positive (length 5, kernel size ";
    rejects(sizes + "0, stride 1, padding 0 and 0, dilation 1)", 5, 0, 1, 0, 0, 1);
    rejects(sizes + "2, stride 0, padding 0 and 0, dilation 1)", 5, 2, 0, 0, 0, 1);
    rejects(sizes + "2, stride 1, padding -1 and 0, dilation 1)", 5, 2, 1, -1, 0, 1);
    rejects(sizes + "2, stride 1, padding 0 and -1, dilation 1)", 5, 2, 1, 0, -1, 1);
    rejects(sizes + "2, stride 1, padding 0 and 0, dilation 0)", 5, 2, 1, 0, 0, 0);
    rejects(
        "pool1d: a window of span 9 does not fit a padded input of 8 (length 5, kernel size 3,"
            + " stride 1, padding 2 and 1, dilation 4)",
        5,
        3,
        1,
        2,
        1,
        4);
    rejects(
        "pool1d: a window of span 2 does not fit a padded input of 2147483652 (length 5, kernel"
            + " size 2, stride 1, padding 2147483647 and 0, dilation 1)",
        5,
        2,
        1,
        Integer.MAX_VALUE,
        0,
        1);
  }

  @Test
  void aWindowOfNothingButPaddingIsRejected() {
    rejects(
        "pool1d: window 0 holds nothing but padding (length 5, kernel size 2, stride 1, padding 2"
            + " and 0, dilation 1)",
        5,
        2,
        1,
        2,
        0,
        1);
    rejects(
        "pool1d: window 3 holds nothing but padding (length 5, kernel size 2, stride 2, padding 0"
            + " and 3, dilation 1)",
        5,
        2,
        2,
        0,
        3,
        1);
    // Its two samples lie on either side of the input.
    rejects(
        "pool1d: window 0 holds nothing but padding (length 1, kernel size 2, stride 1, padding 1"
            + " and 1, dilation 2)",
        1,
        2,
        1,
        1,
        1,
        2);
  }

  private static void rejects(
      String message, int length, int kernelSize, int stride, int left, int right, int dilation) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Pool1dGeometry(1, 1, length, kernelSize, stride, left, right, dilation))
            .getMessage());
  }

  /** A maximum is one of the samples, so there is nothing to round. */
  @Property
  void maximaHaveTheSameBits(@ForAll("geometries") Pool1dGeometry g, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = random(random, g.inShape());
    Tensor y = Tensor.zeros(DType.FLOAT64, g.outShape());
    BackEnds.fp64().pool1d().max(g, fp64(x), y);
    Tensor dy = random(random, g.outShape());
    Tensor dx = Tensor.zeros(DType.FLOAT64, g.inShape());
    BackEnds.fp64().pool1d().maxGradient(g, fp64(x), fp64(dy), dx);
    Tensor magnitude = Tensor.zeros(DType.FLOAT64, g.inShape());
    BackEnds.fp64().pool1d().maxGradient(g, fp64(x), magnitudes(dy), magnitude);
    for (Kernels kernels : BackEnds.float32()) {
      Tensor found = Tensor.zeros(DType.FLOAT32, g.outShape());
      kernels.pool1d().max(g, x, found);
      assertSameBits(kernels.name(), y.to(DType.FLOAT32), found);
      Tensor gradient = Tensor.zeros(DType.FLOAT32, g.inShape());
      kernels.pool1d().maxGradient(g, x, dy, gradient);
      assertAgrees(kernels.name(), g.outLength(), dx, magnitude, gradient);
    }
  }

  /** K sums and a division; in the gradient a division and at most one sum a window. */
  @Property
  void averagesAgreeWithTheDefinition(
      @ForAll("geometries") Pool1dGeometry g, @ForAll boolean countPadding, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = random(random, g.inShape());
    Tensor dy = random(random, g.outShape());
    for (Kernels kernels : BackEnds.float32()) {
      Tensor y = average(kernels, g, countPadding, x);
      Tensor definition = average(BackEnds.fp64(), g, countPadding, fp64(x));
      Tensor magnitude = average(BackEnds.fp64(), g, countPadding, magnitudes(x));
      assertAgrees(kernels.name() + " y", g.kernelSize() + 1, definition, magnitude, y);
      Tensor dx = averageGradient(kernels, g, countPadding, dy);
      definition = averageGradient(BackEnds.fp64(), g, countPadding, fp64(dy));
      magnitude = averageGradient(BackEnds.fp64(), g, countPadding, magnitudes(dy));
      assertAgrees(kernels.name() + " dx", g.outLength() + 1, definition, magnitude, dx);
    }
  }

  @Property
  void poolingDoesNotDependOnThreads(@ForAll("geometries") Pool1dGeometry g, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = random(random, g.inShape());
    Tensor dy = random(random, g.outShape());
    try (Workers workers = Workers.of(3)) {
      Pool1dKernel alone = BackEnds.scalar().pool1d();
      Pool1dKernel shared = BackEnds.on(workers).getFirst().pool1d();
      Tensor y = Tensor.zeros(DType.FLOAT32, g.outShape());
      Tensor yShared = y.copy();
      alone.max(g, x, y);
      shared.max(g, x, yShared);
      assertSameBits("max", y, yShared);
      Tensor dx = Tensor.zeros(DType.FLOAT32, g.inShape());
      Tensor dxShared = dx.copy();
      alone.maxGradient(g, x, dy, dx);
      shared.maxGradient(g, x, dy, dxShared);
      alone.averageGradient(g, true, dy, dx);
      shared.averageGradient(g, true, dy, dxShared);
      assertSameBits("gradients", dx, dxShared);
    }
  }

  private static Tensor average(Kernels kernels, Pool1dGeometry g, boolean countPadding, Tensor x) {
    Tensor y = Tensor.zeros(kernels.dtype(), g.outShape());
    kernels.pool1d().average(g, countPadding, x, y);
    return y;
  }

  private static Tensor averageGradient(
      Kernels kernels, Pool1dGeometry g, boolean countPadding, Tensor dy) {
    Tensor dx = Tensor.zeros(kernels.dtype(), g.inShape());
    kernels.pool1d().averageGradient(g, countPadding, dy, dx);
    return dx;
  }

  @Provide
  Arbitrary<Pool1dGeometry> geometries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(1, 3))
        .as(Pool1dLawTest::possible)
        .filter(g -> g != null);
  }

  /** Null where no such geometry exists. */
  private static Pool1dGeometry possible(
      int batch,
      int channels,
      int length,
      int kernelSize,
      int stride,
      int left,
      int right,
      int dilation) {
    try {
      return new Pool1dGeometry(batch, channels, length, kernelSize, stride, left, right, dilation);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
