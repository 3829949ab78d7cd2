package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;

/**
 * Lengthens an axis of extent T at either end.
 *
 * <pre>
 * CONSTANT    y[..., t, ...] = x[..., t - before, ...] inside, value outside
 *             dx[..., t, ...] += dy[..., t + before, ...]
 * REPLICATE   y[..., t, ...] = x[..., c(t), ...],  c(t) = min(max(t - before, 0), T - 1)
 *             dx[..., c(t), ...] += dy[..., t, ...]
 * </pre>
 *
 * @param axis which one, counted from 0, outermost first
 * @param before elements added before the first
 * @param after elements added after the last
 * @param mode what they are
 * @param value the constant; without effect on REPLICATE
 */
public record PadOp(int axis, int before, int after, Mode mode, double value) implements Op {

  /** What is added. */
  public enum Mode {
    /** A constant. */
    CONSTANT,
    /** The first element before, the last element after. */
    REPLICATE
  }

  @Override
  public String name() {
    return "pad";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shapes.requireAxis(name(), "x", inputs[0], axis);
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "pad: a padding of "
              + before
              + " before and "
              + after
              + " after is negative (x "
              + inputs[0]
              + "); slice to shorten");
    }
    int extent = inputs[0].extent(axis);
    if (mode == Mode.REPLICATE && extent == 0) {
      throw new IllegalArgumentException(
          "pad: axis " + axis + " has no element to replicate (x " + inputs[0] + ")");
    }
    return Shapes.with(inputs[0], axis, Math.addExact(before, Math.addExact(extent, after)));
  }

  @Override
  public void forward(OpContext cx) {
    if (mode == Mode.CONSTANT) {
      cx.output().fill(value);
    }
    forEachPart(cx.input(0), cx.output(), (x, y) -> cx.kernels().movement().copy(x, y));
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      forEachPart(
          cx.inputGradient(0),
          cx.outputGradient(),
          (dx, dy) -> cx.kernels().movement().accumulate(1, dy, dx));
    }
  }

  private interface Part {
    void accept(View x, View y);
  }

  /** The views of x and y that hold the same elements. */
  private void forEachPart(Tensor x, Tensor y, Part part) {
    int extent = x.shape().extent(axis);
    View from = View.of(x);
    View to = View.of(y);
    part.accept(from, to.slice(axis, before, extent, 1));
    if (mode == Mode.REPLICATE) {
      part.accept(from.slice(axis, 0, before, 0), to.slice(axis, 0, before, 1));
      part.accept(
          from.slice(axis, extent - 1, after, 0), to.slice(axis, before + extent, after, 1));
    }
  }
}
