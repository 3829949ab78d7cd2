package dev.footfall.grf.data;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same bits on every machine: integers of a {@link SplittableRandom}
 * and exact arithmetic on them, no transcendental function.
 */
public final class Draws {
  /** 1 over the deviation of the sum of four 16-bit integers, {@code sqrt(4 (2^32 - 1) / 12)}. */
  private static final double UNIT_DEVIATION = 1 / 37837.22723720648;

  private final SplittableRandom random;

  private Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * An independent sequence for each path of numbers, such as (subject, trial): adding a subject
   * changes none of the others.
   */
  public static Draws of(long seed, long... path) {
    long mixed = seed;
    for (long step : path) {
      mixed = new SplittableRandom(mixed ^ (step + 1) * 0x9E3779B97F4A7C15L).nextLong();
    }
    return new Draws(mixed);
  }

  /** Uniform within [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * ((random.nextLong() >>> 11) * 0x1p-53);
  }

  /**
   * Mean 0, standard deviation 1, bell-shaped and never beyond 3.465: the sum of four uniform
   * integers (Irwin-Hall). Bounded tails keep every derived parameter physical without clipping.
   */
  public double bell() {
    long bits = random.nextLong();
    long sum =
        (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48 & 0xFFFF);
    return (sum - 131070) * UNIT_DEVIATION;
  }

  /** True with this probability. */
  public boolean chance(double probability) {
    return uniform(0, 1) < probability;
  }
}
