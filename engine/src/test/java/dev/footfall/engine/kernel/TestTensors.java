package dev.footfall.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.runtime.Scratch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;

/** Tensors to feed kernels with, and assertions on what they left behind. */
final class TestTensors {
  private TestTensors() {}

  /** A vector of these numbers. */
  static Tensor values(DType dtype, double... values) {
    return Tensor.of(Shape.of(values.length), values).to(dtype);
  }

  /** 1, 2, 3, ... in row-major order: no zero that would hide the loss of an element. */
  static Tensor ramp(DType dtype, Shape shape) {
    Tensor tensor = Tensor.zeros(dtype, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, i + 1);
    }
    return tensor;
  }

  /** FLOAT32, evenly spread over -1 to 1. */
  static Tensor random(Random random, Shape shape) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, 2 * random.nextFloat() - 1);
    }
    return tensor;
  }

  static Tensor random(Random random, int... extents) {
    return random(random, Shape.of(extents));
  }

  static Tensor fp64(Tensor tensor) {
    return tensor.to(DType.FLOAT64);
  }

  /** Absolute values, in FLOAT64. */
  static Tensor magnitudes(Tensor tensor) {
    Tensor result = fp64(tensor);
    for (int i = 0; i < result.elements(); i++) {
      result.set(i, Math.abs(result.get(i)));
    }
    return result;
  }

  /** Leaves NaN in the arrays that kernels on the calling thread will work in. */
  static void poisonScratch() {
    fillScratch(Float.NaN);
  }

  static void fillScratch(float value) {
    Scratch scratch = Scratch.ofThread();
    int mark = scratch.mark();
    for (int slot = 0; slot < 4; slot++) {
      float[] array = scratch.takeFloats(1 << 15);
      Arrays.fill(array, value);
    }
    scratch.release(mark);
  }

  static void assertValues(Tensor actual, double... expected) {
    assertArrayEquals(
        expected, IntStream.range(0, actual.elements()).mapToDouble(actual::get).toArray());
  }

  /** The same bits in every element, all NaN being one. */
  static void assertSameBits(Object what, Tensor expected, Tensor actual) {
    assertSameBitsOutside(new BitSet(), what, expected, actual);
  }

  /** The same bits in every element but those at the flat indices {@code written}. */
  static void assertSameBitsOutside(BitSet written, Object what, Tensor expected, Tensor actual) {
    assertEquals(expected.dtype(), actual.dtype());
    assertEquals(expected.shape(), actual.shape());
    for (int i = 0; i < expected.elements(); i++) {
      if (!written.get(i)
          && Double.doubleToLongBits(expected.get(i)) != Double.doubleToLongBits(actual.get(i))) {
        throw new AssertionError(
            what + " at " + i + ": " + actual.get(i) + " instead of " + expected.get(i));
      }
    }
  }
}
