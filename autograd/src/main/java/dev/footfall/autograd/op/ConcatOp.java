package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;

/**
 * Joins tensors along axis 1, the channels.
 *
 * <pre>
 * y[n, offset_i + c, ...] = x_i[n, c, ...]
 * dx_i[n, c, ...] += dy[n, offset_i + c, ...]
 * </pre>
 */
public record ConcatOp() implements Op {

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs.length == 0) {
      throw new IllegalArgumentException("concat: nothing to join");
    }
    int[] extents = inputs[0].toArray();
    if (extents.length < 2) {
      throw new IllegalArgumentException(
          "concat: there is no axis 1 to join along (x0 " + inputs[0] + ")");
    }
    extents[1] = 0;
    for (int i = 0; i < inputs.length; i++) {
      int[] other = inputs[i].toArray();
      int channels = other.length < 2 ? 0 : other[1];
      if (other.length >= 2) {
        other[1] = extents[1];
      }
      if (!java.util.Arrays.equals(extents, other)) {
        throw new IllegalArgumentException(
            "concat: shapes differ outside axis 1 (x0 "
                + inputs[0]
                + ", x"
                + i
                + " "
                + inputs[i]
                + ")");
      }
      extents[1] += channels;
    }
    return Shape.of(extents);
  }

  @Override
  public void forward(OpContext cx) {
    Tensor y = cx.output();
    y.fill(0);
    int offset = 0;
    for (int i = 0; i < cx.inputs(); i++) {
      offset += addRows(cx, cx.input(i), 0, y, offset, cx.input(i));
    }
  }

  @Override
  public void backward(OpContext cx) {
    Tensor dy = cx.outputGradient();
    int offset = 0;
    for (int i = 0; i < cx.inputs(); i++) {
      if (cx.wants(i)) {
        addRows(cx, dy, offset, cx.inputGradient(i), 0, cx.input(i));
      }
      offset += rowLength(cx.input(i));
    }
  }

  /** Adds, for every n, one input's row; answers the length of that row. */
  private static int addRows(
      OpContext cx, Tensor from, int fromOffset, Tensor to, int toOffset, Tensor row) {
    int length = rowLength(row);
    for (int n = 0; n < row.shape().extent(0); n++) {
      cx.kernels()
          .elementwise()
          .axpy(
              length, 1, from, fromOffset + n * rowLength(from), to, toOffset + n * rowLength(to));
    }
    return length;
  }

  private static int rowLength(Tensor tensor) {
    int rows = tensor.shape().extent(0);
    return rows == 0 ? 0 : tensor.elements() / rows;
  }
}
