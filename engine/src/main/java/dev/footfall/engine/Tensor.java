package dev.footfall.engine;

import java.util.Arrays;

/**
 * A dense, contiguous, row-major array of numbers on the heap, nothing to close.
 *
 * <p>The backing array is exposed by {@link #floats()} or {@link #doubles()}, whichever matches
 * {@link #dtype()}: kernels and callers read and write it in place. Its length is exactly {@code
 * shape().elements()}. A tensor is not synchronised; writes from several threads must go to
 * disjoint elements.
 */
public final class Tensor {
  private final Shape shape;
  private final float[] floats;
  private final double[] doubles;

  private Tensor(Shape shape, float[] floats, double[] doubles) {
    int length = floats != null ? floats.length : doubles.length;
    if (length != shape.elements()) {
      throw new IllegalArgumentException(
          "tensor: " + length + " values do not fill shape " + shape);
    }
    this.shape = shape;
    this.floats = floats;
    this.doubles = doubles;
  }

  /** A tensor of zeros. */
  public static Tensor zeros(DType dtype, Shape shape) {
    return dtype == DType.FLOAT32
        ? new Tensor(shape, new float[shape.elements()], null)
        : new Tensor(shape, null, new double[shape.elements()]);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(DType dtype, int... extents) {
    return zeros(dtype, Shape.of(extents));
  }

  /**
   * A FLOAT32 tensor over {@code values}, which is not copied.
   *
   * @throws IllegalArgumentException if the array's length is not {@code shape.elements()}
   */
  public static Tensor of(Shape shape, float[] values) {
    return new Tensor(shape, values, null);
  }

  /**
   * A FLOAT64 tensor over {@code values}, which is not copied.
   *
   * @throws IllegalArgumentException if the array's length is not {@code shape.elements()}
   */
  public static Tensor of(Shape shape, double[] values) {
    return new Tensor(shape, null, values);
  }

  /** The extents. */
  public Shape shape() {
    return shape;
  }

  /** The element type. */
  public DType dtype() {
    return floats != null ? DType.FLOAT32 : DType.FLOAT64;
  }

  /** Number of elements. */
  public int elements() {
    return shape.elements();
  }

  /**
   * The live backing array of a FLOAT32 tensor.
   *
   * @throws IllegalStateException if this tensor is FLOAT64
   */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("tensor: FLOAT32 storage asked of a FLOAT64 tensor " + shape);
    }
    return floats;
  }

  /**
   * The live backing array of a FLOAT64 tensor.
   *
   * @throws IllegalStateException if this tensor is FLOAT32
   */
  public double[] doubles() {
    if (doubles == null) {
      throw new IllegalStateException("tensor: FLOAT64 storage asked of a FLOAT32 tensor " + shape);
    }
    return doubles;
  }

  /** The element at a row-major flat index, widened to double. */
  public double get(int index) {
    return floats != null ? floats[index] : doubles[index];
  }

  /** Writes the element at a row-major flat index, rounded to the element type. */
  public void set(int index, double value) {
    if (floats != null) {
      floats[index] = (float) value;
    } else {
      doubles[index] = value;
    }
  }

  /** Writes {@code value} to every element. */
  public void fill(double value) {
    fill(0, elements(), value);
  }

  /** Writes {@code value} to the elements at flat indices {@code from} to {@code to - 1}. */
  public void fill(int from, int to, double value) {
    if (floats != null) {
      Arrays.fill(floats, from, to, (float) value);
    } else {
      Arrays.fill(doubles, from, to, value);
    }
  }

  /**
   * Overwrites this tensor with the elements of another of the same shape, converted where the
   * element types differ.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public void copyFrom(Tensor source) {
    if (!shape.equals(source.shape)) {
      throw new IllegalArgumentException(
          "copy: shapes differ (source " + source.shape + ", target " + shape + ")");
    }
    if (floats != null && source.floats != null) {
      System.arraycopy(source.floats, 0, floats, 0, floats.length);
    } else if (doubles != null && source.doubles != null) {
      System.arraycopy(source.doubles, 0, doubles, 0, doubles.length);
    } else {
      for (int i = 0; i < elements(); i++) {
        set(i, source.get(i));
      }
    }
  }

  /** A deep copy with another element type. */
  public Tensor to(DType dtype) {
    Tensor copy = zeros(dtype, shape);
    copy.copyFrom(this);
    return copy;
  }

  /** A deep copy. */
  public Tensor copy() {
    return to(dtype());
  }

  /**
   * A tensor of another shape over the same storage.
   *
   * @throws IllegalArgumentException if the number of elements differs
   */
  public Tensor reshaped(Shape other) {
    if (other.elements() != elements()) {
      throw new IllegalArgumentException(
          "reshape: "
              + shape
              + " has "
              + elements()
              + " elements, "
              + other
              + " has "
              + other.elements());
    }
    return new Tensor(other, floats, doubles);
  }

  /** The flat index of the first element that is NaN or infinite, or -1 if all are finite. */
  public int firstNonFinite() {
    for (int i = 0; i < elements(); i++) {
      if (!Double.isFinite(get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Type and shape, for instance {@code FLOAT32 [32, 6, 100]}; no values. */
  @Override
  public String toString() {
    return dtype() + " " + shape;
  }
}
