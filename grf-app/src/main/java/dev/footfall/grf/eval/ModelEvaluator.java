package dev.footfall.grf.eval;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.model.Estimator;
import dev.footfall.grf.model.Model;
import java.util.List;
import java.util.Map;

/** Runs a model over whole recordings and measures its error. */
public final class ModelEvaluator {
  /**
   * Samples left out at the beginning of each recording: until then a causal network sees the zeros
   * of its padding. The students see at most 29 samples.
   */
  public static final int WARM_UP = 32;

  private final Kernels kernels;

  /** An evaluator that computes with these kernels. */
  public ModelEvaluator(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Evaluates on all recordings of some subjects.
   *
   * @throws dev.footfall.grf.data.InputException if a recording does not fit the model's task
   */
  public Evaluation evaluate(Model model, RecordingSource source, List<String> subjects) {
    return evaluate(model, Estimator.of(model, kernels), source, subjects);
  }

  /** The same for another way of running the model. */
  public Evaluation evaluate(
      Model model, Estimator estimator, RecordingSource source, List<String> subjects) {
    Evaluator evaluator = evaluator(model);
    for (String subject : subjects) {
      // One subject at a time, so that an archive of any length fits the memory.
      for (Recording recording : source.recordings(subject)) {
        add(evaluator, model, estimator, recording, source.speedMps(subject, recording.trial()));
      }
    }
    return evaluator.evaluation();
  }

  /** The same for recordings that are at hand, by subject, whose speed does not matter. */
  public Evaluation evaluate(Model model, Map<String, List<Recording>> recordings) {
    return evaluate(model, Estimator.of(model, kernels), recordings);
  }

  /** The same for another way of running the model. */
  public static Evaluation evaluate(
      Model model, Estimator estimator, Map<String, List<Recording>> recordings) {
    Evaluator evaluator = evaluator(model);
    recordings.forEach(
        (_, all) ->
            all.forEach(recording -> add(evaluator, model, estimator, recording, Double.NaN)));
    return evaluator.evaluation();
  }

  private static Evaluator evaluator(Model model) {
    return new Evaluator(model.task().targets(), WARM_UP, Evaluator.STANCE_THRESHOLD_N);
  }

  private static void add(
      Evaluator evaluator, Model model, Estimator estimator, Recording recording, double speedMps) {
    evaluator.add(
        Walk.of(recording, speedMps),
        model.task().targets(recording),
        estimator.estimate(recording));
  }
}
