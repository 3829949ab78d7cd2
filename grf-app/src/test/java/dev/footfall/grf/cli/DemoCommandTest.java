package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path scratch;

  @Test
  void theQuickDemoShowsTableStreamAndBudgetAndKeepsItsModels() throws IOException {
    Path out = scratch.resolve("demo");
    Run run = Run.of("demo", "--quick", "--out", out).done();
    for (String part :
        List.of(
            "network  training       parameters  MACs/sample  RMSE [N]",
            "\nwrn16-1  teacher            72,738       71,808 ",
            "\ncnn-s    student alone      23,122       23,072 ",
            "\ncnn-s    student, TaKD      23,122       23,072 ",
            "\nSynthetic: ",
            "measured [N]  estimated [N]",
            "\nBudget: 94,544 bytes of weights,",
            "footfall inspect " + out.resolve("student.safetensors"))) {
      assertTrue(run.out().contains(part), part + "\nnot in\n" + run.out());
    }
    assertEquals(
        List.of("sample.csv", "student.safetensors", "teacher.safetensors"), TinyFolder.list(out));
    Run estimate =
        Run.of("predict", "--model", out.resolve("student.safetensors"), out.resolve("sample.csv"))
            .done();
    assertEquals(801, estimate.out().lines().count());
    Json inspected = Run.of("inspect", out.resolve("student.safetensors"), "--json").json();
    assertTrue(
        inspected.get("provenance").get("data").asString().startsWith("simulation (seed 1, "));
  }

  @Test
  void jsonHoldsTheThreeNetworks() {
    Json json = Run.of("demo", "--quick", "--json", "--seed", 3).done().json();
    List<String> roles =
        json.get("networks").elements().stream().map(n -> n.get("role").asString()).toList();
    assertEquals(List.of("teacher", "student alone", "student, TaKD"), roles);
    json.get("networks").elements().forEach(n -> assertTrue(n.get("rmse_n").asDouble() > 0));
    assertTrue(json.get("attribution").asString().startsWith("synthetic"));
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsToldBeforeTheWork() {
    Path file = TinyFolder.write(scratch.resolve("file"), "");
    Run.of("demo", "--quick", "--out", file)
        .refused("--out: " + file + " is not a folder that can be written to");
    Path deep = scratch.resolve("a/b");
    Run.of("demo", "--quick", "--out", deep)
        .refused("--out: " + deep + ": folder " + deep.getParent() + " cannot be written to");
  }
}
