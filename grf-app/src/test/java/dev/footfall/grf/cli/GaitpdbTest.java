package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the contract on real recordings, shortened to seconds. */
class GaitpdbTest {
  @TempDir private Path scratch;

  @Test
  void realRecordingsBecomeATeacherAStudentAndAnEstimate() throws IOException {
    Optional<Path> gaitpdb = TestData.gaitpdb();
    assumeTrue(gaitpdb.isPresent(), "skipped: the gaitpdb recordings are not here");
    Path data = gaitpdb.get();
    Path teacher = scratch.resolve("teacher.safetensors");
    Path student = scratch.resolve("student.safetensors");
    Run.of(
            "train",
            "--data",
            data,
            "--task",
            "sparse-4",
            "--model",
            "wrn16-1",
            "--fold",
            0,
            "--epochs",
            1,
            "--seed",
            1,
            "--out",
            teacher)
        .done();
    Run.of(
            "distill",
            "--data",
            data,
            "--task",
            "sparse-4",
            "--teacher",
            teacher,
            "--model",
            "cnn-s",
            "--method",
            "takd",
            "--fold",
            0,
            "--epochs",
            2,
            "--out",
            student)
        .done();
    Json json =
        Run.of("evaluate", "--model", student, "--data", data, "--fold", 0, "--json").done().json();
    assertTrue(json.get("subjects").asInt() > 1);
    assertTrue(json.get("pooled").get("r").asDouble() > 0.8, json.toString());
    assertTrue(json.get("attribution").asString().contains("PhysioNet"));
    Path walk;
    try (Stream<Path> files = Files.walk(data)) {
      walk =
          files
              .filter(file -> file.getFileName().toString().startsWith("GaCo01_"))
              .findFirst()
              .orElseThrow();
    }
    Path force = scratch.resolve("force.csv");
    Run.of("predict", "--model", student, walk, "--out", force).done();
    assertEquals(Files.readAllLines(walk).size() + 1, Files.readAllLines(force).size());
  }
}
