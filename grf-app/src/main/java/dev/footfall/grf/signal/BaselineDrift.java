package dev.footfall.grf.signal;

import java.util.Arrays;
import java.util.List;

/**
 * Takes off what a sensor shows while nothing is on it.
 *
 * <p>The baseline at the middle of a swing is the median of the middle half of its samples: around
 * it, the foot lands and leaves. Between two swings it is the straight line from one to the other,
 * before the first and after the last it stays. The signal minus this line is the result, which a
 * sensor without drift goes through unchanged; it is not clipped at 0.
 */
public final class BaselineDrift {
  private BaselineDrift() {}

  /**
   * The signal without its baseline; a copy if there is no swing.
   *
   * @param swings when nothing is on the sensor, in order and apart
   */
  public static double[] remove(double[] x, List<Interval> swings) {
    double[] y = x.clone();
    double[] base = baseline(x, swings);
    for (int i = 0; i < y.length; i++) {
      y[i] -= base[i];
    }
    return y;
  }

  private static double[] baseline(double[] x, List<Interval> swings) {
    double[] base = new double[x.length];
    double lastCentre = 0;
    double last = 0;
    int done = 0;
    for (Interval swing : swings) {
      int margin = swing.length() / 4;
      double here =
          GaitEvents.median(Arrays.copyOfRange(x, swing.from() + margin, swing.to() - margin));
      double centre = (swing.from() + swing.to() - 1) / 2.0;
      double slope = done == 0 ? 0 : (here - last) / (centre - lastCentre);
      for (; done <= centre; done++) {
        base[done] = here + slope * (done - centre);
      }
      lastCentre = centre;
      last = here;
    }
    Arrays.fill(base, done, base.length, last);
    return base;
  }
}
