package dev.footfall.autograd.check;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.Tensor;

/**
 * Central differences of a function along one line through a point, at steps that get smaller.
 *
 * <pre>
 * D(h) = (y(+h) - y(-h)) / 2h,   numeric = (4 D(h/2) - D(h)) / 3
 * </pre>
 *
 * <p>D is off by {@code h^2 y''' / 6} and the combination (Richardson 1911) by some {@code h^4},
 * both by the rounding of y over h. How far D(h) and D(h/2) are apart tells whether the error is
 * that of the differences; slopes to the left and to the right that stay apart tell a kink.
 */
final class Differences {
  /** Steps relative to the size of what is moved; the smaller ones only where it is needed. */
  private static final double[] STEPS = {1e-4, 1e-5, 1e-6};

  /** Moves the point by a signed distance from where it was; 0 puts it back. */
  interface Line {
    /** Moves, and answers the coordinate reached: distances are exact differences of these. */
    double moveTo(double distance);
  }

  /** A weighted sum of the differences of two outputs' elements. */
  interface Projection {
    /** The sum. */
    double of(double[] a, double[] b);
  }

  /**
   * A difference quotient and its evidence.
   *
   * @param value the combination of both steps
   * @param step h
   * @param apart {@code |D(h) - D(h/2)|}
   * @param left slope from the left at h/2
   * @param right slope to the right at h/2
   * @param kink whether the two slopes are as far apart at h/2 as at h, where a smooth function's
   *     come closer by half
   */
  record Quotient(
      double value, double step, double apart, double left, double right, boolean kink) {}

  private record Sample(double[] y, double at) {}

  private record Samples(double step, Sample low, Sample lowHalf, Sample highHalf, Sample high) {}

  private final Subject subject;
  private final Tape tape;
  private final Line line;
  private final double size;
  private final Sample center;
  private final Samples[] samples = new Samples[STEPS.length];

  /** Along a line whose unit has this size in the space of the inputs. */
  Differences(Subject subject, Tape tape, double[] y, double size, Line line) {
    this.subject = subject;
    this.tape = tape;
    this.line = line;
    this.size = size;
    this.center = new Sample(y, line.moveTo(0));
  }

  /** Along one element of one input or parameter; steps are relative to {@code max(1, |e|)}. */
  static Differences ofElement(Subject subject, Tape tape, double[] y, Tensor value, int element) {
    double original = value.get(element);
    return new Differences(
        subject,
        tape,
        y,
        Math.max(1, Math.abs(original)),
        distance -> {
          value.set(element, original + distance);
          return value.get(element);
        });
  }

  /** Number of steps that can be tried. */
  static int levels() {
    return STEPS.length;
  }

  /** The step of one level, from coarse to fine. */
  double step(int level) {
    return STEPS[level] * size;
  }

  /** The quotient of a projection at one level. */
  Quotient quotient(int level, Projection projection) {
    if (samples[level] == null) {
      double h = step(level);
      samples[level] = new Samples(h, sample(-h), sample(-h / 2), sample(h / 2), sample(h));
      line.moveTo(0);
    }
    Samples s = samples[level];
    double whole = slope(projection, s.low, s.high);
    double half = slope(projection, s.lowHalf, s.highHalf);
    double left = slope(projection, s.lowHalf, center);
    double right = slope(projection, center, s.highHalf);
    double gap = Math.abs(slope(projection, center, s.high) - slope(projection, s.low, center));
    boolean kink = Math.abs(Math.abs(right - left) / gap - 1) < 0.25;
    return new Quotient((4 * half - whole) / 3, s.step, Math.abs(whole - half), left, right, kink);
  }

  private Sample sample(double distance) {
    double at = line.moveTo(distance);
    return new Sample(subject.evaluate(tape), at);
  }

  private static double slope(Projection projection, Sample low, Sample high) {
    return projection.of(high.y, low.y) / (high.at - low.at);
  }
}
