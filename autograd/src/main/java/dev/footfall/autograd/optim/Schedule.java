package dev.footfall.autograd.optim;

/**
 * The learning rate as a function of the step, counted from 0. It remembers nothing, so whoever
 * goes on at a step goes on with its rate.
 */
@FunctionalInterface
public interface Schedule {

  /** Learning rate of one step. */
  double at(int step);

  /** The same rate throughout. */
  static Schedule constant(double rate) {
    return step -> rate;
  }

  /**
   * {@code rate}, multiplied by {@code factor} after every {@code every} steps.
   *
   * @throws IllegalArgumentException if {@code every} is not positive
   */
  static Schedule stairs(double rate, int every, double factor) {
    requireSteps("stairs", every, 1);
    return step -> rate * Math.pow(factor, step / every);
  }

  /**
   * From one rate at step 0 in a straight line to another at step {@code steps}, and that one
   * thereafter: a warm-up, if {@code to} is the larger.
   *
   * @throws IllegalArgumentException if there is no step
   */
  static Schedule linear(double from, double to, int steps) {
    requireSteps("linear", steps, 1);
    return step -> from + (to - from) * Math.min(step, steps) / steps;
  }

  /**
   * This schedule for {@code steps} steps, then another from its own beginning.
   *
   * <pre>{@code
   * Schedule.linear(0, peak, 100).then(100, Schedule.cosine(peak, 900))
   * }</pre>
   *
   * @throws IllegalArgumentException if there is no step
   */
  default Schedule then(int steps, Schedule next) {
    requireSteps("then", steps, 1);
    return step -> step < steps ? at(step) : next.at(step - steps);
  }

  /**
   * Half a cosine from {@code peak} at step 0 to 0 at step {@code steps} (Loshchilov and Hutter
   * 2017, without restarts).
   *
   * @throws IllegalArgumentException if there is no step
   */
  static Schedule cosine(double peak, int steps) {
    requireSteps("cosine", steps, 1);
    return step -> interpolate(peak, 0, (double) step / steps);
  }

  /**
   * One cycle with its peak at 30 % of the steps.
   *
   * @throws IllegalArgumentException if there are fewer than 2 steps
   */
  static Schedule oneCycle(double peak, int steps) {
    return oneCycle(peak, steps, 0.3);
  }

  /**
   * One cycle (Smith and Topin 2018) in two cosine phases: up from {@code peak / 25} over the first
   * {@code rise} of the steps, then down to {@code peak / 250,000} at the last one.
   *
   * @param rise share of the steps that lead up to the peak, above 0 and below 1
   * @throws IllegalArgumentException if there are fewer than 2 steps, or {@code rise} is out of
   *     range
   */
  static Schedule oneCycle(double peak, int steps, double rise) {
    requireSteps("oneCycle", steps, 2);
    if (!(rise > 0 && rise < 1)) {
      throw new IllegalArgumentException("oneCycle: rise must be between 0 and 1 (" + rise + ")");
    }
    double start = peak / 25;
    double end = start / 1e4;
    double top = rise * steps - 1;
    return step ->
        step <= top
            ? interpolate(start, peak, step / top)
            : interpolate(peak, end, (step - top) / (steps - 1 - top));
  }

  private static void requireSteps(String name, int steps, int least) {
    if (steps < least) {
      throw new IllegalArgumentException(
          name
              + ": at least "
              + least
              + (least == 1 ? " step is" : " steps are")
              + " needed ("
              + steps
              + ")");
    }
  }

  private static double interpolate(double from, double to, double fraction) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * fraction));
  }
}
