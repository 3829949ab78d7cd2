package dev.footfall.grf.signal;

/**
 * A run of samples.
 *
 * @param from its first sample
 * @param to the sample after its last one
 */
public record Interval(int from, int to) {
  /** Checks that there is at least one sample. */
  public Interval {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("interval: from sample " + from + " to " + to);
    }
  }

  /** Number of samples. */
  public int length() {
    return to - from;
  }
}
