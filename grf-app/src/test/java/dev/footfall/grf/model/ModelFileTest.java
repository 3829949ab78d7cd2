package dev.footfall.grf.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.ContentDigest;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.engine.format.Safetensors;
import dev.footfall.engine.plan.StudentModel;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.window.Normalisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
  private static final Provenance PROVENANCE =
      new Provenance(
          "0.1.0",
          "walks",
          "ab".repeat(32),
          "somebody, \"quoted\" \u00e9",
          new Protocol.KFold(7, 3).split(List.of("a", "b", "c", "d", "e", "f", "g")),
          Long.MIN_VALUE,
          25,
          21,
          71.25,
          "takd(lambda 0.3, beta-sim 0.3, beta-time 0.3)",
          "cd".repeat(32));

  @TempDir private Path scratch;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = scratch.resolve("m.safetensors");
  }

  private static Model model(String network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] mean = new float[8];
    float[] std = new float[8];
    for (int c = 0; c < 8; c++) {
      mean[c] = (float) random.nextDouble(-100, 100);
      std[c] = (float) random.nextDouble(0.1, 100);
    }
    return new Model(
        Networks.named(network, 8, 2, new Initializer(DType.FLOAT32, random)),
        Task.named("sparse-4"),
        new Normalisation(mean, std, new float[] {397.5f, 1e-3f}),
        PROVENANCE);
  }

  static Iterable<String> names() {
    return Networks.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsReadIsWhatWasWrittenBitByBit(String network) throws IOException {
    Model written = model(network, 1);
    ModelFile.write(written, file);
    Model read = ModelFile.read(file);
    assertEquals(network, read.network().name());
    assertEquals(written.task(), read.task());
    assertEquals(written.normalisation(), read.normalisation());
    assertEquals(written.provenance(), read.provenance());
    Map<String, Tensor> state = read.network().state();
    assertEquals(written.network().state().keySet(), state.keySet());
    written
        .network()
        .state()
        .forEach((n, tensor) -> assertArrayEquals(tensor.floats(), state.get(n).floats(), n));
  }

  @Test
  void aCalibrationTravelsWithTheModel() throws IOException {
    Model model = model("lstm-s", 1);
    ModelFile.write(model, file);
    assertNull(ModelFile.read(file).calibration());
    Model calibrated =
        model.calibrated(List.of(new float[80], new float[] {1, 2, 3, 4, 5, 6, 7, 8}));
    ModelFile.write(calibrated, file);
    assertEquals(calibrated.calibration(), ModelFile.read(file).calibration());
  }

  @Test
  void equalModelsGiveEqualFilesAndDigests() throws IOException {
    Path other = scratch.resolve("other.safetensors");
    ModelFile.write(model("cnn-s", 1), file);
    ModelFile.write(model("cnn-s", 1), other);
    assertEquals(-1, Files.mismatch(file, other));
    String digest = ModelFile.digest(model("cnn-s", 1).network());
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
    assertEquals(digest, ModelFile.digest(ModelFile.read(file).network()));
    assertNotEquals(digest, ModelFile.digest(model("cnn-s", 2).network()));
  }

  /** Writes a model, changes metadata and tensors, and returns why the result is refused. */
  private String refusal(
      Consumer<Map<String, String>> metadata, Consumer<Map<String, Tensor>> state)
      throws IOException {
    ModelFile.write(model("cnn-s", 1), file);
    Safetensors content = Safetensors.read(file);
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    metadata.accept(texts);
    state.accept(tensors);
    ContentDigest.seal(new Safetensors(texts, tensors)).write(file);
    String message =
        assertThrows(ModelFormatException.class, () -> ModelFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    return message.substring((file + ": ").length());
  }

  private static void replace(Map<String, String> texts, String key, String old, String text) {
    assertTrue(texts.get(key).contains(old), texts.get(key));
    texts.put(key, texts.get(key).replace(old, text));
  }

  @Test
  void aFileOfAnotherProgramIsRefused() throws IOException {
    assertEquals(
        "metadata \"format\" is missing, not \"footfall-model-1\"; is it a model of Footfall?",
        refusal(m -> m.remove("format"), t -> {}));
    assertEquals(
        "metadata \"format\" is \"pt\", not \"footfall-model-1\"; is it a model of Footfall?",
        refusal(m -> m.put("format", "pt"), t -> {}));
  }

  @Test
  void aLyingDescriptionIsRefused() throws IOException {
    assertEquals("metadata \"task\" is missing", refusal(m -> m.remove("task"), t -> {}));
    assertEquals(
        "model \"cnn-xl\" is unknown; known: wrn16-1, wrn16-2, wrn16-3, cnn-xs, cnn-s, lstm-s",
        refusal(m -> replace(m, "architecture", "\"cnn-s\"", "\"cnn-xl\""), t -> {}));
    assertEquals(
        "the network has 9 inputs and 2 outputs, the task 8 and 2, the normalisation 8 and 2",
        refusal(m -> replace(m, "architecture", "\"inputs\":8", "\"inputs\":9"), t -> {}));
    assertEquals(
        "metadata \"provenance\": fold: expected a 32-bit whole number but found \"three\"",
        refusal(m -> replace(m, "provenance", "\"fold\":3", "\"fold\":\"three\""), t -> {}));
    assertEquals(
        "normalisation: scale of target 0 is 0.0; it must be positive",
        refusal(m -> replace(m, "normalisation", "397.5", "0"), t -> {}));
    assertEquals(
        "unit \"psi\" is unknown; known: s, N, kPa",
        refusal(m -> replace(m, "task", "\"N\"", "\"psi\""), t -> {}));
  }

  @Test
  void tensorsThatAreNotTheNetworksAreRefused() throws IOException {
    assertEquals(
        "load: parameter \"head.bias\" [2] is missing",
        refusal(m -> {}, t -> t.remove("head.bias")));
    assertEquals(
        "load: the network has no parameter \"tail.bias\"",
        refusal(m -> {}, t -> t.put("tail.bias", Tensor.zeros(DType.FLOAT32, 2))));
    assertEquals(
        "load: parameter \"head.bias\" has shape [3] but the network's is [2]",
        refusal(m -> {}, t -> t.put("head.bias", Tensor.zeros(DType.FLOAT32, 3))));
    assertEquals(
        "tensor \"head.bias\" [2] holds NaN at element 1",
        refusal(m -> {}, t -> t.get("head.bias").set(1, Double.NaN)));
  }

  @Test
  void aChangedFileIsRefused() throws IOException {
    ModelFile.write(model("cnn-s", 1), file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 1;
    Files.write(file, bytes);
    assertEquals(
        file + ": the content is not what its digest says; the file was damaged or changed",
        assertThrows(ModelFormatException.class, () -> ModelFile.read(file)).getMessage());
  }

  /** Without graph and digest, as older releases wrote it. */
  @Test
  void anOlderFileIsReadByTheAppButNotByTheEngineAlone() throws IOException {
    Model model = model("lstm-s", 1);
    ModelFile.write(model, file);
    Safetensors content = Safetensors.read(file);
    Map<String, String> older = new LinkedHashMap<>(content.metadata());
    older.keySet().removeAll(List.of("graph", ContentDigest.KEY));
    new Safetensors(older, content.tensors()).write(file);
    assertEquals(model.normalisation(), ModelFile.read(file).normalisation());
    assertEquals(
        file
            + ": the file has no digest, it is of an older release; footfall calibrate writes a"
            + " newer one",
        assertThrows(ModelFormatException.class, () -> StudentModel.read(file)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theEngineAloneReadsEveryNetwork(String network) throws IOException {
    Model model = model(network, 1);
    ModelFile.write(model, file);
    StudentModel student = StudentModel.read(file);
    assertEquals(model.task().inputs(), student.inputs());
    assertEquals(model.task().targets(), student.targets());
    assertEquals(100, student.samplingRateHz());
    assertEquals("N", student.inputUnit());
    assertEquals(model.network().causal(), student.plan().lookAhead() == 0);
    assertEquals(model.network().macsPerSample(), student.plan().macsPerSample());
  }

  @Test
  void aMissingFileIsToldAsSuch() {
    assertEquals(
        file + ": there is no such file",
        assertThrows(NoSuchFileException.class, () -> ModelFile.read(file)).getMessage());
  }
}
