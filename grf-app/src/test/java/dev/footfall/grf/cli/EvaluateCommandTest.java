package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final int EVALUATED = TinyFolder.SAMPLES - 32;

  @TempDir private static Path shared;
  private static Path data;
  private static Path model;

  @TempDir private Path scratch;

  @BeforeAll
  static void trainModel() {
    data = TinyFolder.write(shared.resolve("data"));
    model = shared.resolve("model.safetensors");
    Run.of("train", "--data", data, "--model", "cnn-s", "--epochs", 2, "--fold", 1, "--out", model)
        .done();
  }

  private static Run evaluate(Path data, Object... more) {
    return Run.command("evaluate", Map.of("--model", model, "--data", data), more);
  }

  @Test
  void jsonHoldsThePromisedFigures() {
    Json json = evaluate(data, "--json").done().json();
    assertEquals(1, json.get("subjects").asInt());
    assertEquals(EVALUATED, json.get("samples").asInt());
    assertEquals("test fold 1", json.get("scope").asString());
    assertEquals("sparse-4", json.get("task").asString());
    assertEquals("made up for a test", json.get("attribution").asString());
    assertEquals(0, json.get("warnings").size());
    List<String> names =
        json.get("channels").elements().stream().map(c -> c.get("name").asString()).toList();
    assertEquals(List.of("grf_left", "grf_right"), names);
    double sum = 0;
    for (Json part : json.get("channels").elements()) {
      for (String figure : List.of("rmse_n", "nrmse_percent", "r", "mae_n", "r2")) {
        part.get(figure).asDouble();
        part.get("stance").get(figure).asDouble();
      }
      sum += part.get("rmse_n").asDouble() * part.get("rmse_n").asDouble();
      assertEquals(EVALUATED, part.get("samples").asInt());
    }
    Json pooled = json.get("pooled");
    assertEquals(2 * EVALUATED, pooled.get("samples").asInt());
    // Both channels have equally many samples: the mean square error is the mean of theirs.
    assertEquals(Math.sqrt(sum / 2), pooled.get("rmse_n").asDouble(), 1e-9);
    assertEquals("P2", json.get("by_subject").at(0).get("name").asString());
  }

  @Test
  void jsonHoldsStepsAgreementAndConfidence() {
    Json json = evaluate(data, "--json").done().json();
    Json steps = json.get("pooled").get("steps");
    assertEquals(
        json.get("channels").elements().stream()
            .mapToInt(c -> c.get("steps").get("steps").asInt())
            .sum(),
        steps.get("steps").asInt());
    assertTrue(steps.get("steps").asInt() >= 2, steps.toString());
    for (String what :
        List.of(
            "first_peak_percent",
            "first_peak_ms",
            "second_peak_percent",
            "second_peak_ms",
            "impulse_percent",
            "loading_rate_percent")) {
      Json deviation = steps.get(what);
      assertTrue(
          Math.abs(deviation.get("bias").asDouble())
              <= deviation.get("mean_absolute").asDouble() + 1e-9,
          what);
    }
    assertEquals(
        List.of("force during stance", "first peak", "second peak", "impulse"),
        json.get("agreement").elements().stream().map(a -> a.get("quantity").asString()).toList());
    for (Json a : json.get("agreement").elements()) {
      assertEquals(a.get("bias").asDouble(), middle(a.get("lower"), a.get("upper")), 1e-9);
    }
    Json rmse = json.get("confidence").get("whole").get("rmse_n");
    // One subject is drawn again and again.
    assertEquals(json.get("pooled").get("rmse_n").asDouble(), middle(rmse.at(0), rmse.at(1)), 1e-9);
    assertEquals(2000, json.get("confidence").get("resamples").asInt());
    assertTrue(json.get("pooled").get("rmse_bw").isNull(), "no mass is known");
    assertEquals(0, json.get("by_speed").size());
  }

  private static double middle(Json a, Json b) {
    return (a.asDouble() + b.asDouble()) / 2;
  }

  @Test
  void theLookAheadIsTold() {
    Run run = evaluate(data, "--look-ahead-ms", 0, "--json").done();
    assertEquals(0, run.json().get("look_ahead_ms").asDouble());
    assertTrue(evaluate(data).done().out().contains("\nLook-ahead: 0 ms, strictly causal\n"));
  }

  @Test
  void textHoldsTheTableTheNoteAndTheMakerOfTheData() {
    String text = evaluate(data).done().out();
    assertTrue(
        text.startsWith(model + ": cnn-s in float32 for sparse-4, test fold 1 of " + data), text);
    for (String part :
        List.of("\npooled ", "\n  stance ", "\ngrf_left ", "\nP2 ", "\nNote: The target is")) {
      assertTrue(text.contains(part), part);
    }
    assertTrue(text.endsWith("\nData: made up for a test\n"), text);
  }

  @Test
  void theReportIsAPageOfItsOwn() throws IOException {
    Path page = scratch.resolve("report.html");
    Run run = evaluate(data, "--report", page, "--json").done();
    assertTrue(run.err().endsWith("report written to " + page + "\n"), run.err());
    String html = Files.readString(page);
    assertTrue(html.startsWith("<!DOCTYPE html>\n"), html);
    assertTrue(html.contains("made up for a test"), html);
    assertTrue(html.endsWith("</html>\n"), html);
    assertEquals(List.of("report.html"), TinyFolder.list(scratch));
    assertFalse(html.contains("<h2>Calibration to a subject</h2>"), html);
    evaluate(data, "--report", page, "--calibrate", "1", "--all", "--against", model).done();
    assertTrue(Files.readString(page).contains("<h2>Calibration to a subject</h2>"));
    assertTrue(Files.readString(page).contains("<h2>Against other models</h2>"));
    // The figures are the same with and without it.
    assertEquals(run.out(), evaluate(data, "--json").done().out());
  }

  @Test
  void aReportThatCannotBeWrittenIsToldBeforeTheWork() {
    Path nowhere = scratch.resolve("missing").resolve("report.html");
    evaluate(data, "--report", nowhere)
        .refused("--report: " + nowhere + ": folder " + nowhere.getParent() + " does not exist");
  }

  @Test
  void eightBitsHaveAnErrorOfTheirOwn() {
    Json inFloat = evaluate(data, "--json").done().json();
    Json inInt8 = evaluate(data, "--format", "int8", "--json").done().json();
    assertEquals("float32", inFloat.get("format").asString());
    assertEquals("int8", inInt8.get("format").asString());
    double rmseN = inFloat.get("pooled").get("rmse_n").asDouble();
    double rmseInt8N = inInt8.get("pooled").get("rmse_n").asDouble();
    assertTrue(rmseN != rmseInt8N);
    assertEquals(1, rmseInt8N / rmseN, 0.1);
    assertTrue(evaluate(data, "--format", "int8").done().out().contains(": cnn-s in int8 for "));
  }

  @Test
  void anUnknownFormatIsRefused() {
    evaluate(data, "--format", "int4")
        .refused("--format: \"int4\" is unknown; known: float32, int8");
  }

  @Test
  void eightBitsNeedACalibration() throws IOException {
    Path old = scratch.resolve("old.safetensors");
    Safetensors content = Safetensors.read(model);
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    texts.remove("calibration");
    texts.remove("digest");
    new Safetensors(texts, content.tensors()).write(old);
    Run.of("evaluate", "--model", old, "--data", data).done();
    Run.of("evaluate", "--model", old, "--data", data, "--format", "int8")
        .refused(
            old
                + ": the model has no calibration; run ./footfall calibrate --model "
                + old
                + " --data DIR --out FILE");
  }

  @Test
  void theFoldOfTheModelMayBeNamed() {
    assertEquals(evaluate(data).done().out(), evaluate(data, "--fold", 1).done().out());
  }

  @Test
  void anotherFoldIsRefused() {
    evaluate(data, "--fold", 0)
        .refused(
            "--fold: the model was trained with test fold 1 and has seen the subjects of fold 0;"
                + " leave --fold out, or pass --all for a folder that the model has never seen");
  }

  @Test
  void aSubjectThatTrainedIsRefusedInWhateverFolderItStands() {
    // In a folder without P1 the second place, and so fold 1, is P3's.
    Path other = TinyFolder.write(scratch.resolve("other"), 7);
    other.resolve("P1").resolve("walk.csv").toFile().delete();
    evaluate(other)
        .refusedAtLast(
            "the model has seen subject P3 in training; pass --all if these are other people of"
                + " the same names");
    assertEquals(6, evaluate(other, "--all", "--json").done().json().get("subjects").asInt());
  }

  @Test
  void aModelOfAnotherProtocolIsEvaluatedOnTheSubjectsItWasNotShown() {
    Path left = scratch.resolve("left-out.safetensors");
    Run.of(
            "train",
            "--data",
            data,
            "--model",
            "cnn-s",
            "--epochs",
            1,
            "--leave-out",
            "P4",
            "--out",
            left)
        .done();
    Json json = Run.of("evaluate", "--model", left, "--data", data, "--json").done().json();
    assertEquals("test subject P4", json.get("scope").asString());
    assertEquals("P4", json.get("by_subject").at(0).get("name").asString());
    assertEquals(1, json.get("subjects").asInt());
    Path fourth = scratch.resolve("fourth.safetensors");
    Run.of(
            "train",
            "--data",
            data,
            "--model",
            "cnn-s",
            "--epochs",
            1,
            "--folds",
            4,
            "--fold",
            0,
            "--out",
            fourth)
        .done();
    json = Run.of("evaluate", "--model", fourth, "--data", data, "--json").done().json();
    assertEquals("test fold 0 of 4", json.get("scope").asString());
    assertEquals(2, json.get("subjects").asInt());
    Run.of(
            "train",
            "--data",
            data,
            "--leave-out",
            "P4",
            "--fold",
            0,
            "--out",
            scratch.resolve("x.safetensors"))
        .refused("--leave-out and --fold exclude each other");
  }

  private Path train(String name, Object... more) {
    Path file = scratch.resolve(name + ".safetensors");
    Run.command(
            "train",
            Map.of("--data", data, "--model", "cnn-s", "--epochs", 1, "--fold", 1, "--out", file),
            more)
        .done();
    return file;
  }

  @Test
  void modelsAreComparedOnTheSameSubjects() {
    Path other = train("other", "--seed", 2);
    Json json =
        evaluate(data, "--all", "--against", other, "--against", model, "--json").done().json();
    Json better = json.get("against").at(0);
    assertEquals(other.toString(), better.get("model").asString());
    assertEquals(5, better.get("subjects").asInt());
    double p = better.get("wilcoxon_p").asDouble();
    assertEquals(2 * p, better.get("wilcoxon_p_holm").asDouble(), 1e-12);
    Json same = json.get("against").at(1);
    assertEquals(0, same.get("mean_rmse_difference_n").asDouble());
    assertEquals(1, same.get("wilcoxon_p").asDouble());
    assertTrue(same.get("t_p").isNull());
    String text = evaluate(data, "--all", "--against", other).done().out();
    assertTrue(text.replaceAll("\\s+", " ").contains("Holm's correction for 1 comparison."), text);
  }

  @Test
  void aModelThatMayHaveSeenTheSubjectsIsNotComparedWith() {
    Path other = train("other", "--fold", 2);
    evaluate(data, "--against", other)
        .refusedAtLast(
            "--against: "
                + other
                + " was trained with test fold 2, the first model with fold 1; it may have seen"
                + " these subjects");
    evaluate(data, "--against", model)
        .refusedAtLast("a comparison needs at least 2 subjects (found 1)");
  }

  @Test
  void theErrorAfterCalibrationIsThatOnTheRest() {
    Json points = evaluate(data, "--calibrate", "1,2", "--json").done().json().get("calibration");
    assertEquals(3, points.size());
    assertEquals(0, points.at(0).get("seconds").asDouble());
    assertEquals(2, points.at(2).get("seconds").asDouble());
    for (Json point : points.elements()) {
      assertEquals(2 * (TinyFolder.SAMPLES - 200), point.get("samples").asInt());
    }
    assertTrue(
        points.at(2).get("rmse_n").asDouble() < 0.5 * points.at(0).get("rmse_n").asDouble(),
        points.toString());
    String text = evaluate(data, "--calibrate", "2").done().out();
    assertTrue(text.contains("\ncalibrated for "), text);
    evaluate(data, "--calibrate", "2,1")
        .refused("--calibrate: times must be positive and ascend (1.0)");
    evaluate(data, "--calibrate", "0")
        .refused("--calibrate: times must be positive and ascend (0.0)");
    evaluate(data, "--calibrate", "60")
        .refusedAtLast("calibration: the recordings of subject P2 are not longer than 60.0 s");
  }

  @Test
  void allSubjectsOfAnotherFolderAreEvaluatedWithoutAWarning() {
    Path other = TinyFolder.write(scratch.resolve("other"), 2);
    Json json = evaluate(other, "--all", "--json").done().json();
    assertEquals(2, json.get("subjects").asInt());
    assertEquals(2 * EVALUATED, json.get("samples").asInt());
    assertEquals("all subjects", json.get("scope").asString());
    assertEquals(0, json.get("warnings").size());
  }

  @Test
  void allSubjectsOfTheFolderItWasTrainedOnAreEvaluatedWithAWarning() {
    Run run = evaluate(data, "--all").done();
    String warning =
        "the model was trained on subjects of this folder; these are not figures for new"
            + " subjects";
    assertTrue(run.err().startsWith("warning: " + warning + "\n"), run.err());
    assertTrue(run.out().replaceAll("\\s+", " ").contains("Warning: " + warning), run.out());
  }

  @Test
  void theFoldOfAnotherFolderIsEvaluatedWithAWarning() {
    Path other = TinyFolder.write(scratch.resolve("other"), 6);
    Run run = evaluate(other, "--json").done();
    assertEquals(1, run.json().get("warnings").size());
    assertTrue(
        run.err()
            .startsWith(
                "warning: these are not the recordings that the model was trained with (data)"),
        run.err());
  }

  @Test
  void allAndAFoldExcludeEachOther() {
    evaluate(data, "--all", "--fold", 1).refused("--all and --fold exclude each other");
  }

  @Test
  void aFigureThatDoesNotExistIsNull() {
    Path still = scratch.resolve("still");
    String constant =
        TinyFolder.recording(1, true)
            .lines()
            .map(line -> line.startsWith("time") ? line : line.replaceAll(",[^,]*,[^,]*$", ",5,5"))
            .collect(Collectors.joining("\n", "", "\n"));
    TinyFolder.write(still.resolve("P1/walk.csv"), constant);
    Json pooled = evaluate(still, "--all", "--json").done().json().get("pooled");
    assertTrue(pooled.get("r").isNull());
    assertTrue(pooled.get("nrmse_percent").isNull());
    assertTrue(pooled.get("rmse_n").asDouble() > 0);
    assertTrue(pooled.get("stance").get("rmse_n").isNull());
    assertTrue(evaluate(still, "--all").done().out().contains(" - "));
  }

  @Test
  void aBrokenModelIsRefused() throws IOException {
    Path broken = scratch.resolve("broken.safetensors");
    byte[] whole = Files.readAllBytes(model);
    Files.write(broken, Arrays.copyOf(whole, 4));
    Run.of("evaluate", "--model", broken, "--data", data)
        .refused(broken + ": a safetensors file has at least 8 bytes, this one has 4");
    Files.writeString(broken, "a model? no, a text that is longer than eight bytes");
    Run run = Run.of("evaluate", "--model", broken, "--data", data);
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().startsWith("footfall: " + broken + ": the header claims "), run.err());
    Files.write(broken, Arrays.copyOf(whole, whole.length - 4));
    run = Run.of("evaluate", "--model", broken, "--data", data);
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().startsWith("footfall: " + broken + ": "), run.err());
  }

  @Test
  void missingFilesAreRefused() {
    Path missing = scratch.resolve("missing");
    Run.of("evaluate", "--model", missing, "--data", data)
        .refused(missing + ": there is no such file");
    Run.of("evaluate", "--model", scratch, "--data", data)
        .refused(scratch + ": is not a regular file");
    evaluate(missing).refused(missing + ": no such folder");
  }

  @Test
  void recordingsWithoutForcesAreRefused() {
    Path folder = scratch.resolve("no-forces");
    TinyFolder.write(folder.resolve("P1/walk.csv"), TinyFolder.recording(1, false));
    evaluate(folder, "--all")
        .refusedAtLast(
            "P1/walk.csv: column \"grf_left [N]\" is missing; task sparse-4 needs it (found"
                + " insole_left_01, insole_left_04, insole_left_07, insole_left_08, ... 8 in"
                + " all)");
  }
}
