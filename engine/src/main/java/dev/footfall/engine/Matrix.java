package dev.footfall.engine;

import java.util.Arrays;

/**
 * A matrix view of part of a tensor: element (i, j) is at flat index {@code offset + i * rowStride
 * + j * columnStride}. Transposing a view swaps the strides and moves no data.
 *
 * <p>A view is a short-lived value; once compiled, escape analysis removes it.
 *
 * @param tensor the storage
 * @param offset flat index of element (0, 0)
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStride distance between vertical neighbours
 * @param columnStride distance between horizontal neighbours
 */
public record Matrix(
    Tensor tensor, int offset, int rows, int columns, int rowStride, int columnStride) {

  /** Checks that the last element lies inside the storage. */
  public Matrix {
    if (offset < 0 || rows < 0 || columns < 0 || rowStride < 0 || columnStride < 0) {
      throw new IllegalArgumentException(
          "matrix: negative offset, extent or stride (offset "
              + offset
              + ", "
              + rows
              + "x"
              + columns
              + ", strides "
              + rowStride
              + " and "
              + columnStride
              + ")");
    }
    if (rows > 0 && columns > 0) {
      long last = offset + (long) (rows - 1) * rowStride + (long) (columns - 1) * columnStride;
      if (last >= tensor.elements()) {
        throw new IllegalArgumentException(
            "matrix: a "
                + rows
                + "x"
                + columns
                + " view at offset "
                + offset
                + " with strides "
                + rowStride
                + " and "
                + columnStride
                + " leaves its tensor ("
                + tensor.shape()
                + ")");
      }
    }
  }

  /**
   * The whole of a tensor as a matrix: all axes but the first are joined into the columns.
   *
   * @throws IllegalArgumentException for a scalar
   */
  public static Matrix of(Tensor tensor) {
    Shape shape = tensor.shape();
    if (shape.rank() == 0) {
      throw new IllegalArgumentException("matrix: a scalar has no rows");
    }
    int rows = shape.extent(0);
    // An empty batch has columns too: they must fit those of a weight.
    int columns =
        rows == 0
            ? Shape.of(Arrays.copyOfRange(shape.toArray(), 1, shape.rank())).elements()
            : shape.elements() / rows;
    return of(tensor, 0, rows, columns);
  }

  /** A row-major view of {@code rows * columns} neighbouring elements. */
  public static Matrix of(Tensor tensor, int offset, int rows, int columns) {
    return new Matrix(tensor, offset, rows, columns, columns, 1);
  }

  /** The same elements with rows and columns exchanged. */
  public Matrix transposed() {
    return new Matrix(tensor, offset, columns, rows, columnStride, rowStride);
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
