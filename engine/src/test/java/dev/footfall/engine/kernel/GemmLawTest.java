package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.assertSameBitsOutside;
import static dev.footfall.engine.kernel.TestTensors.fp64;
import static dev.footfall.engine.kernel.TestTensors.magnitudes;
import static dev.footfall.engine.kernel.TestTensors.poisonScratch;
import static dev.footfall.engine.kernel.TestTensors.random;

import dev.footfall.engine.Matrix;
import dev.footfall.engine.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * A FLOAT32 matrix product is as near to the FLOAT64 one as rounding allows, and writes nothing
 * else.
 */
class GemmLawTest {

  /**
   * One product.
   *
   * @param gap elements left free before, between and after the rows of every matrix
   * @param step distance of neighbours in a row of a and b, before transposition
   */
  record Product(
      int m,
      int n,
      int k,
      boolean aTransposed,
      boolean bTransposed,
      int gap,
      int step,
      double alpha,
      double beta,
      long seed) {}

  @Property
  void everyBackEndAgreesWithTheDefinition(@ForAll("products") Product product) {
    for (Kernels kernels : BackEnds.float32()) {
      check(kernels, product);
    }
  }

  @Test
  void everyBackEndAgreesWithTheDefinitionAtEverySizeAroundATile() {
    for (Kernels kernels : BackEnds.float32()) {
      checkFixedSizes(kernels);
    }
  }

  /** All transpositions at all sizes where a tile, a vector or a pass over the sum ends. */
  static void checkFixedSizes(Kernels kernels) {
    double[] factors = {1, 0, -1, 0.1, 2.5};
    int count = 0;
    for (int m : new int[] {0, 1, 3, 4, 5, 8, 9}) {
      for (int n : BackEnds.SIZES_AROUND_LANES) {
        for (int k : new int[] {0, 1, 2, 257}) {
          for (int transposition = 0; transposition < 4; transposition++) {
            double alpha = factors[count % 5];
            double beta = factors[count / 5 % 5];
            check(
                kernels,
                new Product(
                    m,
                    n,
                    k,
                    (transposition & 1) != 0,
                    (transposition & 2) != 0,
                    count % 3,
                    1 + count % 7 / 6,
                    alpha,
                    beta,
                    count));
            count++;
          }
        }
      }
    }
  }

  private static void check(Kernels kernels, Product product) {
    int m = product.m;
    int n = product.n;
    int k = product.k;
    Random random = new Random(product.seed);
    Tensor a = storage(random, m, k, product.aTransposed, product.gap, product.step);
    Tensor b = storage(random, k, n, product.bTransposed, product.gap, product.step);
    Tensor c = storage(random, m, n, false, product.gap, 1);
    BitSet written = new BitSet();
    Matrix target = view(c, m, n, false, product.gap, 1);
    for (int i = 0; i < m; i++) {
      written.set(
          target.offset() + i * target.rowStride(), target.offset() + i * target.rowStride() + n);
    }
    if (product.beta == 0) {
      written.stream().forEach(i -> c.set(i, Double.NaN));
    }
    Tensor aBefore = a.copy();
    Tensor bBefore = b.copy();
    Tensor cBefore = c.copy();
    Tensor definition = fp64(c);
    Tensor magnitude = magnitudes(c);
    multiply(BackEnds.fp64(), product, product.alpha, fp64(a), fp64(b), product.beta, definition);
    multiply(
        BackEnds.fp64(),
        product,
        Math.abs(product.alpha),
        magnitudes(a),
        magnitudes(b),
        Math.abs(product.beta),
        magnitude);

    poisonScratch();
    multiply(kernels, product, product.alpha, a, b, product.beta, c);

    String what = kernels.name() + " " + product;
    // A term is rounded k times as it is summed, and in alpha, in alpha a and in the product.
    written.stream()
        .forEach(
            i ->
                ErrorBound.assertAgrees(
                    what + " at " + i, k + 3, definition.get(i), magnitude.get(i), c.get(i)));
    assertSameBitsOutside(written, what + ", around c", cBefore, c);
    assertSameBits(what + ", a", aBefore, a);
    assertSameBits(what + ", b", bBefore, b);
  }

  private static void multiply(
      Kernels kernels, Product p, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    kernels
        .gemm()
        .gemm(
            alpha,
            view(a, p.m, p.k, p.aTransposed, p.gap, p.step),
            view(b, p.k, p.n, p.bTransposed, p.gap, p.step),
            beta,
            view(c, p.m, p.n, false, p.gap, 1));
  }

  /** Room for a matrix with a gap before and after each row. */
  private static Tensor storage(
      Random random, int rows, int columns, boolean transposed, int gap, int step) {
    return transposed
        ? random(random, columns + 1, rows * step + gap)
        : random(random, rows + 1, columns * step + gap);
  }

  private static Matrix view(
      Tensor storage, int rows, int columns, boolean transposed, int gap, int step) {
    return transposed
        ? new Matrix(storage, gap, columns, rows, rows * step + gap, step).transposed()
        : new Matrix(storage, gap, rows, columns, columns * step + gap, step);
  }

  @Provide
  Arbitrary<Product> products() {
    Arbitrary<Integer> rows =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, 13)),
            Tuple.of(1, Arbitraries.integers().between(60, 135)));
    Arbitrary<Integer> columns =
        Arbitraries.oneOf(
            Arbitraries.of(BackEnds.SIZES_AROUND_LANES), Arbitraries.integers().between(0, 80));
    Arbitrary<Integer> depths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40), Arbitraries.of(255, 256, 257, 300, 512, 513));
    Arbitrary<Boolean> flips = Arbitraries.of(false, true);
    Arbitrary<Double> factors = Arbitraries.of(0.0, 1.0, -1.0, 0.1, -2.5);
    return Combinators.combine(
            Combinators.combine(rows, columns, depths).as(List::of),
            flips,
            flips,
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(1, 1, 2),
            factors,
            factors,
            Arbitraries.longs())
        .as(
            (sizes, aTransposed, bTransposed, gap, step, alpha, beta, seed) ->
                new Product(
                    sizes.get(0),
                    sizes.get(1),
                    sizes.get(2),
                    aTransposed,
                    bTransposed,
                    gap,
                    step,
                    alpha,
                    beta,
                    seed));
  }

  @Property
  void everyBackEndAgreesOnManyColumns(@ForAll long seed) {
    // More columns than one task takes.
    Random random = new Random(seed);
    Product product =
        new Product(
            1 + random.nextInt(10),
            32 * BackEnds.LANES + random.nextInt(40),
            1 + random.nextInt(20),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(3),
            1 + random.nextInt(2),
            1,
            random.nextInt(2),
            seed);
    for (Kernels kernels : BackEnds.float32()) {
      check(kernels, product);
    }
  }
}
