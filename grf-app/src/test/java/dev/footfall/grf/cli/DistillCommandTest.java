package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillCommandTest {
  @TempDir private static Path shared;
  private static Path data;
  private static Path teacher;

  @TempDir private Path scratch;

  @BeforeAll
  static void trainTeacher() {
    data = TinyFolder.write(shared.resolve("data"));
    teacher = shared.resolve("teacher.safetensors");
    Run.of(
            "train",
            "--data",
            data,
            "--model",
            "wrn16-1",
            "--epochs",
            1,
            "--fold",
            1,
            "--out",
            teacher)
        .done();
  }

  private Path out() {
    return scratch.resolve("student.safetensors");
  }

  private Run distill(Object... more) {
    return Run.command("distill", Map.of("--data", data, "--epochs", 1, "--out", out()), more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"takd", "kd"})
  void aStudentRemembersMethodAndTeacherAndTakesFoldAndTaskFromIt(String method)
      throws IOException {
    distill("--teacher", teacher, "--model", "cnn-s", "--method", method).done();
    Model student = ModelFile.read(out());
    Model guide = ModelFile.read(teacher);
    assertEquals("cnn-s", student.network().name());
    assertEquals(1, student.provenance().fold());
    assertTrue(student.provenance().method().startsWith(method + "(lambda "));
    assertEquals(ModelFile.digest(guide.network()), student.provenance().teacher());
    assertEquals(guide.normalisation(), student.normalisation());
  }

  @Test
  void withoutATeacherItIsPlainTraining() throws IOException {
    distill("--method", "none", "--model", "cnn-s").done();
    Path trained = scratch.resolve("trained.safetensors");
    Run.of("train", "--data", data, "--model", "cnn-s", "--epochs", 1, "--out", trained).done();
    assertEquals(-1, Files.mismatch(out(), trained));
  }

  @Test
  void theMethodNoneSaysThatItLeavesTheTeacherAside() throws IOException {
    Run run = distill("--method", "none", "--teacher", teacher).done();
    assertTrue(run.err().startsWith("method none does not look at the teacher\n"), run.err());
    assertEquals("", ModelFile.read(out()).provenance().teacher());
  }

  @Test
  void theWeightsAreThoseAskedFor() throws IOException {
    distill("--teacher", teacher, "--lambda", 0.25, "--beta-sim", 2, "--beta-time", 0).done();
    assertEquals(
        "takd(lambda 0.25, beta-sim 2.0, beta-time 0.0)",
        ModelFile.read(out()).provenance().method());
  }

  @Test
  void theSameSeedGivesTheSameFileForAnyNumberOfThreads() throws IOException {
    Path two = scratch.resolve("two.safetensors");
    distill("--teacher", teacher, "--epochs", 3, "--threads", 1).done();
    distill("--teacher", teacher, "--epochs", 3, "--threads", 2, "--out", two).done();
    assertEquals(-1, Files.mismatch(out(), two));
  }

  @Test
  void anUnknownMethodIsAnsweredByTheKnownOnes() {
    distill("--teacher", teacher, "--method", "magic")
        .refused("method \"magic\" is unknown; known: none, kd, takd");
  }

  @Test
  void aMethodThatNeedsATeacherSaysSo() {
    distill("--method", "kd").refused("--method kd needs a teacher; pass --teacher FILE");
  }

  @Test
  void weightsOutOfRangeAreRefused() {
    distill("--teacher", teacher, "--method", "kd", "--lambda", 1.5)
        .refused("kd: lambda must be within 0 and 1 (1.5)");
    distill("--teacher", teacher, "--beta-time", -1)
        .refused(
            "takd: lambda must be within 0 and 1 and the betas not negative (lambda 0.3, betaSim"
                + " 0.3, betaTime -1.0)");
  }

  @Test
  void aTeacherThatDoesNotFitIsRefused() {
    distill("--teacher", teacher, "--fold", 0)
        .refusedAtLast(
            "distill: the teacher was trained with test fold 1, the student with fold 0; it may"
                + " have seen the student's test subjects");
    Path other = TinyFolder.write(scratch.resolve("other"), 6);
    distill("--teacher", teacher, "--data", other)
        .refusedAtLast(
            "distill: the teacher's normalisation is not that of these training subjects; was it"
                + " trained on other data?");
  }

  @Test
  void aTeacherThatCannotBeReadIsRefused() {
    Path missing = scratch.resolve("missing.safetensors");
    distill("--teacher", missing).refused(missing + ": there is no such file");
  }

  @Test
  void theTeacherIsNotOverwritten() throws IOException {
    byte[] before = Files.readAllBytes(teacher);
    distill("--teacher", teacher, "--out", teacher)
        .refused("--out: " + teacher + " is the teacher; choose another file");
    assertEquals(before.length, Files.size(teacher));
  }

  @Test
  void nothingIsWrittenWhereItFails() throws IOException {
    distill("--teacher", teacher, "--fold", 0);
    assertEquals(List.of(), TinyFolder.list(scratch));
  }
}
