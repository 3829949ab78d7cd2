package dev.footfall.grf.eval;

import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.signal.Interval;
import dev.footfall.grf.signal.StanceDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Gathers an {@link Evaluation} recording by recording. */
public final class Evaluator {
  /** Force that tells stance from swing unless another is asked for, in N. */
  public static final double STANCE_THRESHOLD_N = 20;

  /** Width of a class of walking speeds, in m/s. */
  public static final double SPEED_CLASS_MPS = 0.2;

  private final List<String> channels;
  private final int[] verticals;
  private final int warmUp;
  private final StanceDetector detector;
  private final Tally pooled;
  private final List<Tally> byChannel;
  private final Map<String, Tally> bySubject = new LinkedHashMap<>();
  private final SortedMap<Integer, Tally> bySpeed = new TreeMap<>();
  private final Map<String, Moments> stanceErrors = new LinkedHashMap<>();
  private final List<GaitCycle.Gathering> cycles;
  private int recordings;
  private long samples;

  /** What one {@link Evaluation.Part} is made from. */
  private record Tally(
      String name, MetricsAccumulator whole, MetricsAccumulator stance, List<Step> steps) {
    Tally(String name) {
      this(name, new MetricsAccumulator(), new MetricsAccumulator(), new ArrayList<>());
    }

    void add(float trueN, float estimateN, double bodyWeightN, boolean isStance) {
      whole.add(trueN, estimateN, bodyWeightN);
      if (isStance) {
        stance.add(trueN, estimateN, bodyWeightN);
      }
    }

    Evaluation.Part part() {
      return new Evaluation.Part(name, whole.metrics(), stance.metrics(), StepMetrics.of(steps));
    }
  }

  /**
   * Begins with nothing.
   *
   * @param channels names of the target channels
   * @param warmUp samples to leave out at the beginning of each recording, where a causal network
   *     has not seen enough yet
   * @param stanceThresholdN a sample is of stance where the true vertical force is at least this,
   *     in N; an antero-posterior channel without the vertical one of its foot has the stance of
   *     its own force, which is push-off alone
   */
  public Evaluator(List<String> channels, int warmUp, double stanceThresholdN) {
    if (warmUp < 0) {
      throw new IllegalArgumentException("evaluation: warm-up of " + warmUp + " samples");
    }
    this.channels = List.copyOf(channels);
    this.verticals = verticals(channels);
    this.warmUp = warmUp;
    this.detector = StanceDetector.ofSteps(stanceThresholdN);
    this.pooled = new Tally("pooled");
    this.byChannel = channels.stream().map(Tally::new).toList();
    this.cycles = channels.stream().map(_ -> new GaitCycle.Gathering()).toList();
  }

  /**
   * The channel whose force tells the stance of each channel: for an antero-posterior force the
   * vertical one of its foot, if that is among the channels, for all others themselves.
   */
  private static int[] verticals(List<String> channels) {
    int[] verticals = IntStream.range(0, channels.size()).toArray();
    for (Foot foot : Foot.values()) {
      int horizontal = channels.indexOf(foot.grfAp());
      int vertical = channels.indexOf(foot.grf());
      if (horizontal >= 0 && vertical >= 0) {
        verticals[horizontal] = vertical;
      }
    }
    return verticals;
  }

  /**
   * Adds a recording. One that is not longer than the warm-up adds its subject but no sample.
   *
   * @param walk whose it is; several recordings of a subject count together
   * @param trueN true force, {@code [K][T]}, in N
   * @param estimateN estimated force, row-major {@code [K, T]}, in N
   * @throws ArithmeticException if an estimate is not finite
   */
  public void add(Walk walk, float[][] trueN, float[] estimateN) {
    int length = trueN.length == 0 ? 0 : trueN[0].length;
    if (trueN.length != channels.size() || estimateN.length != trueN.length * length) {
      throw new IllegalArgumentException(
          "evaluation: "
              + estimateN.length
              + " estimates for ["
              + trueN.length
              + ", "
              + length
              + "] true forces of "
              + channels.size()
              + " channels (subject "
              + walk.subject()
              + ")");
    }
    List<Tally> tallies = new ArrayList<>();
    tallies.add(pooled);
    tallies.add(bySubject.computeIfAbsent(walk.subject(), Tally::new));
    if (!Double.isNaN(walk.speedMps())) {
      int speed = (int) Math.floor(walk.speedMps() / SPEED_CLASS_MPS + 1e-9);
      tallies.add(bySpeed.computeIfAbsent(speed, s -> new Tally(speedClass(s))));
    }
    Moments errors = stanceErrors.computeIfAbsent(walk.subject(), _ -> new Moments());
    double bodyWeightN = walk.bodyWeightN();
    for (int k = 0; k < trueN.length; k++) {
      for (int t = warmUp; t < length; t++) {
        float force = trueN[k][t];
        float estimate = estimateN[k * length + t];
        if (!Float.isFinite(estimate)) {
          throw new ArithmeticException(
              "evaluation: the estimate of "
                  + channels.get(k)
                  + " is "
                  + estimate
                  + " at sample "
                  + t
                  + " (subject "
                  + walk.subject()
                  + ")");
        }
        boolean isStance = trueN[verticals[k]][t] >= detector.thresholdN();
        for (Tally tally : tallies) {
          tally.add(force, estimate, bodyWeightN, isStance);
        }
        byChannel.get(k).add(force, estimate, bodyWeightN, isStance);
        if (isStance) {
          errors.add((double) estimate - force);
        }
      }
      if (verticals[k] == k) {
        addSteps(walk, k, trueN[k], estimateN, tallies);
      }
    }
    recordings++;
    samples += Math.max(0, length - warmUp);
  }

  private void addSteps(Walk walk, int k, float[] trueN, float[] estimateN, List<Tally> tallies) {
    int offset = k * trueN.length;
    List<Interval> stances =
        detector.wholeStances(trueN, walk.rateHz()).stream()
            .filter(stance -> stance.from() >= warmUp)
            .toList();
    for (Interval stance : stances) {
      Step step =
          new Step(
              walk.subject(),
              channels.get(k),
              Step.Shape.of(trueN, 0, stance, walk.rateHz()),
              Step.Shape.of(estimateN, offset, stance, walk.rateHz()));
      tallies.forEach(tally -> tally.steps().add(step));
      byChannel.get(k).steps().add(step);
    }
    cycles.get(k).add(trueN, estimateN, offset, stances, walk.rateHz());
  }

  private static String speedClass(int speed) {
    return String.format(
        Locale.ROOT, "%.1f to %.1f m/s", speed * SPEED_CLASS_MPS, (speed + 1) * SPEED_CLASS_MPS);
  }

  /**
   * The evaluation of what was added so far.
   *
   * @throws InputException if that is not a single sample
   */
  public Evaluation evaluation() {
    if (samples == 0) {
      throw new InputException(
          "evaluation: no sample is left after a warm-up of "
              + warmUp
              + " samples ("
              + recordings
              + " recordings)");
    }
    List<Tally> subjects = List.copyOf(bySubject.values());
    Bootstrap bootstrap = new Bootstrap(subjects.size());
    return new Evaluation(
        pooled.part(),
        Confidence.of(bootstrap, subjects.stream().map(Tally::whole).toList()),
        Confidence.of(bootstrap, subjects.stream().map(Tally::stance).toList()),
        byChannel.stream().map(Tally::part).toList(),
        subjects.stream().map(Tally::part).toList(),
        bySpeed.values().stream().map(Tally::part).toList(),
        List.of(
            Agreement.of("force during stance", "N", stanceErrors.values()),
            agreement("first peak", "N", Step.Shape::firstPeakN),
            agreement("second peak", "N", Step.Shape::secondPeakN),
            agreement("impulse", "N s", Step.Shape::impulseNs)),
        pooled.steps(),
        IntStream.range(0, channels.size())
            .filter(k -> verticals[k] == k)
            .mapToObj(k -> cycles.get(k).cycle(channels.get(k)))
            .toList(),
        subjects.size(),
        samples,
        warmUp,
        detector.thresholdN());
  }

  private Agreement agreement(String quantity, String unit, ToDoubleFunction<Step.Shape> of) {
    Map<String, Moments> differences = new LinkedHashMap<>();
    for (Step step : pooled.steps()) {
      differences
          .computeIfAbsent(step.subject(), _ -> new Moments())
          .add(of.applyAsDouble(step.estimated()) - of.applyAsDouble(step.measured()));
    }
    return Agreement.of(quantity, unit, differences.values());
  }
}
