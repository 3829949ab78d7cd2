package dev.footfall.grf.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.eval.Metrics;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that the repository keeps do what their cards say. */
class KeptModelsTest {
  private static final String FIGURES =
      " \\| ([0-9.]+) \\| ([0-9.]+) \\| ([0-9.]+) \\| ([0-9.]+) \\|";

  private static final Path MODELS = TestData.repositoryRoot().resolve("test-data/models");

  @ParameterizedTest
  @CsvSource({
    "sparse4-wrn16-2,wrn16-2,239010",
    "sparse4-cnn-s,cnn-s,3282",
    "sparse4-cnn-xs,cnn-xs,1002",
    "sparse4-lstm-s,lstm-s,4642"
  })
  void isTheNetworkItsNameSays(String file, String network, long parameters) throws IOException {
    Model model = read(file);
    assertEquals(network, model.network().name());
    assertEquals(parameters, model.network().parameterCount());
    assertEquals("sparse-4", model.task().name());
    assertEquals("gaitpdb", model.provenance().data());
  }

  @ParameterizedTest
  @CsvSource({"sparse4-wrn16-2", "sparse4-cnn-s", "sparse4-cnn-xs", "sparse4-lstm-s"})
  void reachesTheErrorsOfItsCardOnTheTestSubjects(String file) throws IOException {
    Optional<Path> data = TestData.gaitpdb();
    assumeTrue(data.isPresent(), "skipped: the gaitpdb recordings are not on this machine");
    Model model = read(file);
    RecordingSource source = RecordingSource.open(data.get());
    assertEquals(model.provenance().dataDigest(), source.digest(), "other recordings");
    try (Workers workers = Workers.of(1)) {
      Kernels kernels = KernelProvider.kernels(DType.FLOAT32, workers);
      ModelEvaluator evaluator = new ModelEvaluator(kernels);
      List<String> subjects = Fold.of(source.subjects(), 0).test();
      Metrics inFloat = evaluator.evaluate(model, source, subjects).pooled().whole();
      Metrics inInt8 =
          evaluator.evaluate(model, Estimator.int8(model), source, subjects).pooled().whole();
      String card = Files.readString(MODELS.resolve(file + ".md"));
      assertFigures(card, "pooled", inFloat);
      assertFigures(card, "pooled, int8", inInt8);
      assertTrue(
          inInt8.rmseN() <= 1.02 * inFloat.rmseN(),
          inInt8.rmseN() + " N in 8 bits, " + inFloat.rmseN() + " N in float");
    }
  }

  private static void assertFigures(String cardText, String row, Metrics found) {
    Matcher card = Pattern.compile("\\| " + row + FIGURES).matcher(cardText);
    assertTrue(card.find(), "the card has no row \"" + row + "\"");
    // Half a unit of the last digit printed, and as much again for another back end's rounding.
    assertEquals(Double.parseDouble(card.group(1)), found.rmseN(), 0.01);
    assertEquals(Double.parseDouble(card.group(2)), found.nrmsePercent(), 0.01);
    assertEquals(Double.parseDouble(card.group(3)), found.maeN(), 0.01);
    assertEquals(Double.parseDouble(card.group(4)), found.r(), 0.0001);
  }

  private static Model read(String file) throws IOException {
    return ModelFile.read(MODELS.resolve(file + ".safetensors"));
  }
}
