package dev.footfall.engine.quant;

import java.util.Arrays;

/**
 * Counts of real numbers whose extent nobody knows beforehand, in one pass and constant memory.
 *
 * <p>{@value #BINS} bins of equal width cover {@code [-limit, limit)}. When a number lies outside,
 * the limit doubles and neighbouring bins are merged, until it lies inside. So at least a quarter
 * of the bins covers what was seen on the larger side of 0, and the same numbers in any order give
 * the same counts.
 */
public final class Histogram {
  /** Number of bins. */
  public static final int BINS = 8192;

  private static final double FIRST_LIMIT = 0x1p-20;

  private final long[] counts = new long[BINS];
  private double limit = FIRST_LIMIT;
  private long total;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** Begins with nothing. */
  public Histogram() {}

  /**
   * Counts a number.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(float x) {
    if (!Float.isFinite(x)) {
      throw new IllegalArgumentException("histogram: " + x + " has no bin");
    }
    while (x < -limit || x >= limit) {
      widen();
    }
    counts[bin(x)]++;
    total++;
    min = Math.min(min, x);
    max = Math.max(max, x);
  }

  private int bin(double x) {
    return (int) ((x / limit + 1) * (BINS / 2));
  }

  /** A bin i of the wider range takes in two of the narrower one, which fill its middle half. */
  private void widen() {
    limit *= 2;
    if (total == 0) {
      return;
    }
    long[] old = counts.clone();
    Arrays.fill(counts, 0);
    for (int i = 0; i < BINS; i++) {
      counts[BINS / 4 + i / 2] += old[i];
    }
  }

  /** How many numbers were counted. */
  public long total() {
    return total;
  }

  /** The least number. */
  public float min() {
    return min;
  }

  /** The greatest number. */
  public float max() {
    return max;
  }

  /** How many numbers a bin holds. */
  public long count(int bin) {
    return counts[bin];
  }

  /** The middle of a bin. */
  public double middle(int bin) {
    return ((bin + 0.5) / (BINS / 2) - 1) * limit;
  }

  /** The lower end of a bin; that of bin {@value #BINS} is the upper end of the last. */
  public double edge(int bin) {
    return ((double) bin / (BINS / 2) - 1) * limit;
  }
}
