package dev.footfall.autograd.op;

import dev.footfall.autograd.tape.Op;
import dev.footfall.autograd.tape.OpContext;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.util.SplittableRandom;

/**
 * Dropout (Srivastava et al. 2014) with inverted scaling. In training:
 *
 * <pre>
 * k_i = 0 with probability p, else 1 / (1 - p)
 * y = k x
 * dx += k dy
 * </pre>
 *
 * <p>At inference {@code k = 1}. k follows from the seed: in row-major order, {@code k_i = 0} where
 * the i-th number that a {@link SplittableRandom} of this seed draws from [0, 1) is below p. So the
 * forward pass can be repeated, and a new mask wants a new seed.
 *
 * @param p share of the elements that are dropped, at least 0 and below 1
 * @param seed of the mask
 */
public record DropoutOp(double p, long seed) implements Op {
  private static final int MASK = 0;

  /**
   * Checks the range of p.
   *
   * @throws IllegalArgumentException if p is negative, 1 or more, or NaN
   */
  public DropoutOp {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout: p must be at least 0 and below 1 (" + p + ")");
    }
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(OpContext cx) {
    Tensor x = cx.input(0);
    Tensor k = cx.save(x.shape());
    if (cx.training()) {
      SplittableRandom random = new SplittableRandom(seed);
      double scale = 1 / (1 - p);
      for (int i = 0; i < k.elements(); i++) {
        k.set(i, random.nextDouble() < p ? 0 : scale);
      }
    } else {
      k.fill(1);
    }
    cx.kernels().elementwise().multiply(k.elements(), k, 0, x, 0, cx.output(), 0);
  }

  @Override
  public void backward(OpContext cx) {
    if (cx.wants(0)) {
      Tensor k = cx.saved(MASK);
      Tensor d = cx.temporary(k.shape());
      cx.kernels().elementwise().multiply(k.elements(), k, 0, cx.outputGradient(), 0, d, 0);
      Broadcast.addGradient(cx, 0, d);
    }
  }
}
