package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.ElementwiseKernel;
import dev.footfall.engine.kernel.ReductionKernel;

/**
 * How a small tensor is stretched over the shape of a large one, as in NumPy: shapes are aligned at
 * their last axes, and where the small one has extent 1, or no axis at all, its elements are
 * repeated. The adjoint of stretching is summing over the repeats, so that one class serves the
 * operands of binary operations and the reductions alike.
 *
 * <p>Work goes by rows: the longest runs of neighbouring elements of the large tensor along which
 * the small one either advances by one element each or stands still. A row is summed in the element
 * type, in pieces of {@value #PIECE} elements, which are added in double precision.
 *
 * @param small the shape that is stretched
 * @param large the shape it is stretched to
 */
record Broadcast(Shape small, Shape large) {
  private static final int PIECE = 1024;

  /**
   * The common shape of two operands.
   *
   * @throws IllegalArgumentException if an axis has two extents, neither of which is 1
   */
  static Shape shape(String op, String nameA, Shape a, String nameB, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int[] extents = new int[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= extents.length; i++) {
      int ofA = i > a.rank() ? 1 : a.extent(a.rank() - i);
      int ofB = i > b.rank() ? 1 : b.extent(b.rank() - i);
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(
            op + ": shapes do not broadcast (" + nameA + " " + a + ", " + nameB + " " + b + ")");
      }
      extents[extents.length - i] = ofA == 1 ? ofB : ofA;
    }
    return Shape.of(extents);
  }

  /** An input as it stands over the output: itself, or stretched in a temporary. */
  static Tensor stretched(OpContext cx, Tensor input) {
    Shape shape = cx.output().shape();
    return input.shape().equals(shape) ? input : stretched(cx, input, shape);
  }

  /** A tensor stretched to a shape in a temporary. */
  static Tensor stretched(OpContext cx, Tensor from, Shape shape) {
    Tensor to = cx.temporary(shape);
    new Broadcast(from.shape(), shape).stretch(from, to);
    return to;
  }

  /** Adds to the gradient of an input a gradient in the shape of the output. */
  static void addGradient(OpContext cx, int input, Tensor gradient) {
    Tensor dx = cx.inputGradient(input);
    Tensor sums = gradient;
    if (!dx.shape().equals(gradient.shape())) {
      sums = cx.temporary(dx.shape());
      new Broadcast(dx.shape(), gradient.shape()).sum(cx, gradient, sums);
    }
    cx.kernels().elementwise().axpy(dx.elements(), 1, sums, 0, dx, 0);
  }

  /** Writes each element of {@code from} to all its places in {@code to}. */
  void stretch(Tensor from, Tensor to) {
    int row = rowLength();
    boolean still = standsStill();
    for (int at = 0; at < to.elements(); at += row) {
      int source = place(at);
      if (still) {
        to.fill(at, at + row, from.get(source));
      } else if (to.dtype() == DType.FLOAT32) {
        System.arraycopy(from.floats(), source, to.floats(), at, row);
      } else {
        System.arraycopy(from.doubles(), source, to.doubles(), at, row);
      }
    }
  }

  /** Writes to each element of {@code to} the sum of its places in {@code from}. */
  void sum(OpContext cx, Tensor from, Tensor to) {
    ReductionKernel reductions = cx.kernels().reductions();
    int row = rowLength();
    boolean still = standsStill();
    to.fill(0);
    for (int at = 0; at < from.elements(); at += row) {
      int target = place(at);
      if (still) {
        double sum = to.get(target);
        for (int piece = 0; piece < row; piece += PIECE) {
          sum += reductions.sum(Math.min(PIECE, row - piece), from, at + piece);
        }
        to.set(target, sum);
      } else {
        cx.kernels().elementwise().axpy(row, 1, from, at, to, target);
      }
    }
  }

  /** Writes to each element of {@code to} the largest, or the smallest, of its places. */
  void extreme(OpContext cx, boolean largest, Tensor from, Tensor to) {
    ReductionKernel reductions = cx.kernels().reductions();
    ElementwiseKernel elementwise = cx.kernels().elementwise();
    int row = rowLength();
    boolean still = standsStill();
    to.fill(largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    for (int at = 0; at < from.elements(); at += row) {
      int target = place(at);
      if (still && largest) {
        to.set(target, Math.max(to.get(target), reductions.max(row, from, at)));
      } else if (still) {
        to.set(target, Math.min(to.get(target), reductions.min(row, from, at)));
      } else if (largest) {
        elementwise.maximum(row, from, at, to, target, to, target);
      } else {
        elementwise.minimum(row, from, at, to, target, to, target);
      }
    }
  }

  /** Number of elements in a row of the large tensor. */
  private int rowLength() {
    boolean still = standsStill();
    int length = 1;
    for (int axis = large.rank() - 1; axis >= 0; axis--) {
      if (large.extent(axis) != 1 && repeats(axis) != still) {
        break;
      }
      length *= large.extent(axis);
    }
    return length;
  }

  /** Whether the small tensor stands still along a row. */
  private boolean standsStill() {
    for (int axis = large.rank() - 1; axis >= 0; axis--) {
      if (large.extent(axis) != 1) {
        return repeats(axis);
      }
    }
    return false;
  }

  /** The element of the small tensor that lies under one of the large tensor. */
  private int place(int index) {
    int place = 0;
    int stride = 1;
    int rest = index;
    for (int axis = large.rank() - 1; axis >= 0; axis--) {
      if (!repeats(axis)) {
        place += rest % large.extent(axis) * stride;
        stride *= large.extent(axis);
      }
      rest /= large.extent(axis);
    }
    return place;
  }

  private boolean repeats(int axis) {
    int own = axis - large.rank() + small.rank();
    return own < 0 || small.extent(own) != large.extent(axis);
  }
}
