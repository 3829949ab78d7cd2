package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Matrix;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.GemmKernel;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Matrix products of {@code a [..., M, K]} and {@code b [..., K, N]}, {@code y [..., M, N]}.
 *
 * <pre>
 * Y = A B
 * dA += dY B^T,  dB += A^T dY
 * </pre>
 *
 * <p>The axes before the last two count matrices. Aligned from the right they must be equal, or 1
 * or absent in one operand, whose matrix then takes part in many products and receives the sum of
 * their gradients.
 *
 * <p>Cost: N M K multiply-accumulates a product; many products are shared out among the threads,
 * and those of one matrix b with many a are one large product.
 *
 * @param transposeA a is given as {@code [..., K, M]}
 * @param transposeB b is given as {@code [..., N, K]}
 */
public record MatmulOp(boolean transposeA, boolean transposeB) implements Op {
  private static final int A = 0;
  private static final int B = 1;

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape a = inputs[A];
    Shape b = inputs[B];
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException(
          "matmul: both operands must have two axes or more " + details(inputs));
    }
    int inner = a.extent(a.rank() - (transposeA ? 2 : 1));
    if (inner != b.extent(b.rank() - (transposeB ? 1 : 2))) {
      throw new IllegalArgumentException(
          "matmul: a has "
              + inner
              + " columns but b has "
              + b.extent(b.rank() - (transposeB ? 1 : 2))
              + " rows "
              + details(inputs));
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] extents = new int[rank];
    extents[rank - 2] = a.extent(a.rank() - (transposeA ? 1 : 2));
    extents[rank - 1] = b.extent(b.rank() - (transposeB ? 2 : 1));
    for (int back = 3; back <= rank; back++) {
      int ofA = back > a.rank() ? 1 : a.extent(a.rank() - back);
      int ofB = back > b.rank() ? 1 : b.extent(b.rank() - back);
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(
            "matmul: the axes before the last two differ " + details(inputs));
      }
      extents[rank - back] = ofA == 1 ? ofB : ofA;
    }
    return Shape.of(extents);
  }

  @Override
  public void forward(OpContext cx) {
    Products products = new Products(cx);
    GemmKernel gemm = cx.kernels().gemm();
    cx.workers()
        .forEach(
            products.count,
            i ->
                gemm.gemm(
                    1,
                    products.a(cx.input(A), i),
                    products.b(cx.input(B), i),
                    0,
                    products.y(cx.output(), i)));
  }

  @Override
  public void backward(OpContext cx) {
    Products products = new Products(cx);
    GemmKernel gemm = cx.kernels().gemm();
    if (cx.wants(A)) {
      Tensor da = cx.inputGradient(A);
      products.forEach(
          cx,
          da,
          i -> {
            Matrix dy = products.y(cx.outputGradient(), i);
            Matrix b = products.b(cx.input(B), i);
            accumulate(gemm, dy, b.transposed(), products.a(da, i));
          });
    }
    if (cx.wants(B)) {
      Tensor db = cx.inputGradient(B);
      products.forEach(
          cx,
          db,
          i -> {
            Matrix dy = products.y(cx.outputGradient(), i);
            Matrix a = products.a(cx.input(A), i);
            accumulate(gemm, a.transposed(), dy, products.b(db, i));
          });
    }
  }

  /** {@code c += left right}; where c is transposed, as {@code c^T += right^T left^T}. */
  private static void accumulate(GemmKernel gemm, Matrix left, Matrix right, Matrix c) {
    if (c.columnStride() == 1) {
      gemm.gemm(1, left, right, 1, c);
    } else {
      gemm.gemm(1, right.transposed(), left.transposed(), 1, c.transposed());
    }
  }

  /** The products, and which matrix of each tensor takes part in product number i. */
  private final class Products {
    private final Shape a;
    private final Shape b;
    private final Shape y;
    private final int m;
    private final int n;
    private final int k;
    private final int count;

    Products(OpContext cx) {
      a = cx.input(A).shape();
      b = cx.input(B).shape();
      y = cx.output().shape();
      // The rows of many a below each other are one matrix.
      boolean joined = !transposeA && matrices(b) == 1 && matrices(a) == matrices(y);
      m = y.extent(y.rank() - 2) * (joined ? matrices(y) : 1);
      n = y.extent(y.rank() - 1);
      k = a.extent(a.rank() - (transposeA ? 2 : 1));
      count = joined ? Math.min(1, matrices(y)) : matrices(y);
    }

    Matrix a(Tensor tensor, int i) {
      int offset = place(a, i) * m * k;
      return transposeA
          ? Matrix.of(tensor, offset, k, m).transposed()
          : Matrix.of(tensor, offset, m, k);
    }

    Matrix b(Tensor tensor, int i) {
      int offset = place(b, i) * k * n;
      return transposeB
          ? Matrix.of(tensor, offset, n, k).transposed()
          : Matrix.of(tensor, offset, k, n);
    }

    Matrix y(Tensor tensor, int i) {
      return Matrix.of(tensor, i * m * n, m, n);
    }

    /** Several at a time, unless some add to the same matrix of the gradient. */
    void forEach(OpContext cx, Tensor gradient, IntConsumer product) {
      if (matrices(gradient.shape()) == matrices(y)) {
        cx.workers().forEach(count, product);
      } else {
        for (int i = 0; i < count; i++) {
          product.accept(i);
        }
      }
    }

    /** Which matrix of an operand takes part in product i: an axis of extent 1 stands still. */
    private int place(Shape operand, int i) {
      int place = 0;
      int stride = 1;
      int rest = i;
      for (int back = 3; back <= operand.rank(); back++) {
        int extent = operand.extent(operand.rank() - back);
        int index = rest % y.extent(y.rank() - back);
        rest /= y.extent(y.rank() - back);
        place += extent == 1 ? 0 : index * stride;
        stride *= extent;
      }
      return place;
    }

    private static int matrices(Shape shape) {
      return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2)).elements();
    }
  }

  private static String details(Shape[] inputs) {
    return "(a " + inputs[A] + ", b " + inputs[B] + ")";
  }
}
