package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.SplitMix;
import dev.footfall.autograd.op.DropoutOp;
import dev.footfall.autograd.tape.Variable;

/**
 * Dropout layer: in training every forward pass drops another share p of the elements, at inference
 * none.
 *
 * <p>Every forward pass in training takes the next number of its source of random numbers, which a
 * checkpoint keeps, as the seed of its mask. A layer is used by one thread at a time in training.
 */
public final class Dropout extends Module {
  private final double p;
  private final SplitMix random;

  /**
   * Drops a share p.
   *
   * @param p share of the elements, at least 0 and below 1
   * @param seed seed of its source of random numbers
   * @throws IllegalArgumentException if p is out of range
   */
  public Dropout(double p, long seed) {
    this.p = new DropoutOp(p, seed).p();
    this.random = source("random", new SplitMix(seed));
  }

  /** Any shape to the same shape; at inference x itself. */
  @Override
  public Variable forward(Variable x) {
    if (!x.training()) {
      return x;
    }
    return F.dropout(x, p, random.nextLong());
  }
}
