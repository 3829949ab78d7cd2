package dev.footfall.autograd.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.testing.Application;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Extents;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.Tensor;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Data movement, average pooling and upsampling are linear, their gradients the adjoints. */
class ShapeLawsTest {

  /** {@code f(2 a - 3 b) = 2 f(a) - 3 f(b)}. */
  @Property
  void linearOperationsAreLinear(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("lengths") int length,
      @ForAll long seed) {
    for (Applications.Case linear : ShapeApplications.linear(batch, channels, length, seed)) {
      Application f = linear.application();
      Tensor a = f.inputs().get("x");
      Tensor b = new RandomTensors(seed + 1).uniform(a.shape());
      Tensor expected = combined(apply(f, a), apply(f, b));
      // At most 6 roundings for each of at most 3 terms of at most 5.
      Near.require(f.toString(), expected, apply(f, combined(a, b)), (i, e) -> 6 * 3 * 5 * 0x1p-53);
    }
  }

  /** {@code <f(x), s> = <x, dx(s)>}. */
  @Property
  void gradientsAreAdjoint(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll("lengths") int length,
      @ForAll long seed) {
    for (Applications.Case linear : ShapeApplications.linear(batch, channels, length, seed)) {
      Application f = linear.application();
      Tensor s = f.seedGradient();
      Map<String, Tensor> results = f.run(Backends.fp64(), s);
      // No y is a sum of more than 3 elements; each product of x and s is at most 1.
      double products = 3.0 * s.elements();
      assertEquals(
          dot(results.get("y"), s),
          dot(f.inputs().get("x"), results.get("dx")),
          2 * products * (products + 6) * 0x1p-53,
          f.toString());
    }
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Extents.upTo(33).filter(length -> length >= 5); // the span of the pooling
  }

  static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.elements(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  private static Tensor apply(Application f, Tensor x) {
    return f.with(Map.of("x", x)).run(Backends.fp64(), null).get("y");
  }

  private static Tensor combined(Tensor a, Tensor b) {
    Tensor sum = Tensor.zeros(a.dtype(), a.shape());
    for (int i = 0; i < sum.elements(); i++) {
      sum.set(i, 2 * a.get(i) - 3 * b.get(i));
    }
    return sum;
  }
}
