package dev.footfall.autograd.nn;

import dev.footfall.autograd.F;
import dev.footfall.autograd.op.DropoutOp;
import dev.footfall.autograd.tape.Variable;
import java.util.SplittableRandom;

/**
 * Dropout layer: in training every forward pass drops another share p of the elements, at inference
 * none.
 *
 * <p>The seeds of the masks come from SplitMix64 (Steele, Lea and Flood 2014), whose whole state is
 * one {@code long}: each forward pass in training takes the next number, {@code mix(state +=
 * gamma)} with {@code gamma = 0x9e3779b97f4a7c15}, as seed. Saving the state and setting it again
 * repeats the masks from there on. A layer is used by one thread at a time in training.
 */
public final class Dropout extends Module {
  /** What the generator's state advances by. */
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final double p;
  private long randomState;

  /**
   * Drops a share p.
   *
   * @param p share of the elements, at least 0 and below 1
   * @param seed the first state of the generator
   * @throws IllegalArgumentException if p is out of range
   */
  public Dropout(double p, long seed) {
    this.p = new DropoutOp(p, seed).p();
    this.randomState = seed;
  }

  /** The state of the generator: a checkpoint keeps it beside the parameters. */
  public long randomState() {
    return randomState;
  }

  /** Sets the state of the generator. */
  public void randomState(long state) {
    randomState = state;
  }

  /** Any shape to the same shape; at inference x itself. */
  @Override
  public Variable forward(Variable x) {
    if (!x.training()) {
      return x;
    }
    long seed = new SplittableRandom(randomState).nextLong();
    randomState += GAMMA;
    return F.dropout(x, p, seed);
  }
}
