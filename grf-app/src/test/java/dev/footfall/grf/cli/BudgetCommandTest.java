package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.testdata.TestData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetCommandTest {

  private static Path kept(String name) {
    return TestData.repositoryRoot().resolve("test-data/models/sparse4-" + name + ".safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-xs", "cnn-s", "lstm-s"})
  void theKeptStudentsFitTheSmallestClass(String student) {
    Json json =
        Run.of("budget", kept(student), "--class", "S", "--rate", 200, "--format", "int8", "--json")
            .done()
            .json();
    assertEquals("S", json.get("class").asString());
    assertTrue(json.get("fits").asBoolean());
    long layers = json.get("table_bytes").asInt();
    for (Json layer : json.get("layers").elements()) {
      layers += layer.get("flash_bytes").asInt();
    }
    assertEquals(json.get("flash_bytes").asInt(), layers);
  }

  @Test
  void layersTotalClassLoadAndEnergyAreTold() {
    String text = Run.of("budget", kept("cnn-s"), "--class", "S", "--rate", 200).done().out();
    String[] expected = {
      ": cnn-s in float32, sample by sample at 200 Hz\n",
      """
      layer                type         flash [B]  RAM [B]  MACs/sample
      standardise          standardise         64        0            0
      conv1                conv             2,624      160          640
      conv2                conv             5,184      576        1,280
      conv3                conv             5,184    1,088        1,280
      head                 conv               136        0           32
      newton               scale                8        0            0
      tables of functions                       0        0            0
      """,
      "\nclass S: fits; flash 13,200 of 32,768 B, RAM ",
      // 3,232 MACs 200 times a second, 9 to 10 cycles each: 5.8 to 6.5 MHz, of 64.
      "\nCortex-M4F  9.0 to 10.0  5.82 to 6.46  9.1 to 10.1 %      64\n",
      // 3,232 x 200 x 3600 x 0.25 nJ = 0.58 J.
      "energy: 0.58 to 1.86 J an hour, at 0.25 to 0.8 nJ a multiply-accumulate\n",
    };
    for (String part : expected) {
      assertTrue(text.contains(part), part + "\nnot in\n" + text);
    }
  }

  @Test
  void aClassThatIsExceededEndsWith3() {
    Run run = Run.of("budget", kept("wrn16-2"), "--class", "L");
    assertEquals(3, run.code(), run.err());
    assertTrue(run.out().contains("\nclass L: exceeded; flash "), run.out());
    assertEquals("", run.err());
    assertEquals(0, Run.of("budget", kept("wrn16-2")).code());
  }

  @Test
  void anUnknownClassAndAnImpossibleRateAreRefused() {
    Run.of("budget", kept("cnn-s"), "--class", "XL")
        .refused("--class: \"XL\" is unknown; known: S, M, L");
    Run.of("budget", kept("cnn-s"), "--rate", 0)
        .refused("--rate: must be more than 0 and at most 1000000 (0.0)");
    Run.of("budget", kept("cnn-s"), "--rate", "NaN")
        .refused("--rate: must be more than 0 and at most 1000000 (NaN)");
    Run.of("budget", "missing.safetensors").refused("missing.safetensors: there is no such file");
  }
}
