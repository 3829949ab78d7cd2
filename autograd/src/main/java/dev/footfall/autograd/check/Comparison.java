package dev.footfall.autograd.check;

import dev.footfall.autograd.check.Differences.Projection;
import dev.footfall.autograd.check.Differences.Quotient;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Analytic gradients at one point against {@link Differences}; each method counts what it saw. */
final class Comparison {
  /** Runs on inputs next to the given ones, whose results scatter by their rounding. */
  private static final int TRIALS = 4;

  /** How much more than the largest of a few scattered results rounding may do. */
  private static final int MARGIN = 16;

  private final Subject subject;
  private final Mismatch mismatch;
  private final double tolerance;
  private final Subject.Run run;
  private final double[] roundings;
  private final Tape tape;

  /** At the point of a run. */
  Comparison(Subject subject, Mismatch mismatch, double tolerance, Subject.Run run) {
    this.subject = subject;
    this.mismatch = mismatch;
    this.tolerance = tolerance;
    this.run = run;
    this.tape = subject.tape();
    this.roundings = roundings();
  }

  /** The gradients of {@code sum r y}, at chosen elements of each input. */
  int gradients(Map<String, int[]> chosen, double[] r) {
    Projection projection = projection(r);
    double rounding = sumOfMagnitudes(r, roundings);
    int compared = 0;
    for (Map.Entry<String, int[]> entry : chosen.entrySet()) {
      String input = entry.getKey();
      for (int i : entry.getValue()) {
        double analytic = at(run.gradients().get(input), i);
        Result result = compare(analytic, along(input, i), projection, rounding);
        if (result.fails(tolerance)) {
          throw mismatch.ofGradient(input, i, result);
        }
        compared++;
      }
    }
    return compared;
  }

  /** The derivatives of chosen elements of the outputs by chosen elements of each input. */
  int jacobian(Map<String, int[]> chosen, int[] outputs) {
    List<Map<String, Tensor>> rows = subject.jacobian(outputs);
    int compared = 0;
    for (Map.Entry<String, int[]> entry : chosen.entrySet()) {
      String input = entry.getKey();
      for (int i : entry.getValue()) {
        Differences along = along(input, i);
        for (int row = 0; row < outputs.length; row++) {
          int j = outputs[row];
          double analytic = at(rows.get(row).get(input), i);
          Result result = compare(analytic, along, (a, b) -> a[j] - b[j], roundings[j]);
          if (result.fails(tolerance)) {
            throw mismatch.ofJacobian(j, input, i, result);
          }
          compared++;
        }
      }
    }
    return compared;
  }

  /** One input or parameter on a line through all of them: at distance d it is start + d v. */
  private record Part(String input, Tensor value, Tensor start, double[] v) {}

  /** The slope of {@code sum r y} along a random line. */
  int slope(SplittableRandom random, double[] r) {
    List<Part> parts = new ArrayList<>();
    double square = 0;
    for (Map.Entry<String, Tensor> entry : subject.wanted().entrySet()) {
      Tensor value = entry.getValue();
      if (parts.stream().noneMatch(part -> part.value == value)) { // a parameter may be shared
        double[] v = random.doubles(value.elements(), -1, 1).toArray();
        square += sumOfMagnitudes(v, v);
        parts.add(new Part(entry.getKey(), value, value.copy(), v));
      }
    }
    double length = Math.sqrt(square);
    double analytic = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.v.length; i++) {
        analytic += part.v[i] / length * at(run.gradients().get(part.input), i);
      }
    }
    Differences along =
        new Differences(
            subject,
            tape,
            run.y(),
            1,
            distance -> {
              for (Part part : parts) {
                for (int i = 0; i < part.v.length; i++) {
                  part.value.set(i, part.start.get(i) + distance / length * part.v[i]);
                }
              }
              return distance;
            });
    Result result = compare(analytic, along, projection(r), sumOfMagnitudes(r, roundings));
    if (result.fails(tolerance)) {
      throw mismatch.ofSlope(result);
    }
    return 1;
  }

  /**
   * One comparison.
   *
   * @param noise what rounding may have moved the numeric value by
   * @param error the relative error
   */
  record Result(double analytic, Quotient numeric, double noise, double error) {
    /** Also if the error is NaN. */
    boolean fails(double tolerance) {
      return !(error <= tolerance);
    }
  }

  /** With the first step that agrees; if none does, the one whose two differences agree best. */
  private Result compare(
      double analytic, Differences along, Projection projection, double rounding) {
    Result best = null;
    for (int level = 0; level < Differences.levels(); level++) {
      double noise = MARGIN * rounding / along.step(level);
      double floor = Math.min(1, noise / tolerance);
      Quotient numeric = along.quotient(level, projection);
      double larger = Math.max(Math.abs(analytic), Math.abs(numeric.value()));
      double difference = Math.abs(analytic - numeric.value());
      double error = difference == 0 ? 0 : difference / Math.max(larger, floor);
      Result result = new Result(analytic, numeric, noise, error);
      if (!result.fails(tolerance)) {
        return result;
      }
      if (best == null || !(numeric.apart() >= best.numeric.apart())) {
        best = result;
      }
    }
    return best;
  }

  private Differences along(String input, int element) {
    return Differences.ofElement(subject, tape, run.y(), subject.values().get(input), element);
  }

  /**
   * Rounding of each element of the outputs: what a change of all inputs by up to two units in the
   * last place moves it by, which shows terms that cancel too, and at least one rounding of its
   * own. An output of 0 that nothing moves has terms of an unknown size, taken to be 1.
   */
  private double[] roundings() {
    Map<Tensor, Tensor> point = new LinkedHashMap<>();
    subject.wanted().values().forEach(value -> point.putIfAbsent(value, value.copy()));
    double[] y = run.y();
    double u = DType.FLOAT64.unitRoundoff();
    double[] roundings = Arrays.stream(y).map(element -> u * Math.abs(element)).toArray();
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < TRIALS; trial++) {
      point.forEach(
          (value, original) -> {
            for (int i = 0; i < value.elements(); i++) {
              value.set(i, original.get(i) * (1 + 2 * u * random.nextInt(-2, 3)));
            }
          });
      double[] moved = subject.evaluate(tape);
      Arrays.setAll(roundings, j -> Math.max(roundings[j], Math.abs(moved[j] - y[j])));
    }
    point.forEach(Tensor::copyFrom);
    Arrays.setAll(roundings, j -> roundings[j] == 0 ? u : roundings[j]);
    return roundings;
  }

  /** An input that no output depends on has no gradient, which is to say zero. */
  private static double at(Tensor gradient, int element) {
    return gradient == null ? 0 : gradient.get(element);
  }

  private static Projection projection(double[] r) {
    return (a, b) -> {
      double sum = 0;
      for (int j = 0; j < r.length; j++) {
        sum += r[j] * (a[j] - b[j]);
      }
      return sum;
    };
  }

  private static double sumOfMagnitudes(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] * b[i])).sum();
  }
}
