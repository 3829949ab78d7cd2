package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.nn.Initializer.Gain;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Moments of many draws. Of n independent draws with variance s^2 the mean has the deviation s /
 * sqrt(n), and the mean square that of x^2 divided by sqrt(n): sqrt(2) s^2 for a normal, sqrt(4/5)
 * s^2 for a uniform distribution. Allowed are five of them.
 */
class InitializerTest {
  private static final int N = 40_000;
  private static final int[] EXTENTS = {50, 200, 4};
  private static final double NORMAL = Math.sqrt(2);
  private static final double UNIFORM = Math.sqrt(0.8);

  private final Initializer init = init(DType.FLOAT64, 1);

  private static Initializer init(DType dtype, long seed) {
    return new Initializer(dtype, new SplittableRandom(seed));
  }

  private static void requireMoments(double variance, double deviationOfSquare, Tensor tensor) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < N; i++) {
      sum += tensor.get(i);
      squares += tensor.get(i) * tensor.get(i);
    }
    assertEquals(N, tensor.elements());
    assertEquals(0, sum / N, 5 * Math.sqrt(variance / N));
    assertEquals(variance, squares / N, 5 * deviationOfSquare * variance / Math.sqrt(N));
  }

  private static void requireBound(double bound, Tensor tensor) {
    double largest = Near.largest(tensor);
    // The largest of N draws misses the bound by more than its 1e-3 once in e^40 cases.
    assertTrue(largest <= bound && largest > 0.999 * bound, largest + " for " + bound);
  }

  @Test
  void uniformKeepsItsBound() {
    Tensor tensor = init.uniform(0.25, EXTENTS);
    requireBound(0.25, tensor);
    requireMoments(0.0625 / 3, UNIFORM, tensor);
  }

  @Test
  void normalHasItsDeviation() {
    requireMoments(9, NORMAL, init.normal(3, EXTENTS));
  }

  @Test
  void xavierLooksAtBothSides() {
    Tensor uniform = init.xavierUniform(Gain.TANH, 800, 200, EXTENTS);
    requireBound(5.0 / 3 * Math.sqrt(6.0 / 1000), uniform);
    requireMoments(25.0 / 9 * 2 / 1000, UNIFORM, uniform);
    requireMoments(25.0 / 9 * 2 / 1000, NORMAL, init.xavierNormal(Gain.TANH, 800, 200, EXTENTS));
  }

  @Test
  void kaimingLooksAtOneSide() {
    Tensor uniform = init.kaimingUniform(Gain.RELU, 800, EXTENTS);
    requireBound(Math.sqrt(6.0 / 800), uniform);
    requireMoments(2.0 / 800, UNIFORM, uniform);
    requireMoments(2.0 / 200, NORMAL, init.kaimingNormal(Gain.RELU, 200, EXTENTS));
    requireMoments(2 / 1.25 / 200, NORMAL, init.kaimingNormal(Gain.leakyRelu(0.5), 200, EXTENTS));
    requireMoments(1.0 / 200, NORMAL, init.kaimingNormal(Gain.LINEAR, 200, EXTENTS));
  }

  @Test
  void withoutAGainItIsThatOfTheRelu() {
    Near.requireSameBits(
        "kaiming",
        init(DType.FLOAT32, 3).kaimingNormal(Gain.RELU, 12, 4, 3),
        init(DType.FLOAT32, 3).kaimingNormal(12, 4, 3));
  }

  @Test
  void theSeedDecides() {
    Near.requireSameBits(
        "orthogonal",
        init(DType.FLOAT32, 3).orthogonal(Gain.LINEAR, 4, 3),
        init(DType.FLOAT32, 3).orthogonal(Gain.LINEAR, 4, 3));
  }

  /**
   * Rows that differ from orthonormal ones by roundings u of each element have products off by at
   * most 2 u, which is 1.2e-7 in single precision.
   */
  @Property
  void rowsOrColumnsOfAnOrthogonalMatrixAreOrthonormal(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 3) int depth,
      @ForAll boolean single,
      @ForAll long seed) {
    Tensor w =
        init(single ? DType.FLOAT32 : DType.FLOAT64, seed)
            .orthogonal(new Gain(4), rows, columns, depth);
    int across = columns * depth;
    boolean wide = rows <= across;
    int count = Math.min(rows, across);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int k = 0; k < Math.max(rows, across); k++) {
          product +=
              wide
                  ? w.get(a * across + k) * w.get(b * across + k)
                  : w.get(k * across + a) * w.get(k * across + b);
        }
        assertEquals(a == b ? 4 : 0, product, 4 * (single ? 1e-6 : 1e-13));
      }
    }
  }

  @Test
  void whatIsNoMatrixHasNoOrthogonalStart() {
    for (int[] extents : new int[][] {{}, {3}, {0, 3}}) {
      assertEquals(
          "orthogonal: no matrix (" + Shape.of(extents) + ")",
          assertThrows(IllegalArgumentException.class, () -> init.orthogonal(Gain.LINEAR, extents))
              .getMessage());
    }
  }

  /** Uniform over all rotations and reflections: each of the four entries of a 2 x 2 has mean 0. */
  @Test
  void noDirectionIsPreferred() {
    double[] sums = new double[4];
    double[] squares = new double[4];
    int n = 10_000;
    for (int i = 0; i < n; i++) {
      Tensor w = init.orthogonal(Gain.LINEAR, 2, 2);
      for (int k = 0; k < 4; k++) {
        sums[k] += w.get(k);
        squares[k] += w.get(k) * w.get(k);
      }
    }
    for (int k = 0; k < 4; k++) {
      // The cosine of a uniform angle: variance 1/2, that of its square 1/8.
      assertEquals(0, sums[k] / n, 5 * Math.sqrt(0.5 / n));
      assertEquals(0.5, squares[k] / n, 5 * Math.sqrt(0.125 / n));
    }
  }
}
