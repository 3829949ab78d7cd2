package dev.footfall.grf.distill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.train.Trainer;
import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.distill.ModelTraining.Plan;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.window.CalibrationWindows;
import dev.footfall.grf.window.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ModelTrainingTest {
  private static final Kernels KERNELS = KernelProvider.kernels(DType.FLOAT32, Workers.of(1));
  private static final DistillationLoss TAKD = new TakdLoss(0.3, 0.3, 0.3);

  private final TinySource source = new TinySource(700);

  /** Remembers the epochs. */
  private static final class Log implements Trainer.Progress {
    final List<Trainer.Epoch> epochs = new ArrayList<>();
    int steps;

    @Override
    public void step(int step, int of) {
      steps++;
    }

    @Override
    public void epoch(Trainer.Epoch epoch) {
      epochs.add(epoch);
    }
  }

  private static Plan plan(String network, int fold, int epochs, long seed) {
    return new Plan(TinySource.TASK, network, new Protocol.KFold(5, fold), epochs, seed, "1.2.3");
  }

  private ModelTraining training(String network, int fold, int epochs, long seed) {
    return new ModelTraining(source, plan(network, fold, epochs, seed), KERNELS);
  }

  @Test
  void theSubjectsOfTheTestFoldAreNeverRead() {
    for (int fold = 0; fold < Fold.COUNT; fold++) {
      source.asked().clear();
      training("cnn-s", fold, 1, 1).train(new Log());
      Fold split = Fold.of(source.subjects(), fold);
      Set<String> mayBeSeen = new TreeSet<>(split.training());
      mayBeSeen.addAll(split.validation());
      assertEquals(mayBeSeen, source.asked());
    }
  }

  @Test
  void theNormalisationIsThatOfTheTrainingSubjectsAlone() {
    Model model = training("cnn-s", 2, 1, 1).train(new Log());
    List<Recording> training = new ArrayList<>();
    for (String subject : Fold.of(source.subjects(), 2).training()) {
      training.addAll(source.recordings(subject));
    }
    assertEquals(Normalisation.fit(training, TinySource.TASK), model.normalisation());
  }

  @Test
  void aStudentIsCalibratedOnTheTrainingSubjectsAlone() {
    Model model = training("cnn-s", 2, 1, 1).train(new Log());
    List<Recording> training = new ArrayList<>();
    for (String subject : Fold.of(source.subjects(), 2).training()) {
      training.addAll(source.recordings(subject));
    }
    List<float[]> windows = CalibrationWindows.cut(training, TinySource.TASK);
    assertEquals(model.calibrated(windows).calibration(), model.calibration());
    assertNull(training("wrn16-1", 2, 1, 1).train(new Log()).calibration());
  }

  @Test
  void theEpochThatValidatesBestIsKept() {
    Log log = new Log();
    Model model = training("cnn-s", 0, 6, 3).train(log);
    assertEquals(6, log.epochs.size());
    Trainer.Epoch best = log.epochs.get(model.provenance().bestEpoch() - 1);
    for (Trainer.Epoch epoch : log.epochs) {
      assertTrue(best.validation() <= epoch.validation());
    }
    assertEquals(best.validation(), model.provenance().validationRmseN());
    double again =
        new ModelEvaluator(KERNELS)
            .evaluate(model, source, Fold.of(source.subjects(), 0).validation())
            .pooled()
            .whole()
            .rmseN();
    assertEquals(best.validation(), again);
  }

  @Test
  void trainingHelps() {
    Log log = new Log();
    training("cnn-s", 0, 40, 1).train(log);
    assertTrue(
        log.epochs.getLast().validation() < 0.5 * log.epochs.getFirst().validation(),
        log.epochs.toString());
  }

  @Test
  void theProvenanceSaysWhereTheModelComesFrom() {
    Model teacher = training("lstm-s", 1, 1, 5).train(new Log());
    Model student = training("cnn-s", 1, 2, 7).distill(TAKD, teacher, new Log());
    assertEquals("1.2.3", student.provenance().version());
    assertEquals("tiny/source", student.provenance().data());
    assertEquals("digest of 700.0", student.provenance().dataDigest());
    assertEquals("made up", student.provenance().attribution());
    assertEquals(1, student.provenance().fold());
    assertEquals(7, student.provenance().seed());
    assertEquals(2, student.provenance().epochs());
    assertEquals(TAKD.toString(), student.provenance().method());
    assertEquals(ModelFile.digest(teacher.network()), student.provenance().teacher());
    assertEquals("", teacher.provenance().teacher());
    assertSame(TinySource.TASK, student.task());
  }

  @Test
  void theTeacherIsNotChanged() {
    Model teacher = training("wrn16-1", 0, 1, 1).train(new Log());
    String before = ModelFile.digest(teacher.network());
    training("cnn-s", 0, 2, 1).distill(TAKD, teacher, new Log());
    assertEquals(before, ModelFile.digest(teacher.network()));
  }

  @Test
  void theTeacherMakesADifference() {
    Model teacher = training("lstm-s", 0, 1, 1).train(new Log());
    ModelTraining learning = training("cnn-s", 0, 2, 1);
    String alone = ModelFile.digest(learning.train(new Log()).network());
    assertEquals(alone, ModelFile.digest(learning.train(new Log()).network()));
    assertNotEquals(alone, ModelFile.digest(learning.distill(TAKD, teacher, new Log()).network()));
    assertEquals(
        alone, ModelFile.digest(learning.distill(new TaskLoss(), teacher, new Log()).network()));
  }

  private String refusal(ModelTraining student, Model teacher) {
    return assertThrows(InputException.class, () -> student.distill(TAKD, teacher, new Log()))
        .getMessage();
  }

  @Test
  void aTeacherThatDoesNotFitIsRefused() {
    Model teacher = training("lstm-s", 1, 1, 1).train(new Log());
    assertEquals(
        "distill: the teacher was trained with test fold 1, the student with fold 0; it may have"
            + " seen the student's test subjects",
        refusal(training("cnn-s", 0, 1, 1), teacher));
    assertEquals(
        "distill: the teacher's normalisation is not that of these training subjects; was it"
            + " trained on other data?",
        refusal(new ModelTraining(new TinySource(800), plan("cnn-s", 1, 1, 1), KERNELS), teacher));
    Model other =
        new Model(
            teacher.network(),
            Task.named("insole-16x8"),
            teacher.normalisation(),
            teacher.provenance());
    assertEquals(
        "distill: the teacher is of task insole-16x8, the student of task sparse-4",
        refusal(training("cnn-s", 1, 1, 1), other));
    assertEquals("distill: this method needs a teacher", refusal(training("cnn-s", 1, 1, 1), null));
  }

  @Test
  void anUnknownNetworkIsToldBeforeAnythingIsRead() {
    assertEquals(
        "model \"cnn\" is unknown; known: wrn16-1, wrn16-2, wrn16-3, cnn-xs, cnn-s, lstm-s",
        assertThrows(InputException.class, () -> training("cnn", 0, 1, 1)).getMessage());
    assertEquals(Set.of(), source.asked());
  }
}
