package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reduces some axes, or all: m is the number of elements that become one, and sums, extremes and
 * mean are over these.
 *
 * <pre>
 * sum               y = sum x                           dx += dy
 * mean              y = sum x / m                       dx += dy / m
 * variance          y = sum (x - mean)^2 / m            dx += 2/m dy (x - mean)
 * sample_variance   y = sum (x - mean)^2 / (m - 1)      dx += 2/(m - 1) dy (x - mean)
 * max               y = max x                           dx += dy / k where x = y
 * min               y = min x                           dx += dy / k where x = y
 * </pre>
 *
 * <p>If k elements tie for the extreme, they share its gradient evenly, as in PyTorch's {@code
 * amax} and {@code amin}. The sum of no elements is 0; of the others there is none, and it is
 * rejected. A NaN gives NaN, in the gradient too.
 *
 * <p>Cost: a pass for a sum or an extreme; variances, and the gradients, take a few and up to two
 * temporaries of the size of x.
 *
 * @param function which one
 * @param keep whether reduced axes stay, with extent 1
 * @param axes the axes, from 0, in any order; none stands for all
 */
public record ReduceOp(Function function, boolean keep, List<Integer> axes) implements Op {

  /** The functions. */
  public enum Function {
    /** Sum. */
    SUM,
    /** Mean. */
    MEAN,
    /** Mean squared deviation from the mean. */
    VARIANCE,
    /** Variance of the population that x is a sample of. */
    SAMPLE_VARIANCE,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN
  }

  /** Copies the axes. */
  public ReduceOp {
    axes = List.copyOf(axes);
  }

  /** A reduction of these axes; none stands for all. */
  public static ReduceOp of(Function function, boolean keep, int... axes) {
    return new ReduceOp(function, keep, IntStream.of(axes).boxed().toList());
  }

  @Override
  public String name() {
    return function.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    for (int i = 0; i < axes.size(); i++) {
      Shapes.requireAxis(name(), "x", x, axes.get(i));
      if (axes.indexOf(axes.get(i)) != i) {
        throw new IllegalArgumentException(
            name() + ": axis " + axes.get(i) + " is given twice (axes " + axes + ")");
      }
    }
    int least = function == Function.SUM ? 0 : function == Function.SAMPLE_VARIANCE ? 2 : 1;
    if (reduced(x) < least) {
      throw new IllegalArgumentException(
          name()
              + ": of "
              + reduced(x)
              + (reduced(x) == 1 ? " element" : " elements")
              + " there is none (x "
              + x
              + ", axes "
              + axes
              + ")");
    }
    return keep
        ? kept(x)
        : Shape.of(
            IntStream.range(0, x.rank()).filter(axis -> !reduces(axis)).map(x::extent).toArray());
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    Tensor y = cx.output().reshaped(kept(x.shape()));
    Broadcast places = places(x);
    switch (function) {
      case SUM, MEAN -> places.sum(cx, x, y);
      case VARIANCE, SAMPLE_VARIANCE -> {
        Tensor deviation = deviation(cx, places);
        int n = x.elements();
        cx.kernels().elementwise().multiply(n, deviation, 0, deviation, 0, deviation, 0);
        places.sum(cx, deviation, y);
      }
      case MAX, MIN -> places.extreme(cx, function == Function.MAX, x, y);
    }
    if (divisor(x) != 1) {
      cx.kernels().elementwise().affine(y.elements(), 1 / divisor(x), 0, y, 0, y, 0);
    }
  }

  @Override
  public void backward(OpContext cx) {
    if (!cx.wants(0)) {
      return;
    }
    Tensor x = cx.input(0);
    Tensor y = cx.output().reshaped(kept(x.shape()));
    Tensor dy = cx.outputGradient().reshaped(y.shape());
    Tensor dx = cx.inputGradient(0);
    int n = x.elements();
    Broadcast places = places(x);
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    Tensor d = Broadcast.stretched(cx, dy, x.shape());
    switch (function) {
      case SUM, MEAN -> elementwise.axpy(n, 1 / divisor(x), d, 0, dx, 0);
      case VARIANCE, SAMPLE_VARIANCE -> {
        elementwise.multiply(n, d, 0, deviation(cx, places), 0, d, 0);
        elementwise.axpy(n, 2 / divisor(x), d, 0, dx, 0);
      }
      case MAX, MIN -> {
        // 1/2 where x is the extreme, else 0; as a share of its sum, 1/k.
        Tensor extreme = Broadcast.stretched(cx, y, x.shape());
        if (function == Function.MAX) {
          elementwise.heaviside(n, x, 0, extreme, 0, extreme, 0);
        } else {
          elementwise.heaviside(n, extreme, 0, x, 0, extreme, 0);
        }
        Tensor share = cx.temporary(y.shape());
        places.sum(cx, extreme, share);
        elementwise.divide(y.elements(), dy, 0, share, 0, share, 0);
        places.stretch(share, d);
        elementwise.multiply(n, d, 0, extreme, 0, d, 0);
        elementwise.axpy(n, 1, d, 0, dx, 0);
      }
    }
  }

  /** {@code x - mean} in a temporary. */
  private Tensor deviation(OpContext cx, Broadcast places) {
    Tensor x = cx.input(0);
    Tensor mean = cx.temporary(places.small());
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    places.sum(cx, x, mean);
    elementwise.affine(mean.elements(), 1.0 / reduced(x.shape()), 0, mean, 0, mean, 0);
    Tensor deviation = Broadcast.stretched(cx, mean, x.shape());
    elementwise.subtract(x.elements(), x, 0, deviation, 0, deviation, 0);
    return deviation;
  }

  private double divisor(Tensor x) {
    int m = reduced(x.shape());
    return switch (function) {
      case SUM, MAX, MIN -> 1;
      case MEAN, VARIANCE -> m;
      case SAMPLE_VARIANCE -> m - 1;
    };
  }

  private Broadcast places(Tensor x) {
    return new Broadcast(kept(x.shape()), x.shape());
  }

  private boolean reduces(int axis) {
    return axes.isEmpty() || axes.contains(axis);
  }

  /** The shape of x with extent 1 on the reduced axes. */
  private Shape kept(Shape x) {
    return Shape.of(
        IntStream.range(0, x.rank()).map(axis -> reduces(axis) ? 1 : x.extent(axis)).toArray());
  }

  /** m. */
  private int reduced(Shape x) {
    int m = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      m *= reduces(axis) ? x.extent(axis) : 1;
    }
    return m;
  }
}
