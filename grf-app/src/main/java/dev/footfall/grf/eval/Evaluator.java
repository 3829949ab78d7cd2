package dev.footfall.grf.eval;

import dev.footfall.grf.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers an {@link Evaluation} recording by recording. */
public final class Evaluator {
  /** Force that tells stance from swing unless another is asked for, in N. */
  public static final double STANCE_THRESHOLD_N = 20;

  private final List<String> channels;
  private final int warmUp;
  private final double stanceThresholdN;
  private final Tally pooled;
  private final List<Tally> byChannel;
  private final Map<String, Tally> bySubject = new LinkedHashMap<>();
  private int recordings;
  private long samples;

  /** What one {@link Evaluation.Part} is made from. */
  private record Tally(String name, MetricsAccumulator whole, MetricsAccumulator stance) {
    Tally(String name) {
      this(name, new MetricsAccumulator(), new MetricsAccumulator());
    }

    void add(float trueN, float estimateN, boolean isStance) {
      whole.add(trueN, estimateN);
      if (isStance) {
        stance.add(trueN, estimateN);
      }
    }

    Evaluation.Part part() {
      return new Evaluation.Part(name, whole.metrics(), stance.metrics());
    }
  }

  /**
   * Begins with nothing.
   *
   * @param channels names of the target channels
   * @param warmUp samples to leave out at the beginning of each recording, where a causal network
   *     has not seen enough yet
   * @param stanceThresholdN a sample is of stance where the true force is at least this, in N
   */
  public Evaluator(List<String> channels, int warmUp, double stanceThresholdN) {
    if (warmUp < 0) {
      throw new IllegalArgumentException("evaluation: warm-up of " + warmUp + " samples");
    }
    this.channels = List.copyOf(channels);
    this.warmUp = warmUp;
    this.stanceThresholdN = stanceThresholdN;
    this.pooled = new Tally("pooled");
    this.byChannel = channels.stream().map(Tally::new).toList();
  }

  /**
   * Adds a recording. One that is not longer than the warm-up adds its subject but no sample.
   *
   * @param subject whose it is; several recordings of a subject count together
   * @param trueN true force, {@code [K][T]}, in N
   * @param estimateN estimated force, row-major {@code [K, T]}, in N
   * @throws ArithmeticException if an estimate is not finite
   */
  public void add(String subject, float[][] trueN, float[] estimateN) {
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
              + subject
              + ")");
    }
    Tally ofSubject = bySubject.computeIfAbsent(subject, Tally::new);
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
                  + subject
                  + ")");
        }
        boolean isStance = force >= stanceThresholdN;
        pooled.add(force, estimate, isStance);
        byChannel.get(k).add(force, estimate, isStance);
        ofSubject.add(force, estimate, isStance);
      }
    }
    recordings++;
    samples += Math.max(0, length - warmUp);
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
    List<Evaluation.Part> subjects = new ArrayList<>();
    bySubject.values().forEach(tally -> subjects.add(tally.part()));
    return new Evaluation(
        pooled.part(),
        byChannel.stream().map(Tally::part).toList(),
        subjects,
        subjects.size(),
        samples,
        warmUp,
        stanceThresholdN);
  }
}
