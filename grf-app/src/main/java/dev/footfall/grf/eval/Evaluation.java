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
 * @param channels by target channel, in the order of the task
 * @param bySubject by subject, both channels pooled, in the order of evaluation
 * @param subjects number of subjects
 * @param samples number of instants evaluated; a pooled metric counts each once for each channel
 * @param warmUp samples left out at the beginning of each recording
 * @param stanceThresholdN a sample is of stance where the true force is at least this, in N
 */
public record Evaluation(
    Part pooled,
    List<Part> channels,
    List<Part> bySubject,
    int subjects,
    long samples,
    int warmUp,
    double stanceThresholdN) {

  /**
   * Metrics of one part of the samples.
   *
   * @param name {@code pooled}, a channel or a subject
   * @param whole over stance and swing
   * @param stance over stance alone: swing zeros flatter r and R^2
   */
  public record Part(String name, Metrics whole, Metrics stance) {}

  /** Copies the lists. */
  public Evaluation {
    channels = List.copyOf(channels);
    bySubject = List.copyOf(bySubject);
  }
}
