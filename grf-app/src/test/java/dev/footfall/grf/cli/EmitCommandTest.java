package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.testdata.TestData;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmitCommandTest {
  private static final Path CNN_S =
      TestData.repositoryRoot().resolve("test-data/models/sparse4-cnn-s.safetensors");

  @TempDir private Path folder;

  private static Run emit(Path out, Object... more) {
    List<Object> args = new ArrayList<>(List.of("--model", CNN_S, "--class", "Force"));
    args.addAll(List.of(more));
    args.addAll(List.of("--out", out));
    args.addFirst("emit");
    return Run.of(args.toArray());
  }

  private static void compile(Path folder, String... sources) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--release", "8", "-Xlint:all,-options", "-Werror", "-d", folder.toString()));
    for (String source : sources) {
      arguments.add(folder.resolve(source).toString());
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
  }

  private static String java(Path classes, String input, String... main) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes.toString()));
    command.addAll(List.of(main));
    Path in = Files.writeString(classes.resolve("input.csv"), input);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File(in.toString()))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @ParameterizedTest
  @CsvSource({"float32,streaming", "int8,streaming", "float32,window", "int8,window"})
  void theCheckOfTheKeptStudentPasses(String format, String mode) throws Exception {
    emit(folder, "--format", format, "--mode", mode, "--package", "a.b").done();
    compile(folder, "Force.java", "ForceTest.java", "ForceMain.java");
    assertEquals("Force: 128 samples, every bit as recorded\n", java(folder, "", "a.b.ForceTest"));
  }

  @Test
  void theProgramAnswersAsPredictDoes() throws Exception {
    emit(folder).done();
    compile(folder, "Force.java", "ForceTest.java", "ForceMain.java");
    String recording = TinyFolder.recording(1, false);
    Path csv = TinyFolder.write(folder.resolve("recording.csv"), recording);
    List<String> expected = Run.of("predict", "--model", CNN_S, csv).done().out().lines().toList();
    List<String> actual = java(folder, recording, "ForceMain").lines().toList();
    assertEquals(expected.getFirst(), actual.getFirst());
    assertEquals(expected.size(), actual.size());
    for (int i = 1; i < expected.size(); i++) {
      String[] wanted = expected.get(i).split(",");
      String[] found = actual.get(i).split(",");
      for (int k = 0; k < wanted.length; k++) {
        // predict writes fewer decimals
        assertEquals(
            Double.parseDouble(wanted[k]), Double.parseDouble(found[k]), 0.06, "line " + i);
      }
    }
  }

  @Test
  void theHeaderTellsProvenanceBudgetUnitsAndOrder() throws IOException {
    Json json = emit(folder, "--format", "int8", "--json").done().json();
    assertEquals("int8", json.get("format").asString());
    String source = Files.readString(folder.resolve("Force.java"));
    assertTrue(source.length() < 100_000);
    String header = source.substring(0, source.indexOf("public final class Force"));
    for (String part :
        List.of(
            "model      sparse4-cnn-s.safetensors, cnn-s",
            "task       sparse-4: ",
            "data       gaitpdb",
            "in N, in this order: insole_left_01, insole_left_04",
            "in N, in this order: grf_left, grf_right",
            "100 samples a second",
            "3,232 multiply-accumulates a")) {
      assertTrue(header.contains(part), part + "\nnot in\n" + header);
    }
    assertFalse(source.contains("\nimport "));
  }

  @Test
  void onlyWhatWasEmittedIsReplaced() throws IOException {
    emit(folder).done();
    emit(folder, "--format", "int8").done();
    Path other = Files.writeString(folder.resolve("ForceMain.java"), "class ForceMain {}\n");
    String kernel = Files.readString(folder.resolve("Force.java"));
    emit(folder).refused("--out: " + other + " is there and was not emitted; --force replaces it");
    assertEquals(kernel, Files.readString(folder.resolve("Force.java")));
    emit(folder, "--force").done();
    assertEquals(
        List.of("Force.java", "ForceMain.java", "ForceTest.java"), TinyFolder.list(folder));
  }

  @Test
  void wrongNamesModesAndFoldersAreRefused() throws IOException {
    emit(folder, "--package", "a.int")
        .refused(
            "emit: \"a.int\" cannot name a package; expected letters, digits and _ in parts that"
                + " dots set apart");
    Run.of("emit", "--model", CNN_S, "--class", "enum", "--out", folder)
        .refused(
            "emit: \"enum\" cannot name a class; expected letters, digits and _, and no word that"
                + " Java uses");
    emit(folder, "--mode", "batch")
        .refused("--mode: \"batch\" is unknown; known: streaming, window");
    emit(folder, "--samples", 5)
        .refused("--samples: a stream has no window; use it with --mode window");
    emit(folder, "--format", "int4").refused("--format: \"int4\" is unknown; known: float32, int8");
    Path file = Files.writeString(folder.resolve("file"), "");
    emit(file).refused("--out: " + file + " is not a folder and cannot be made one");
    assertEquals(List.of("file"), TinyFolder.list(folder));
  }
}
