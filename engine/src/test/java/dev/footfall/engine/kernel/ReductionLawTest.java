package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.fp64;
import static dev.footfall.engine.kernel.TestTensors.random;

import dev.footfall.engine.Tensor;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A FLOAT32 sum is as near to the FLOAT64 one as rounding allows. */
class ReductionLawTest {

  @Property
  void everyBackEndAgreesWithTheDefinition(
      @ForAll("sizes") int n,
      @ForAll @IntRange(max = 3) int aOffset,
      @ForAll @IntRange(max = 3) int bOffset,
      @ForAll long seed) {
    for (Kernels kernels : BackEnds.float32()) {
      check(kernels, n, aOffset, bOffset, seed);
    }
  }

  static void checkFixedSizes(Kernels kernels) {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      check(kernels, n, 1, 2, n);
    }
  }

  private static void check(Kernels kernels, int n, int aOffset, int bOffset, long seed) {
    Random random = new Random(seed);
    Tensor a = random(random, aOffset + n + 3);
    Tensor b = random(random, bOffset + n + 3);
    Tensor aBefore = a.copy();
    Tensor bBefore = b.copy();
    double center = 2 * random.nextFloat() - 1;
    ReductionKernel actual = kernels.reductions();
    ReductionKernel definition = BackEnds.fp64().reductions();
    Tensor a64 = fp64(a);
    Tensor b64 = fp64(b);
    double sum = 0;
    double dot = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(a64.get(aOffset + i));
      dot += Math.abs(a64.get(aOffset + i) * (b64.get(bOffset + i) - center));
    }
    String what = kernels.name() + ", n = " + n + ", seed " + seed;
    // n additions; before them a product or square, and a difference once or twice in it.
    ErrorBound.assertAgrees(
        what + ", sum", n, definition.sum(n, a64, aOffset), sum, actual.sum(n, a, aOffset));
    ErrorBound.assertAgrees(
        what + ", dot",
        n + 2,
        definition.dot(n, a64, aOffset, center, b64, bOffset),
        dot,
        actual.dot(n, a, aOffset, center, b, bOffset));
    double deviations = definition.sumOfSquaredDeviations(n, center, a64, aOffset);
    ErrorBound.assertAgrees(
        what + ", sum of squared deviations",
        n + 3,
        deviations,
        deviations,
        actual.sumOfSquaredDeviations(n, center, a, aOffset));
    double distance = definition.squaredDistance(n, a64, aOffset, b64, bOffset);
    ErrorBound.assertAgrees(
        what + ", squared distance",
        n + 3,
        distance,
        distance,
        actual.squaredDistance(n, a, aOffset, b, bOffset));
    assertSameBits(what, aBefore, a);
    assertSameBits(what, bBefore, b);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(
        Arbitraries.of(BackEnds.SIZES_AROUND_LANES), Arbitraries.integers().between(0, 2000));
  }
}
