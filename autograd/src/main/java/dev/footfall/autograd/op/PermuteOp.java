package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same elements with the axes in another order; they are copied.
 *
 * <pre>
 * y[i_0, i_1, ...] = x[i at the places axes_0, axes_1, ...]
 * dx[i at the places axes_0, axes_1, ...] += dy[i_0, i_1, ...]
 * </pre>
 *
 * @param axes for each axis of the result, the axis of x that it is
 */
public record PermuteOp(List<Integer> axes) implements Op {

  /** Copies the list. */
  public PermuteOp {
    axes = List.copyOf(axes);
  }

  /** Exchanges two of {@code rank} axes. */
  public static PermuteOp transpose(int rank, int a, int b) {
    return new PermuteOp(
        IntStream.range(0, rank).mapToObj(axis -> axis == a ? b : axis == b ? a : axis).toList());
  }

  @Override
  public String name() {
    return "permute";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    if (!axes.stream().sorted().toList().equals(IntStream.range(0, x.rank()).boxed().toList())) {
      throw new IllegalArgumentException(
          "permute: " + axes + " is no order of the " + x.rank() + " axes of x (x " + x + ")");
    }
    return Shape.of(axes.stream().mapToInt(x::extent).toArray());
  }

  @Override
  public void forward(OpContext cx) {
    cx.kernels().movement().copy(permuted(cx.input(0)), View.of(cx.output()));
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      View dy = View.of(cx.outputGradient());
      cx.kernels().movement().accumulate(1, dy, permuted(cx.inputGradient(0)));
    }
  }

  private View permuted(Tensor x) {
    return View.of(x).permuted(axes.stream().mapToInt(Integer::intValue).toArray());
  }
}
