package dev.footfall.autograd;

import java.util.random.RandomGenerator;

/**
 * The generator SplitMix64, whose state can be read and set. It draws the numbers of {@link
 * java.util.SplittableRandom} for the same seed, which hides its state.
 *
 * <pre>
 * s = s + gamma (mod 2^64);  the next number is mix(s)
 * </pre>
 *
 * <p>{@code gamma} is odd, so the period is 2<sup>64</sup>. It is that of the golden ratio, or
 * drawn by {@link #split}, and follows from how the generator was made: a generator made in the
 * same way and {@linkplain #state(long) set} to the same state goes on with the same numbers. Not
 * synchronised, and not for secrets.
 *
 * <p>Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014;
 * the mixing functions are variants 13 and 4 of Stafford 2011 and the finaliser of MurmurHash3.
 */
public final class SplitMix implements RandomGenerator, RandomState {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Fewest changes from one bit of a gamma to the next. */
  private static final int FEWEST_CHANGES = 24;

  private final long gamma;
  private long state;

  /** A generator that follows from a seed. */
  public SplitMix(long seed) {
    this(seed, GOLDEN_GAMMA);
  }

  private SplitMix(long seed, long gamma) {
    this.state = seed;
    this.gamma = gamma;
  }

  @Override
  public long state() {
    return state;
  }

  @Override
  public void state(long position) {
    state = position;
  }

  @Override
  public long nextLong() {
    long z = next();
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  @Override
  public int nextInt() {
    long z = next();
    z = (z ^ z >>> 33) * 0x62a9d9ed799705f5L;
    z = (z ^ z >>> 28) * 0xcb24d0a5c88c35b3L;
    return (int) (z >>> 32);
  }

  /** A generator with a gamma of its own, which draws independent numbers; draws two of these. */
  public SplitMix split() {
    return new SplitMix(nextLong(), gamma(next()));
  }

  private long next() {
    state += gamma;
    return state;
  }

  /** An odd number whose bits change often enough to disturb the state well. */
  private static long gamma(long seed) {
    long z = seed;
    z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    z = (z ^ z >>> 33) | 1;
    return Long.bitCount(z ^ z >>> 1) < FEWEST_CHANGES ? z ^ 0xaaaaaaaaaaaaaaaaL : z;
  }
}
