package dev.footfall.engine.plan;

import java.util.Arrays;

/**
 * Takes sensor values of one recording and lets only finite ones pass. No string constants, see
 * {@link Stage}.
 */
public final class InputGuard {
  private final float lowest;
  private final float highest;
  private final int longestGap;
  private final float[] start;
  private final float[] last;
  private final long[] held;
  private final long[] saturated;
  private int gap;

  InputGuard(Plan plan, SensorLimits limits) {
    this(
        plan.steps().getFirst() instanceof Step.Standardise s ? s.mean() : new float[plan.inputs()],
        limits);
  }

  /**
   * A guard at the beginning of a recording.
   *
   * @param start what stands for a missing value of each sensor that has not answered yet
   */
  public InputGuard(float[] start, SensorLimits limits) {
    this.lowest = limits.lowest();
    this.highest = limits.highest();
    this.longestGap = limits.longestGap();
    this.start = start;
    this.last = start.clone();
    this.held = new long[last.length];
    this.saturated = new long[last.length];
  }

  /**
   * Copies one sample.
   *
   * @param stride distance of the channels in m
   * @return flags of {@link Status}
   */
  public int take(float[] in, int at, float[] m, int to, int stride) {
    int flags = 0;
    int missing = 0;
    for (int c = 0; c < last.length; c++) {
      float value = in[at + c];
      if (value - value != 0) { // NaN or infinite
        held[c]++;
        missing++;
        flags |= Status.HELD;
      } else {
        last[c] = value;
        if (value <= lowest || value >= highest) {
          saturated[c]++;
          flags |= Status.SATURATED;
        }
      }
      m[to + c * stride] = last[c];
    }
    gap = missing < last.length ? 0 : gap <= longestGap ? gap + 1 : gap;
    return gap > longestGap ? flags | Status.GAP : flags;
  }

  /** Begins another recording; the counts stay. */
  public void reset() {
    forget();
    gap = 0;
  }

  /** Forgets the values before a gap, though not that there is one. */
  public void forget() {
    System.arraycopy(start, 0, last, 0, start.length);
  }

  /** Sets all counts to 0. */
  public void resetCounts() {
    Arrays.fill(held, 0);
    Arrays.fill(saturated, 0);
  }

  /** How many values of a sensor were missing. */
  public long held(int input) {
    return held[input];
  }

  /** How many values of a sensor lay at its limits. */
  public long saturated(int input) {
    return saturated[input];
  }
}
