package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path scratch;

  private Path folder() throws IOException {
    Path folder = TinyFolder.write(scratch.resolve("data"), 2);
    Files.writeString(folder.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,70\nP2,60\n");
    return folder;
  }

  @Test
  void aCleanFolderEndsWithZero() throws IOException {
    Run run = Run.of("check", folder()).done();
    assertEquals(
        scratch.resolve("data") + ": no problem in 2 files, 520 samples (csv)\n", run.out());
  }

  @Test
  void problemsEndWithTwo() throws IOException {
    Path folder = folder();
    Files.writeString(folder.resolve("subjects.csv"), "subject,body_mass [kg]\nP1,70\n");
    TinyFolder.replaceLine(folder.resolve("P2/walk.csv"), 5, "0.03,1,2");
    Run run = Run.of("check", folder);
    assertEquals(2, run.code());
    assertEquals("", run.err());
    assertEquals(
        "subjects.csv: subject \"P2\" has no body mass\n"
            + "P2/walk.csv:5: the line has 3 values but the header has 11\n"
            + folder
            + ": 2 problems in 2 files, 519 samples (csv)\n",
        run.out());
    Run json = Run.of("check", folder, "--json");
    assertEquals(2, json.code());
    Json problem = json.json().get("problems").at(1);
    assertEquals("row", problem.get("kind").asString());
    assertEquals("P2/walk.csv", problem.get("file").asString());
    assertEquals(5, problem.get("line").asInt());
    assertTrue(problem.get("column").isNull());
    assertEquals(1, problem.get("count").asInt());
  }

  @Test
  void aFolderThatIsNoneIsRefused() {
    Path none = scratch.resolve("none");
    Run.of("check", none).refused(none + ": no such folder");
  }
}
