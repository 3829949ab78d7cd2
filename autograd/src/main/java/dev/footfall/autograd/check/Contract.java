package dev.footfall.autograd.check;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must hold of the passes of any function, whatever it computes: both leave their inputs as
 * they were, give the same bits again, on fresh and on used memory and whoever else wants a
 * gradient, add to gradients, and pass on nothing of a zero seed.
 */
final class Contract {
  private final Subject subject;
  private final Mismatch mismatch;
  private final Map<String, Tensor> before;
  private final double[] seed;

  /**
   * For a subject whose forward pass has run at least once.
   *
   * @param before copies of all inputs and parameters from before that
   */
  Contract(Subject subject, Mismatch mismatch, Map<String, Tensor> before, double[] seed) {
    this.subject = subject;
    this.mismatch = mismatch;
    this.before = before;
    this.seed = seed;
  }

  /**
   * Checks everything.
   *
   * @throws GradCheck.MismatchException at the first violation
   */
  Subject.Run check() {
    requireUnchanged("forward");
    Tape tape = subject.tape();
    Subject.Run run = subject.run(tape, seed, 1, null);
    requireUnchanged("backward");
    requireSame("y", run.y(), run.yAfter(), "was changed by the backward pass from %s to %s");
    requireSameRun(run, subject.run(subject.tape(), seed, 1, null), "differs between two runs");
    tape.reset();
    tape.overwriteFree(Double.NaN);
    requireSameRun(
        run, subject.run(tape, seed, 1, null), "depends on what reused memory held before");
    requireAdded(run, subject.run(subject.tape(), seed, 2, null));
    requireZero(subject.run(subject.tape(), new double[seed.length], 1, null));
    // Constants first: a gradient that leaks to one would be missed by the others.
    List<String> unwanted = new ArrayList<>(subject.values().keySet());
    unwanted.removeAll(subject.wanted().keySet());
    unwanted.addAll(subject.wanted().keySet());
    unwanted.forEach(input -> requireUntouched(run, input));
    return run;
  }

  private void requireUnchanged(String pass) {
    before.forEach(
        (input, value) ->
            requireSame(
                input,
                value.doubles(),
                subject.values().get(input).doubles(),
                "was changed by the " + pass + " pass from %s to %s"));
  }

  private void requireSameRun(Subject.Run expected, Subject.Run found, String what) {
    String text = what + ": %s, then %s";
    requireSame("y", expected.y(), found.y(), text);
    expected
        .gradients()
        .forEach((input, g) -> requireSameGradient(input, g, found.gradients().get(input), text));
  }

  private void requireAdded(Subject.Run once, Subject.Run twice) {
    once.gradients()
        .forEach(
            (input, gradient) -> {
              for (int i = 0; gradient != null && i < gradient.elements(); i++) {
                double one = gradient.get(i);
                double two = twice.gradients().get(input).get(i);
                // Terms may be added one by one or as a sum, so not to the bit.
                if (Math.abs(two - 2 * one) > 1e-12 * (1 + Math.abs(one))) {
                  throw mismatch.ofElement(
                      "gradient of " + input,
                      i,
                      "does not accumulate: " + one + " after one pass, " + two + " after two");
                }
              }
            });
  }

  private void requireZero(Subject.Run run) {
    run.gradients()
        .forEach(
            (input, gradient) -> {
              for (int i = 0; gradient != null && i < gradient.elements(); i++) {
                if (gradient.get(i) != 0) {
                  throw mismatch.ofElement(
                      "gradient of " + input, i, "is " + gradient.get(i) + " for a zero seed");
                }
              }
            });
  }

  private void requireUntouched(Subject.Run all, String unwanted) {
    Subject.Run run = subject.run(subject.tape(), seed, 1, unwanted);
    run.gradients()
        .forEach(
            (input, gradient) -> {
              // By its value: a parameter may be there under two names.
              if (subject.values().get(input) != subject.values().get(unwanted)) {
                requireSameGradient(
                    input,
                    all.gradients().get(input),
                    gradient,
                    "depends on whether " + unwanted + " wants one: %s if so, %s if not");
              } else if (gradient != null) {
                requireSame(
                    "gradient of " + input,
                    new double[gradient.elements()],
                    gradient.doubles(),
                    "is not wanted but became %2$s");
              }
            });
  }

  private void requireSameGradient(String input, Tensor expected, Tensor found, String text) {
    if (expected != null) {
      // None is as good as zero.
      double[] values = found == null ? new double[expected.elements()] : found.doubles();
      requireSame("gradient of " + input, expected.doubles(), values, text);
    }
  }

  private void requireSame(String what, double[] expected, double[] found, String text) {
    for (int i = 0; i < expected.length; i++) {
      if (Double.compare(expected[i], found[i]) != 0) {
        throw mismatch.ofElement(what, i, text.formatted(expected[i], found[i]));
      }
    }
  }
}
