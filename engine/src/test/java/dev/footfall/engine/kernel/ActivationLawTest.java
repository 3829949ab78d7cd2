package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Vector activations give the bits of the scalar ones, on floats of every kind. */
class ActivationLawTest {
  /** A method of the kernel; a gradient takes arbitrary floats for outputs and their gradients. */
  private interface Kernel {
    void apply(ActivationKernel kernel, int n, Tensor x, int xOffset, Tensor y, int yOffset);
  }

  private static final Map<String, Kernel> KERNELS =
      Map.of(
          "relu",
          ActivationKernel::relu,
          "sigmoid",
          ActivationKernel::sigmoid,
          "tanh",
          ActivationKernel::tanh,
          "reluGradient",
          (kernel, n, x, xOffset, y, yOffset) ->
              kernel.reluGradient(n, x, xOffset, x, xOffset, y, yOffset),
          "sigmoidGradient",
          (kernel, n, x, xOffset, y, yOffset) ->
              kernel.sigmoidGradient(n, x, xOffset, x, xOffset, y, yOffset),
          "tanhGradient",
          (kernel, n, x, xOffset, y, yOffset) ->
              kernel.tanhGradient(n, x, xOffset, x, xOffset, y, yOffset));

  private static final List<Float> SPECIAL =
      List.of(
          0f,
          -0f,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          Float.MIN_NORMAL,
          Math.nextDown(Float.MIN_NORMAL),
          1f,
          -1f,
          9.5f,
          Math.nextUp(9.5f),
          87f,
          -87f,
          Math.nextUp(87f),
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.NaN,
          Float.intBitsToFloat(0xffc12345),
          Float.intBitsToFloat(0x7f812345));

  @Test
  void everyActivationIsCompared() {
    assertEquals(
        Arrays.stream(ActivationKernel.class.getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toSet()),
        KERNELS.keySet());
  }

  @Property
  void vectorGivesTheBitsOfScalar(
      @ForAll("sizes") int n,
      @ForAll @IntRange(max = 3) int xOffset,
      @ForAll @IntRange(max = 3) int yOffset,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = floatsOfEveryKind(random, xOffset + n + 2);
    Tensor y = floatsOfEveryKind(random, yOffset + n + 2);
    check(BackEnds.vector(), n, x, xOffset, y, yOffset);
  }

  @Test
  void vectorGivesTheBitsOfScalarOverASweepOfAllFloats() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 1 << 16);
    Tensor y = Tensor.zeros(DType.FLOAT32, 1 << 16);
    for (int part = 0; part < 16; part++) {
      for (int i = 0; i < 1 << 16; i++) {
        // Every 4099th bit pattern, in 16 runs; 4099 is a prime, so low bits differ too.
        x.floats()[i] = Float.intBitsToFloat((part << 16 | i) * 4099);
      }
      check(BackEnds.vector(), x.elements(), x, 0, y, 0);
    }
  }

  static void checkFixedSizes(Kernels kernels) {
    for (int n : BackEnds.SIZES_AROUND_LANES) {
      Random random = new Random(n);
      check(kernels, n, floatsOfEveryKind(random, n + 4), 1, floatsOfEveryKind(random, n + 4), 2);
    }
  }

  /** Each bit pattern is as likely as any other, but every fourth float is a special one. */
  static Tensor floatsOfEveryKind(Random random, int n) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, n);
    for (int i = 0; i < n; i++) {
      tensor.floats()[i] =
          random.nextInt(4) == 0
              ? SPECIAL.get(random.nextInt(SPECIAL.size()))
              : Float.intBitsToFloat(random.nextInt());
    }
    return tensor;
  }

  private static void check(Kernels kernels, int n, Tensor x, int xOffset, Tensor y, int yOffset) {
    Tensor xBefore = x.copy();
    KERNELS.forEach(
        (name, kernel) -> {
          Tensor expected = y.copy();
          Tensor actual = y.copy();
          kernel.apply(BackEnds.scalar().activations(), n, x, xOffset, expected, yOffset);
          kernel.apply(kernels.activations(), n, x, xOffset, actual, yOffset);
          assertSameBits(kernels.name() + " " + name + ", n = " + n, expected, actual);
        });
    assertSameBits(kernels.name() + ", x", xBefore, x);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(
        Arbitraries.of(BackEnds.SIZES_AROUND_LANES), Arbitraries.integers().between(0, 300));
  }
}
