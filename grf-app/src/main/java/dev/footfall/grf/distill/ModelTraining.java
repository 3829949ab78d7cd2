package dev.footfall.grf.distill;

import dev.footfall.autograd.SplitMix;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.train.Checkpoint;
import dev.footfall.autograd.train.DataLoader;
import dev.footfall.autograd.train.Trainer;
import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.model.SequenceNetwork;
import dev.footfall.grf.model.SequenceNetwork.Features;
import dev.footfall.grf.window.CalibrationWindows;
import dev.footfall.grf.window.Normalisation;
import dev.footfall.grf.window.WindowSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a network on the training subjects of a split and keeps the epoch with the least error on
 * the validation subjects. A network for a stream is then calibrated on windows of the training
 * subjects. Test subjects are never read.
 */
public final class ModelTraining {
  private static final int BATCH = 64;
  private static final double WEIGHT_DECAY = 1e-3;
  private static final double GRADIENT_NORM_LIMIT = 5;

  /**
   * What to train.
   *
   * @param task inputs and targets
   * @param network name of the network
   * @param protocol who trains, who validates and who tests
   * @param epochs passes over the training windows
   * @param seed of weights and order
   * @param version of this program, for the provenance
   */
  public record Plan(
      Task task, String network, Protocol protocol, int epochs, long seed, String version) {}

  private final Kernels kernels;
  private final RecordingSource source;
  private final Plan plan;
  private final String digest;
  private final Fold split;
  private final Normalisation normalisation;
  private final WindowSet windows;
  private final List<float[]> calibrationWindows;
  private final Map<String, List<Recording>> validation = new LinkedHashMap<>();

  /**
   * Reads the recordings of the split's training and validation subjects.
   *
   * @throws InputException if the data do not fit the task, or task, network or fold is unknown
   */
  public ModelTraining(RecordingSource source, Plan plan, Kernels kernels) {
    this.kernels = kernels;
    this.source = source;
    this.plan = plan;
    Networks.peakLearningRate(plan.network()); // an unknown name is told before the data are read
    split = plan.protocol().split(source.subjects());
    List<Recording> training = new ArrayList<>();
    split.training().forEach(subject -> training.addAll(recordings(subject)));
    split.validation().forEach(subject -> validation.put(subject, recordings(subject)));
    digest = source.digest();
    normalisation = Normalisation.fit(training, plan.task());
    windows = WindowSet.cut(training, plan.task(), normalisation);
    calibrationWindows = CalibrationWindows.cut(training, plan.task());
  }

  /** The recordings of a subject, and of nobody else: a stray one could be a test subject's. */
  private List<Recording> recordings(String subject) {
    List<Recording> recordings = source.recordings(subject);
    for (Recording recording : recordings) {
      if (!recording.subject().equals(subject)) {
        throw new InputException(
            recording.name()
                + ": is of subject "
                + recording.subject()
                + " but stands among the recordings of "
                + subject);
      }
    }
    return recordings;
  }

  /**
   * Trains without a teacher.
   *
   * @throws ArithmeticException if the loss ceases to be finite
   */
  public Model train(Trainer.Progress progress) {
    return fit(new TaskLoss(), null, progress, Safeguards.NONE);
  }

  /**
   * Trains with a teacher, which must have been trained for the same task. The student uses the
   * teacher's normalisation, so that both see the same numbers and answer in the same unit.
   *
   * @param teacher null for a method that needs none
   * @throws InputException if the teacher is of another task, or was trained on test subjects of
   *     this fold
   */
  public Model distill(DistillationLoss method, Model teacher, Trainer.Progress progress) {
    return distill(method, teacher, progress, Safeguards.NONE);
  }

  /**
   * The same, watched over.
   *
   * @throws ArithmeticException if the loss ceases to be finite, or at the first anomaly
   * @throws java.io.UncheckedIOException if the checkpoint is of another run, broken, or cannot be
   *     read or written
   */
  public Model distill(
      DistillationLoss method, Model teacher, Trainer.Progress progress, Safeguards safeguards) {
    if (method.needsTeacher()) {
      requireFitting(teacher);
    }
    return fit(method, method.needsTeacher() ? teacher : null, progress, safeguards);
  }

  private void requireFitting(Model teacher) {
    if (teacher == null) {
      throw new InputException("distill: this method needs a teacher");
    }
    if (!teacher.task().name().equals(plan.task().name())) {
      throw new InputException(
          "distill: the teacher is of task "
              + teacher.task().name()
              + ", the student of task "
              + plan.task().name());
    }
    if (!teacher.provenance().split().protocol().equals(plan.protocol())) {
      throw new InputException(
          "distill: the teacher was trained with test "
              + teacher.provenance().split().protocol()
              + ", the student with "
              + plan.protocol()
              + "; it may have seen the student's test subjects");
    }
    if (!teacher.normalisation().equals(normalisation)) {
      throw new InputException(
          "distill: the teacher's normalisation is not that of these training"
              + " subjects; was it trained on other data?");
    }
  }

  private Model fit(
      DistillationLoss method, Model teacher, Trainer.Progress progress, Safeguards safeguards) {
    SplitMix random = new SplitMix(plan.seed());
    Initializer init = new Initializer(DType.FLOAT32, random.split());
    SequenceNetwork network =
        Networks.named(plan.network(), windows.inputChannels(), windows.targetChannels(), init);
    DataLoader loader = new DataLoader(new WindowDataset(windows), BATCH, random.split());
    Trainer trainer =
        new Trainer(
            kernels,
            new Trainer.Settings(
                plan.epochs(),
                Networks.peakLearningRate(plan.network()),
                WEIGHT_DECAY,
                GRADIENT_NORM_LIMIT));
    trainer.detectAnomaly(safeguards.detectAnomaly());
    Provenance start = provenance(method, teacher, 0, Double.NaN);
    if (safeguards.checkpoint() != null) {
      trainer.checkpoint(new Checkpoint(safeguards.checkpoint(), run(start)));
    }
    Model candidate = new Model(network, plan.task(), normalisation, start);
    ModelEvaluator evaluator = new ModelEvaluator(kernels);
    FrozenTeacher frozen =
        teacher == null ? null : new FrozenTeacher(teacher.network(), windows, kernels);
    List<Trainer.Epoch> epochs =
        trainer.fit(
            network,
            loader,
            (tape, batch) -> {
              Features student = network.features(tape.constant(batch.x()));
              Features guide = frozen == null ? null : frozen.features(batch, tape);
              return method.of(student, guide, tape.constant(batch.y()));
            },
            () -> evaluator.evaluate(candidate, validation).pooled().whole().rmseN(),
            progress);
    Trainer.Epoch best =
        epochs.stream().filter(Trainer.Epoch::best).reduce((a, b) -> b).orElseThrow();
    Model trained =
        new Model(
            network,
            plan.task(),
            normalisation,
            provenance(method, teacher, best.number(), best.validation()));
    return network.causal() ? trained.calibrated(calibrationWindows) : trained;
  }

  /** All that the result depends on, beside what the trainer knows. */
  private Map<String, String> run(Provenance start) {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("network", plan.network());
    run.put("task", plan.task().name());
    run.put(plan.protocol().kind(), plan.protocol().part());
    run.put("seed", String.valueOf(start.seed()));
    run.put("method", start.method());
    run.put("teacher", start.teacher().isEmpty() ? "none" : start.teacher());
    run.put("data", start.dataDigest());
    run.put("lane bits", String.valueOf(KernelProvider.choice().laneBits()));
    run.put("version", start.version());
    return run;
  }

  private Provenance provenance(
      DistillationLoss method, Model teacher, int bestEpoch, double validationRmseN) {
    return new Provenance(
        plan.version(),
        dataName(source),
        digest,
        source.attribution(),
        split,
        plan.seed(),
        plan.epochs(),
        bestEpoch,
        validationRmseN,
        method.toString(),
        teacher == null ? "" : ModelFile.digest(teacher.network()));
  }

  private static String dataName(RecordingSource source) {
    // Of a folder the last part: where it lies says nothing about its content.
    Path folder = Path.of(source.name());
    Path last =
        Files.isDirectory(folder) ? folder.toAbsolutePath().normalize().getFileName() : null;
    return last == null ? source.name() : last.toString();
  }
}
