package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBitsOutside;
import static dev.footfall.engine.kernel.TestTensors.fp64;
import static dev.footfall.engine.kernel.TestTensors.magnitudes;
import static dev.footfall.engine.kernel.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.footfall.engine.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** FLOAT32 maps are as near to the FLOAT64 ones as their few roundings allow. */
class ElementwiseLawTest {

  @Test
  void scalarAndVectorAreTheSameCode() {
    assertSame(
        BackEnds.scalar().elementwise().getClass(), BackEnds.vector().elementwise().getClass());
  }

  /** A map over ranges at bound offsets; alpha, beta and gamma are the factors. */
  private interface Map {
    void apply(ElementwiseKernel kernel, double[] factors, Tensor a, Tensor b, Tensor out);
  }

  @Property
  void everyBackEndAgreesWithTheDefinition(
      @ForAll @IntRange(max = 100) int n,
      @ForAll @IntRange(max = 3) int aOffset,
      @ForAll @IntRange(max = 3) int bOffset,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] factors = random.doubles(3, -1, 1).toArray();
    double[] sizes = Arrays.stream(factors).map(Math::abs).toArray();
    Tensor a = random(random, aOffset + n + 2);
    Tensor b = random(random, bOffset + n + 2);
    Tensor out = random(random, offset + n + 2);
    BitSet written = new BitSet();
    written.set(offset, offset + n);
    // A factor is rounded to single precision, then the product, then each sum.
    Map add = (kernel, f, x, y, z) -> kernel.add(n, x, aOffset, y, bOffset, z, offset);
    Map multiply = (kernel, f, x, y, z) -> kernel.multiply(n, x, aOffset, y, bOffset, z, offset);
    Map maximum = (kernel, f, x, y, z) -> kernel.maximum(n, x, aOffset, y, bOffset, z, offset);
    Map minimum = (kernel, f, x, y, z) -> kernel.minimum(n, x, aOffset, y, bOffset, z, offset);
    Map heaviside = (kernel, f, x, y, z) -> kernel.heaviside(n, x, aOffset, y, bOffset, z, offset);
    Map select =
        (kernel, f, x, y, z) -> kernel.select(n, x, aOffset, x, aOffset, y, bOffset, z, offset);
    Map axpy = (kernel, f, x, y, z) -> kernel.axpy(n, f[0], x, aOffset, z, offset);
    Map affine = (kernel, f, x, y, z) -> kernel.affine(n, f[0], f[1], x, aOffset, z, offset);
    Map accumulateAffine =
        (kernel, f, x, y, z) ->
            kernel.accumulateAffine(n, f[0], x, aOffset, f[1], y, bOffset, f[2], z, offset);
    check("add", 1, add, factors, sizes, a, b, out, written);
    check("multiply", 1, multiply, factors, sizes, a, b, out, written);
    check("maximum", 0, maximum, factors, sizes, a, b, out, written);
    check("minimum", 0, minimum, factors, sizes, a, b, out, written);
    check("heaviside", 0, heaviside, factors, sizes, a, b, out, written);
    check("select", 0, select, factors, sizes, a, b, out, written);
    check("axpy", 3, axpy, factors, sizes, a, b, out, written);
    check("affine", 3, affine, factors, sizes, a, b, out, written);
    check("accumulateAffine", 5, accumulateAffine, factors, sizes, a, b, out, written);
  }

  private static void check(
      String what,
      int roundings,
      Map map,
      double[] factors,
      double[] sizes,
      Tensor a,
      Tensor b,
      Tensor out,
      BitSet written) {
    Tensor definition = fp64(out);
    Tensor magnitude = magnitudes(out);
    map.apply(BackEnds.fp64().elementwise(), factors, fp64(a), fp64(b), definition);
    map.apply(BackEnds.fp64().elementwise(), sizes, magnitudes(a), magnitudes(b), magnitude);
    for (Kernels kernels : BackEnds.float32()) {
      Tensor actual = out.copy();
      map.apply(kernels.elementwise(), factors, a, b, actual);
      written.stream()
          .forEach(
              i ->
                  ErrorBound.assertAgrees(
                      kernels.name() + " " + what,
                      roundings,
                      definition.get(i),
                      magnitude.get(i),
                      actual.get(i)));
      assertSameBitsOutside(written, kernels.name() + " " + what, out, actual);
    }
  }

  /**
   * The magnitude of a difference is not the difference of magnitudes, and of a quotient neither.
   */
  @Property
  void differencesAndQuotientsAreRoundedOnce(
      @ForAll @IntRange(max = 100) int n, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor a = random(random, n);
    Tensor b = random(random, n);
    for (Kernels kernels : BackEnds.float32()) {
      Tensor difference = random(random, n);
      Tensor quotient = random(random, n);
      kernels.elementwise().subtract(n, a, 0, b, 0, difference, 0);
      kernels.elementwise().divide(n, a, 0, b, 0, quotient, 0);
      for (int i = 0; i < n; i++) {
        assertEquals((float) (a.get(i) - b.get(i)), difference.get(i));
        assertEquals((float) (a.get(i) / b.get(i)), quotient.get(i));
      }
    }
  }
}
