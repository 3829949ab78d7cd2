package dev.footfall.engine.runtime;

import java.util.Arrays;

/**
 * Working memory that is asked for in a nested fashion and reused for ever: a stack of arrays.
 *
 * <p>{@code take} hands out the array of the next slot, grown if it is too short; {@code release}
 * returns all slots above a mark. After the first pass over a computation no request allocates. The
 * contents are whatever the last user left there: a kernel must write before it reads.
 *
 * <pre>{@code
 * int mark = scratch.mark();
 * float[] columns = scratch.takeFloats(n);   // length may exceed n
 * ...
 * scratch.release(mark);
 * }</pre>
 *
 * <p>One instance belongs to one thread; {@link #ofThread()} is the calling thread's own.
 */
public final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);
  private static final float[] NO_FLOATS = {};
  private static final double[] NO_DOUBLES = {};

  private float[][] floats = new float[8][];
  private double[][] doubles = new double[8][];
  private int top;

  /** An empty stack. */
  public Scratch() {}

  /** The scratch of the calling thread. */
  public static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** The present height of the stack, to be given to {@link #release}. */
  public int mark() {
    return top;
  }

  /**
   * Returns every array taken since {@code mark}.
   *
   * @throws IllegalArgumentException if the mark is above the present height
   */
  public void release(int mark) {
    if (mark < 0 || mark > top) {
      throw new IllegalArgumentException("scratch: mark " + mark + " released at height " + top);
    }
    top = mark;
  }

  /**
   * An array of at least {@code length} floats with arbitrary contents.
   *
   * @throws IllegalArgumentException if {@code length} is negative, as a product of sizes that
   *     overflows may be
   */
  public float[] takeFloats(int length) {
    requireLength(length);
    int slot = nextSlot();
    float[] array = floats[slot] == null ? NO_FLOATS : floats[slot];
    if (array.length < length) {
      array = new float[length];
      floats[slot] = array;
    }
    return array;
  }

  /**
   * An array of at least {@code length} doubles with arbitrary contents.
   *
   * @throws IllegalArgumentException if {@code length} is negative, as a product of sizes that
   *     overflows may be
   */
  public double[] takeDoubles(int length) {
    requireLength(length);
    int slot = nextSlot();
    double[] array = doubles[slot] == null ? NO_DOUBLES : doubles[slot];
    if (array.length < length) {
      array = new double[length];
      doubles[slot] = array;
    }
    return array;
  }

  private static void requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "scratch: the length must not be negative (" + length + "); the sizes overflow an int");
    }
  }

  private int nextSlot() {
    if (top == floats.length) {
      floats = Arrays.copyOf(floats, 2 * top);
      doubles = Arrays.copyOf(doubles, 2 * top);
    }
    return top++;
  }
}
