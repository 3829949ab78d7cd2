package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.View;
import java.util.List;

/**
 * Elements along one axis by a list of indices, in any order and any number of times.
 *
 * <pre>
 * y[..., j, ...] = x[..., index_j, ...]
 * dx[..., index_j, ...] += dy[..., j, ...]
 * </pre>
 *
 * @param axis which one, counted from 0, outermost first
 * @param indices for each element of the result, the one it is taken from
 */
public record GatherOp(int axis, List<Integer> indices) implements Op {

  /** Copies the list. */
  public GatherOp {
    indices = List.copyOf(indices);
  }

  @Override
  public String name() {
    return "gather";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireAxis(name(), "x", inputs[0], axis);
    for (int j = 0; j < indices.size(); j++) {
      if (indices.get(j) < 0 || indices.get(j) >= inputs[0].extent(axis)) {
        throw new IllegalArgumentException(
            "gather: index "
                + j
                + " is "
                + indices.get(j)
                + ", outside axis "
                + axis
                + " (x "
                + inputs[0]
                + ")");
      }
    }
    return Shapes.with(inputs[0], axis, indices.size());
  }

  @Override
  public void forward(OpContext cx) {
    View x = View.of(cx.input(0));
    View y = View.of(cx.output());
    for (int j = 0; j < indices.size(); j++) {
      cx.kernels().movement().copy(x.slice(axis, indices.get(j), 1, 1), y.slice(axis, j, 1, 1));
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      View dy = View.of(cx.outputGradient());
      View dx = View.of(cx.inputGradient(0));
      for (int j = 0; j < indices.size(); j++) {
        cx.kernels()
            .movement()
            .accumulate(1, dy.slice(axis, j, 1, 1), dx.slice(axis, indices.get(j), 1, 1));
      }
    }
  }
}
