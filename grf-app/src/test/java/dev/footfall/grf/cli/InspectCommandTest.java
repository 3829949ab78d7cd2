package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir private static Path shared;
  private static Path student;
  private static Path teacher;

  @BeforeAll
  static void trainModels() {
    Path data = TinyFolder.write(shared.resolve("data"));
    student = shared.resolve("student.safetensors");
    teacher = shared.resolve("teacher.safetensors");
    Run.of("train", "--data", data, "--model", "cnn-s", "--epochs", 1, "--out", student).done();
    Run.of("train", "--data", data, "--model", "wrn16-1", "--epochs", 1, "--out", teacher).done();
  }

  @Test
  void layersTotalsProvenanceAndBudgetAreShown() {
    String text = Run.of("inspect", student).done().out();
    String[] expected = {
      student + ": cnn-s, 8 inputs to 2 outputs\n",
      """
      layer  type                                                 parameters  MACs/sample
      conv1  conv1d 8 to 16, kernel 5, causal, relu                      656          640
      conv2  conv1d 16 to 16, kernel 5, dilation 2, causal, relu       1,296        1,280
      conv3  conv1d 16 to 16, kernel 5, dilation 4, causal, relu       1,296        1,280
      head   conv1d 16 to 2, kernel 1                                     34           32
      total                                                            3,282        3,232
      """,
      "\n  name       sparse-4\n  rate       100 Hz\n",
      "\n  made by    made up for a test\n  test fold  0\n  seed       1\n",
      """
      streaming
        weights    13,200 B
      """,
      "  looks at   29 samples\n"
    };
    for (String part : expected) {
      assertTrue(text.contains(part), part + "\nnot in\n" + text);
    }
  }

  @Test
  void jsonHoldsTheSame() {
    Json json = Run.of("inspect", student, "--json").done().json();
    assertEquals(3282, json.get("parameters").asInt());
    assertEquals(3232, json.get("macs_per_sample").asInt());
    assertEquals(4, json.get("layers").size());
    assertEquals(8, json.get("normalisation").get("input_mean").size());
    assertEquals("made up for a test", json.get("provenance").get("attribution").asString());
    assertEquals(29, json.get("streaming").get("receptive_field_samples").asInt());
    assertEquals(13_200, json.get("streaming").get("weight_bytes").asInt());
  }

  @Test
  void theLookAheadIsShownAndKeptWithinWhatIsAllowed() {
    assertTrue(
        Run.of("inspect", student, "--look-ahead-ms", 0)
            .done()
            .out()
            .contains("\nlook-ahead: 0 ms, strictly causal\n"));
    assertTrue(
        Run.of("inspect", teacher, "--look-ahead-ms", 290)
            .done()
            .out()
            .contains("\nlook-ahead: 290 ms, 29 samples\n"));
    assertEquals(
        290, Run.of("inspect", teacher, "--json").done().json().get("look_ahead_ms").asDouble());
    Run.of("inspect", teacher, "--look-ahead-ms", 100)
        .refused("--look-ahead-ms: " + teacher + " looks 290 ms ahead; allowed are 100.0");
    Run.of("inspect", teacher, "--look-ahead-ms", -1)
        .refused("--look-ahead-ms: must be at least 0 (-1.0)");
  }

  @Test
  void aNetworkThatLooksAheadHasNoBudget() {
    assertTrue(Run.of("inspect", teacher, "--json").done().json().get("streaming").isNull());
    assertTrue(
        Run.of("inspect", teacher)
            .done()
            .out()
            .endsWith(
                "\nstreaming: no; the network looks ahead in time and needs whole recordings\n"));
  }
}
