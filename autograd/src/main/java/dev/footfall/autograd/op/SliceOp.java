package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;

/**
 * Part of a tensor along one axis, at even distances.
 *
 * <pre>
 * y[..., j, ...] = x[..., start + j step, ...]
 * dx[..., start + j step, ...] += dy[..., j, ...]
 * </pre>
 *
 * <p>j runs from 0 as long as {@code start + j step} is less than end, or for a negative step,
 * which goes backwards, greater. No index is counted from the far end; the result may be empty.
 *
 * @param axis which one, counted from 0, outermost first
 * @param start the first index
 * @param end the index to stop before; -1 to go back to the first element
 * @param step distance of neighbours, not 0
 */
public record SliceOp(int axis, int start, int end, int step) implements Op {

  /**
   * The whole of an axis backwards.
   *
   * @throws IllegalArgumentException if x has no such axis
   */
  public static SliceOp flip(Shape x, int axis) {
    Shapes.requireAxis("flip", "x", x, axis);
    return new SliceOp(axis, x.extent(axis) - 1, -1, -1);
  }

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireAxis(name(), "x", inputs[0], axis);
    int extent = inputs[0].extent(axis);
    boolean forwards = step > 0 && 0 <= start && start <= end && end <= extent;
    boolean backwards = step < 0 && -1 <= end && end <= start && start < extent;
    if (!forwards && !backwards) {
      throw new IllegalArgumentException(
          "slice: from "
              + start
              + " to "
              + end
              + " in steps of "
              + step
              + " is no part of axis "
              + axis
              + " (x "
              + inputs[0]
              + ")");
    }
    return Shapes.with(inputs[0], axis, Math.ceilDiv(end - start, step));
  }

  @Override
  public void forward(OpContext cx) {
    cx.kernels().movement().copy(part(cx, cx.input(0)), View.of(cx.output()));
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      View dy = View.of(cx.outputGradient());
      cx.kernels().movement().accumulate(1, dy, part(cx, cx.inputGradient(0)));
    }
  }

  private View part(OpContext cx, Tensor x) {
    return View.of(x).slice(axis, start, cx.output().shape().extent(axis), step);
  }
}
