package dev.footfall.autograd.optim;

/** The learning rate as a function of the step, counted from 0. */
@FunctionalInterface
public interface Schedule {

  /** Learning rate of one step. */
  double at(int step);

  /** The same rate throughout. */
  static Schedule constant(double rate) {
    return step -> rate;
  }

  /**
   * Half a cosine from {@code peak} at step 0 to 0 at step {@code steps} (Loshchilov and Hutter
   * 2017, without restarts).
   *
   * @throws IllegalArgumentException if there is no step
   */
  static Schedule cosine(double peak, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("cosine: at least 1 step is needed (" + steps + ")");
    }
    return step -> interpolate(peak, 0, (double) step / steps);
  }

  /**
   * One cycle (Smith and Topin 2018) in two cosine phases: up from {@code peak / 25} over the first
   * 30 % of the steps, then down to {@code peak / 250,000} at the last one.
   *
   * @throws IllegalArgumentException if there are fewer than 2 steps
   */
  static Schedule oneCycle(double peak, int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException("oneCycle: at least 2 steps are needed (" + steps + ")");
    }
    double start = peak / 25;
    double end = start / 1e4;
    double top = 0.3 * steps - 1;
    return step ->
        step <= top
            ? interpolate(start, peak, step / top)
            : interpolate(peak, end, (step - top) / (steps - 1 - top));
  }

  private static double interpolate(double from, double to, double fraction) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * fraction));
  }
}
