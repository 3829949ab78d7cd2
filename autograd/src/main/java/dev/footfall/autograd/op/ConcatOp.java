package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.View;

/**
 * Joins tensors along one axis.
 *
 * <pre>
 * y[..., offset_i + j, ...] = x_i[..., j, ...]
 * dx_i[..., j, ...] += dy[..., offset_i + j, ...]
 * </pre>
 *
 * @param axis which one, counted from 0, outermost first
 */
public record ConcatOp(int axis) implements Op {

  /** Joins along axis 1, the channels. */
  public ConcatOp() {
    this(1);
  }

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs.length == 0) {
      throw new IllegalArgumentException("concat: nothing to join");
    }
    if (axis < 0 || axis >= inputs[0].rank()) {
      throw new IllegalArgumentException(
          "concat: there is no axis " + axis + " to join along (x0 " + inputs[0] + ")");
    }
    int joined = 0;
    for (int i = 0; i < inputs.length; i++) {
      boolean fits = inputs[i].rank() == inputs[0].rank();
      int extent = fits ? inputs[i].extent(axis) : 0;
      if (!fits || !inputs[i].equals(Shapes.with(inputs[0], axis, extent))) {
        throw new IllegalArgumentException(
            "concat: shapes differ outside axis "
                + axis
                + " (x0 "
                + inputs[0]
                + ", x"
                + i
                + " "
                + inputs[i]
                + ")");
      }
      joined += extent;
    }
    return Shapes.with(inputs[0], axis, joined);
  }

  @Override
  public void forward(OpContext cx) {
    View y = View.of(cx.output());
    int offset = 0;
    for (int i = 0; i < cx.inputs(); i++) {
      int extent = cx.input(i).shape().extent(axis);
      cx.kernels().movement().copy(View.of(cx.input(i)), y.slice(axis, offset, extent, 1));
      offset += extent;
    }
  }

  @Override
  public void backward(OpContext cx) {
    View dy = View.of(cx.outputGradient());
    int offset = 0;
    for (int i = 0; i < cx.inputs(); i++) {
      int extent = cx.input(i).shape().extent(axis);
      if (cx.wants(i)) {
        View dx = View.of(cx.inputGradient(i));
        cx.kernels().movement().accumulate(1, dy.slice(axis, offset, extent, 1), dx);
      }
      offset += extent;
    }
  }
}
