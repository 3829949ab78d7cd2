package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Recordings;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.window.Normalisation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  private static final String HEADER = "time [s],grf_left [N],grf_right [N]";

  @TempDir private static Path shared;
  private static Path student;
  private static Path teacher;

  @TempDir private Path scratch;

  @BeforeAll
  static void trainModels() {
    Path data = TinyFolder.write(shared.resolve("data"));
    student = shared.resolve("student.safetensors");
    teacher = shared.resolve("teacher.safetensors");
    Run.of("train", "--data", data, "--model", "cnn-s", "--epochs", 1, "--out", student).done();
    Run.of("train", "--data", data, "--model", "wrn16-1", "--epochs", 1, "--out", teacher).done();
  }

  private Path recording(String text) {
    return TinyFolder.write(scratch.resolve("recording.csv"), text);
  }

  private void assertEstimates(Path model, Path recording, List<String> lines) throws IOException {
    assertEquals(HEADER, lines.getFirst());
    assertEquals(TinyFolder.SAMPLES, lines.size() - 1);
    float[] expectedN;
    try (Workers workers = Workers.of(1)) {
      expectedN =
          ModelFile.read(model)
              .estimate(Recordings.read(recording), KernelProvider.kernels(DType.FLOAT32, workers));
    }
    for (int t = 0; t < TinyFolder.SAMPLES; t++) {
      String[] cells = lines.get(t + 1).split(",");
      assertEquals(t / 100.0, Double.parseDouble(cells[0]), 1e-9);
      assertEquals(expectedN[t], Float.parseFloat(cells[1]), 0.01f);
      assertEquals(expectedN[TinyFolder.SAMPLES + t], Float.parseFloat(cells[2]), 0.01f);
    }
  }

  @Test
  void aStudentWritesTheEstimateOfAFile() throws IOException {
    Path recording = recording(TinyFolder.recording(1, false));
    Path out = scratch.resolve("force.csv");
    Run run = Run.of("predict", "--model", student, recording, "--out", out).done();
    assertEquals("", run.out());
    assertEquals("260 samples written to " + out + "\n", run.err());
    assertEstimates(student, recording, Files.readAllLines(out));
  }

  @Test
  void aTeacherWritesTheEstimateOfAFileToo() throws IOException {
    Path recording = recording(TinyFolder.recording(2, true));
    Run run = Run.of("predict", "--model", teacher, recording).done();
    assertEstimates(teacher, recording, run.out().lines().toList());
    assertEquals("", run.err());
  }

  @Test
  void standardInputAndOutputGiveTheSameLines() {
    String text = TinyFolder.recording(3, false);
    Run file = Run.of("predict", "--model", student, recording(text), "--out", "-").done();
    Run stream = Run.withInput(text, "predict", "--model", student, "-").done();
    assertEquals(file, stream);
  }

  @Test
  void theTimeIsThatOfTheRecording() {
    String text = TinyFolder.recording(1, false).replaceAll("(?m)^([0-9])", "7$1");
    Run run = Run.withInput(text, "predict", "--model", student, "-").done();
    assertTrue(run.out().lines().skip(1).findFirst().orElseThrow().startsWith("70,"), run.out());
  }

  @Test
  void columnsMayComeInAnyOrderAmongOthers() {
    String text = TinyFolder.recording(1, false);
    StringBuilder turned = new StringBuilder();
    text.lines()
        .forEach(
            line -> {
              List<String> cells = List.of(line.split(","));
              boolean header = line.startsWith("time");
              turned.append(String.join(",", cells.reversed()));
              turned.append(header ? ",heel [kN]\n" : ",0.5\n");
            });
    assertEquals(
        Run.withInput(text, "predict", "--model", student, "-").done(),
        Run.withInput(turned.toString(), "predict", "--model", student, "-").done());
  }

  @Test
  @Timeout(60) // were a row held back, the test would wait for ever
  void eachRowIsAnsweredBeforeTheNextOneArrives()
      throws IOException, InterruptedException, ExecutionException {
    PipedOutputStream toCommand = new PipedOutputStream();
    PipedInputStream fromCommand = new PipedInputStream();
    PipedInputStream commandIn = new PipedInputStream(toCommand);
    PipedOutputStream commandOut = new PipedOutputStream(fromCommand);
    FutureTask<Integer> command =
        new FutureTask<>(
            () -> {
              String[] args = {"predict", "--model", student.toString(), "-"};
              return Main.run(args, commandIn, commandOut, new PrintStream(System.err), 0);
            });
    Thread.ofPlatform().daemon().start(command);
    BufferedReader estimates =
        new BufferedReader(new InputStreamReader(fromCommand, StandardCharsets.UTF_8));
    try (Writer rows = new OutputStreamWriter(toCommand, StandardCharsets.UTF_8)) {
      boolean header = true;
      for (String row : TinyFolder.recording(1, false).lines().limit(20).toList()) {
        rows.write(row + "\n");
        rows.flush();
        if (header) {
          header = false;
          continue;
        }
        String line = estimates.readLine();
        if (line.equals(HEADER)) {
          line = estimates.readLine();
        }
        double timeS = Double.parseDouble(row.split(",")[0]);
        assertEquals(timeS, Double.parseDouble(line.split(",")[0]));
      }
    }
    assertEquals(0, command.get());
  }

  @Test
  void aNetworkThatLooksAheadCannotStream() {
    Run.withInput(TinyFolder.recording(1, false), "predict", "--model", teacher, "-")
        .refused(
            "model wrn16-1 looks ahead in time and cannot stream; distil a student such as cnn-s"
                + " from it, or estimate a whole file");
  }

  @Test
  void aBrokenRecordingIsRefusedAndNothingIsWritten() throws IOException {
    String text = TinyFolder.recording(1, false);
    Path out = TinyFolder.write(scratch.resolve("out/force.csv"), "the old estimate");
    for (Path model : List.of(student, teacher)) {
      Path broken = recording(text.replaceFirst("(?m)^0.20,[^,]*", "0.20,"));
      Run.of("predict", "--model", model, broken, "--out", out)
          .refused(broken + ":22: column \"insole_left_01\": the value is missing");
      broken = recording(text.replace("insole_right_08 [N]", "insole_right_08 [kPa]"));
      Run.of("predict", "--model", model, broken, "--out", out)
          .refused(
              broken + ": column \"insole_right_08 [kPa]\" is not in N, which task sparse-4 needs");
      broken = recording(text.lines().findFirst().orElseThrow() + "\n");
      Run.of("predict", "--model", model, broken, "--out", out)
          .refused(broken + ": a header but no samples");
    }
    assertEquals("the old estimate", Files.readString(out));
    assertEquals(List.of("force.csv"), TinyFolder.list(out.getParent()));
  }

  @Test
  void anotherSamplingRateIsRefused() {
    String text = TinyFolder.recording(1, false).replace("\n0.01,", "\n0.005,");
    Run.withInput(text, "predict", "--model", student, "-", "--out", scratch.resolve("f.csv"))
        .refused("standard input:3: column \"time\": a step of 0.005 s where 0.01 s is expected");
  }

  @Test
  void anEstimateBeyondTheRangeOfNumbersFails() throws IOException {
    Model model = ModelFile.read(student);
    float[] tiny = new float[8];
    Arrays.fill(tiny, 1e-3f);
    Path touchy = scratch.resolve("touchy.safetensors");
    ModelFile.write(
        new Model(
            model.network(),
            model.task(),
            new Normalisation(new float[8], tiny, new float[] {1, 1}),
            model.provenance()),
        touchy);
    String text = TinyFolder.INPUT_HEADER + "\n0" + ",3e38".repeat(8) + "\n";
    Path out = scratch.resolve("force.csv");
    Run run = Run.withInput(text, "predict", "--model", touchy, "-", "--out", out);
    assertEquals(1, run.code());
    assertTrue(
        run.err().matches("footfall: standard input: the estimate is [-A-Za-z]+ at time 0.0 s\n"),
        run.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void missingFilesAreRefused() {
    Path missing = scratch.resolve("missing");
    Run.of("predict", "--model", student, missing).refused(missing + ": no such file");
    Run.of("predict", "--model", missing, "-").refused(missing + ": there is no such file");
    Run.of("predict", "--model", student, "-", "--out", missing.resolve("f"))
        .refused("--out: " + missing.resolve("f") + ": folder " + missing + " does not exist");
  }
}
