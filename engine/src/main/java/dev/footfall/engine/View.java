package dev.footfall.engine;

import java.util.Arrays;

/**
 * A view of part of a tensor with any number of axes: element (i, j, ...) is at flat index {@code
 * offset + i * stride_0 + j * stride_1 + ...}. Slicing, flipping, repeating and permuting change
 * the numbers of a view and move no data.
 */
public final class View {

  /** What is done with each run of elements of two views; see {@link #forEachRun}. */
  public interface Run {
    /** Elements {@code aOffset + i * aStride} and {@code bOffset + i * bStride}, i below n. */
    void accept(int n, int aOffset, int aStride, int bOffset, int bStride);
  }

  private final Tensor tensor;
  private final int offset;
  private final int[] extents;
  private final int[] strides;

  private View(Tensor tensor, int offset, int[] extents, int[] strides) {
    this.tensor = tensor;
    this.offset = offset;
    this.extents = extents;
    this.strides = strides;
  }

  /** The whole of a tensor. */
  public static View of(Tensor tensor) {
    int[] extents = tensor.shape().toArray();
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return new View(tensor, 0, extents, strides);
  }

  /** The storage. */
  public Tensor tensor() {
    return tensor;
  }

  /** The extents. */
  public Shape shape() {
    return Shape.of(extents);
  }

  /**
   * Elements {@code start, start + step, ...} along one axis, {@code count} of them. A negative
   * step goes backwards; with step 0 the same element is seen count times.
   *
   * @throws IllegalArgumentException if one of them lies outside the axis
   */
  public View slice(int axis, int start, int count, int step) {
    long last = start + (count - 1L) * step;
    int extent = extents[axis];
    if (count < 0 || (count > 0 && (start < 0 || start >= extent || last < 0 || last >= extent))) {
      throw new IllegalArgumentException(
          "view: "
              + count
              + " elements from "
              + start
              + " in steps of "
              + step
              + " leave axis "
              + axis
              + " ("
              + Arrays.toString(extents)
              + ")");
    }
    int[] newExtents = extents.clone();
    int[] newStrides = strides.clone();
    newExtents[axis] = count;
    newStrides[axis] = strides[axis] * step;
    return new View(tensor, offset + start * strides[axis], newExtents, newStrides);
  }

  /**
   * The same elements with the axes in another order: axis i of the result is axis {@code axes[i]}
   * of this view.
   *
   * @throws IllegalArgumentException if the axes are not those of this view, each once
   */
  public View permuted(int... axes) {
    int rank = extents.length;
    int[] newExtents = new int[rank];
    int[] newStrides = new int[rank];
    boolean[] seen = new boolean[rank];
    boolean fits = axes.length == rank;
    for (int i = 0; fits && i < rank; i++) {
      fits = axes[i] >= 0 && axes[i] < rank && !seen[axes[i]];
      if (fits) {
        seen[axes[i]] = true;
        newExtents[i] = extents[axes[i]];
        newStrides[i] = strides[axes[i]];
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "view: "
              + Arrays.toString(axes)
              + " is no order of the axes of "
              + Arrays.toString(extents));
    }
    return new View(tensor, offset, newExtents, newStrides);
  }

  /**
   * Walks through two views of one shape in row-major order, in runs as long as the strides allow:
   * neighbouring axes that both views hold without a gap are joined.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public static void forEachRun(View a, View b, Run run) {
    if (!Arrays.equals(a.extents, b.extents)) {
      throw new IllegalArgumentException(
          "view: shapes differ ("
              + Arrays.toString(a.extents)
              + " and "
              + Arrays.toString(b.extents)
              + ")");
    }
    int rank = a.extents.length;
    int[] extents = new int[rank + 1];
    int[] aStrides = new int[rank + 1];
    int[] bStrides = new int[rank + 1];
    extents[0] = 1;
    int last = 0;
    int elements = 1;
    for (int axis = 0; axis < rank; axis++) {
      int extent = a.extents[axis];
      elements *= extent;
      boolean joined =
          extents[last] == 1
              || (aStrides[last] == extent * a.strides[axis]
                  && bStrides[last] == extent * b.strides[axis]);
      if (extent != 1) {
        last = joined ? last : last + 1;
        extents[last] = joined ? extents[last] * extent : extent;
        aStrides[last] = a.strides[axis];
        bStrides[last] = b.strides[axis];
      }
    }
    int runs = elements == 0 ? 0 : elements / extents[last];
    for (int i = 0; i < runs; i++) {
      int aOffset = a.offset;
      int bOffset = b.offset;
      int rest = i;
      for (int axis = last - 1; axis >= 0; axis--) {
        int index = rest % extents[axis];
        rest /= extents[axis];
        aOffset += index * aStrides[axis];
        bOffset += index * bStrides[axis];
      }
      run.accept(extents[last], aOffset, aStrides[last], bOffset, bStrides[last]);
    }
  }

  /** For instance {@code [32, 6, 100]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
