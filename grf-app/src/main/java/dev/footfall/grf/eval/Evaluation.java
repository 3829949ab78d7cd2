package dev.footfall.grf.eval;

import java.util.List;

/**
 * How good a model is on recordings it never saw.
 *
 * <p><b>Pooled</b> means: all samples of all channels of all recordings of all subjects in one
 * heap, then one RMSE, one range, one correlation. Published reference figures for the task
 * sparse-4 are of this kind. It is not the mean of the figures by subject, and long recordings
 * weigh more.
 *
 * @param pooled everything together
 * @param whole confidence intervals of the pooled metrics over stance and swing
 * @param stance confidence intervals of the pooled metrics over stance alone
 * @param channels by target channel, in the order of the task
 * @param bySubject by subject, all channels pooled, in the order of evaluation
 * @param bySpeed by walking speed in classes of {@value Evaluator#SPEED_CLASS_MPS} m/s, all
 *     channels pooled, slow first; without the recordings whose speed is unknown
 * @param agreement of the estimated with the measured force during stance, and of the peaks and the
 *     impulse of steps
 * @param steps all whole steps, in the order of evaluation
 * @param cycles force and error over the gait cycle, by vertical channel
 * @param subjects number of subjects
 * @param samples number of instants evaluated; a pooled metric counts each once for each channel
 * @param warmUp samples left out at the beginning of each recording
 * @param stanceThresholdN a sample is of stance where the true vertical force of its foot is at
 *     least this, in N; see {@link Evaluator}
 */
public record Evaluation(
    Part pooled,
    Confidence whole,
    Confidence stance,
    List<Part> channels,
    List<Part> bySubject,
    List<Part> bySpeed,
    List<Agreement> agreement,
    List<Step> steps,
    List<GaitCycle> cycles,
    int subjects,
    long samples,
    int warmUp,
    double stanceThresholdN) {

  /**
   * Metrics of one part of the samples.
   *
   * @param name {@code pooled}, a channel, a subject or a class of speeds
   * @param whole over stance and swing
   * @param stance over stance alone: swing zeros flatter r and R^2
   * @param steps over the steps whose stance is whole
   */
  public record Part(String name, Metrics whole, Metrics stance, StepMetrics steps) {}

  /** Copies the lists. */
  public Evaluation {
    channels = List.copyOf(channels);
    bySubject = List.copyOf(bySubject);
    bySpeed = List.copyOf(bySpeed);
    agreement = List.copyOf(agreement);
    steps = List.copyOf(steps);
    cycles = List.copyOf(cycles);
  }
}
