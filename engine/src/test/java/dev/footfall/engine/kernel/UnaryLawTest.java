package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction.Kind;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Vector functions of one number give the bits of the scalar ones, on floats of every kind. */
class UnaryLawTest {

  @Property
  void vectorGivesTheBitsOfScalar(
      @ForAll @IntRange(max = 3) int from, @ForAll @IntRange(max = 100) int n, @ForAll long seed) {
    Random random = new Random(seed);
    check(BackEnds.vector(), from, from + n, floats(random, from + n + 2), random);
  }

  @Test
  void vectorGivesTheBitsOfScalarOverASweepOfAllFloats() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 1 << 16);
    for (int part = 0; part < 16; part++) {
      for (int i = 0; i < 1 << 16; i++) {
        // Every 4099th bit pattern, in 16 runs; 4099 is a prime, so low bits differ too.
        x.floats()[i] = Float.intBitsToFloat((part << 16 | i) * 4099);
      }
      check(BackEnds.vector(), 0, x.elements(), x, new Random(part));
    }
  }

  static void checkFixedSizes(Kernels kernels) {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      Random random = new Random(n);
      check(kernels, 1, n + 1, floats(random, n + 4), random);
    }
  }

  private static void check(Kernels kernels, int from, int to, Tensor x, Random random) {
    Tensor dy = floats(random, x.elements());
    Tensor before = floats(random, x.elements());
    Tensor xBefore = x.copy();
    Tensor dyBefore = dy.copy();
    for (Kind kind : Kind.values()) {
      UnaryFunction f = new UnaryFunction(kind, random.nextDouble(), 1 + random.nextDouble());
      String what = kernels.name() + " " + f + " from " + from + " to " + to;
      Tensor expected = before.copy();
      Tensor actual = before.copy();
      BackEnds.scalar().unary().value(f, from, to, x, expected);
      kernels.unary().value(f, from, to, x, actual);
      assertSameBits(what, expected, actual);
      Tensor y = expected.copy();
      expected.copyFrom(before);
      actual.copyFrom(before);
      BackEnds.scalar().unary().gradient(f, from, to, x, y, dy, expected);
      kernels.unary().gradient(f, from, to, x, y, dy, actual);
      assertSameBits(what + ", gradient", expected, actual);
    }
    assertSameBits(kernels.name() + ", x", xBefore, x);
    assertSameBits(kernels.name() + ", dy", dyBefore, dy);
  }

  private static Tensor floats(Random random, int n) {
    return ActivationLawTest.floatsOfEveryKind(random, n);
  }
}
