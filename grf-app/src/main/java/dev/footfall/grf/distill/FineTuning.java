package dev.footfall.grf.distill;

import dev.footfall.autograd.F;
import dev.footfall.autograd.quant.FakeQuantPass;
import dev.footfall.autograd.train.DataLoader;
import dev.footfall.autograd.train.Trainer;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.model.Estimator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.window.CalibrationWindows;
import dev.footfall.grf.window.WindowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Trains a model a little further with the roundings of 8 bits in its forward pass, so that its
 * weights settle where rounding does least harm; keeps the epoch with the least error in 8 bits on
 * the validation subjects, and calibrates it anew. The loss is that of the task, without a teacher.
 *
 * <p>Test subjects are never read. The ranges of the activations stay those that the model came
 * with during training.
 */
public final class FineTuning {
  private static final int BATCH = 64;
  private static final double GRADIENT_NORM_LIMIT = 5;

  /** Share of the peak rate of a training from scratch. */
  private static final double RATE_SHARE = 0.05;

  /**
   * What came of it.
   *
   * @param model fine-tuned and calibrated
   * @param rmseBeforeN error in 8 bits on the validation subjects before, in N
   * @param rmseAfterN and after
   */
  public record Result(Model model, double rmseBeforeN, double rmseAfterN) {}

  private final Kernels kernels;
  private final List<Recording> training = new ArrayList<>();
  private final Map<String, List<Recording>> validation = new LinkedHashMap<>();

  /** Reads the recordings of the training and validation subjects of a split. */
  public FineTuning(RecordingSource source, Protocol protocol, Kernels kernels) {
    this.kernels = kernels;
    Fold fold = protocol.split(source.subjects());
    fold.training().forEach(subject -> training.addAll(source.recordings(subject)));
    fold.validation().forEach(s -> validation.put(s, source.recordings(s)));
  }

  /**
   * Trains a model further; its network is changed.
   *
   * @param start with a calibration or without
   * @throws InputException if the network holds what cannot be trained in 8 bits
   */
  public Result run(Model start, int epochs, long seed, Trainer.Progress progress) {
    List<float[]> windows = CalibrationWindows.cut(training, start.task());
    Model model = start.calibration() == null ? start.calibrated(windows) : start;
    FakeQuantPass pass = pass(model);
    double before = rmseN(model);
    DataLoader loader =
        new DataLoader(
            new WindowDataset(WindowSet.cut(training, model.task(), model.normalisation())),
            BATCH,
            new SplittableRandom(seed));
    double rate = RATE_SHARE * Networks.peakLearningRate(model.network().name());
    new Trainer(kernels, new Trainer.Settings(epochs, rate, 0, GRADIENT_NORM_LIMIT))
        .fit(
            model.network(),
            loader,
            (tape, batch) -> F.mse(pass.forward(tape, batch.x()), tape.constant(batch.y())),
            () -> rmseN(model),
            progress);
    ModelEvaluator evaluator = new ModelEvaluator(kernels);
    double validationRmseN = evaluator.evaluate(model, validation).pooled().whole().rmseN();
    Provenance p = model.provenance();
    Provenance provenance =
        new Provenance(
            p.version(),
            p.data(),
            p.dataDigest(),
            p.attribution(),
            p.split(),
            p.seed(),
            p.epochs(),
            p.bestEpoch(),
            validationRmseN,
            p.method() + ", then in 8 bits (epochs " + epochs + ", seed " + seed + ")",
            p.teacher());
    Model tuned =
        new Model(model.network(), model.task(), model.normalisation(), provenance)
            .calibrated(windows);
    return new Result(tuned, before, rmseN(tuned));
  }

  private static FakeQuantPass pass(Model model) {
    try {
      return new FakeQuantPass(
          model.plan(),
          QuantizedPlan.of(model.plan(), model.calibration()),
          model.network().parameters());
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private double rmseN(Model model) {
    return ModelEvaluator.evaluate(model, Estimator.int8(model), validation)
        .pooled()
        .whole()
        .rmseN();
  }
}
