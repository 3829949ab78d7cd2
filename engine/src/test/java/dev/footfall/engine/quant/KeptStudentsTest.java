package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.plan.StudentModel;
import dev.footfall.testdata.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The students that the repository keeps, read by the engine alone and run in 8 bits. */
class KeptStudentsTest {
  private static final int WINDOWS = 10_000;
  private static final int LONGEST = 40;

  private static StudentModel read(String network) throws IOException {
    Path models = TestData.repositoryRoot().resolve("test-data/models");
    return StudentModel.read(models.resolve("sparse4-" + network + ".safetensors"));
  }

  /** A window around the means of the sensors, with values beyond the range of 8 bits. */
  private static float[] window(Random random, Plan plan, int length) {
    Step.Standardise first = (Step.Standardise) plan.steps().getFirst();
    float[] window = new float[length * plan.inputs()];
    for (int i = 0; i < window.length; i++) {
      int c = i % plan.inputs();
      window[i] = (float) (first.mean()[c] + 3 * first.std()[c] * random.nextGaussian());
    }
    return window;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-xs", "cnn-s", "lstm-s"})
  void tenThousandWindowsStreamTheSameBits(String network) throws IOException {
    StudentModel model = read(network);
    QuantizedPlan quantized = QuantizedPlan.of(model);
    Int8Kernel kernel = Int8Kernel.of(quantized, Int8KernelTest.LIMITS);
    Map<Integer, Int8Window> byLength = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < WINDOWS; i++) {
      int length = 1 + random.nextInt(LONGEST);
      float[] window = window(random, model.plan(), length);
      float[] expected = new float[length * quantized.outputs()];
      byLength
          .computeIfAbsent(length, n -> Int8Window.of(quantized, n, Int8KernelTest.LIMITS))
          .run(window, expected);
      assertArrayEquals(expected, Int8KernelTest.stream(kernel, window), "window " + i);
      kernel.reset();
    }
  }

  @Test
  void aModelWithoutCalibrationSaysWhatToRun() throws IOException {
    StudentModel model = read("cnn-xs");
    Map<String, String> metadata = new HashMap<>(model.metadata());
    metadata.remove("calibration");
    StudentModel without =
        new StudentModel(
            model.graph(),
            model.plan(),
            model.samplingRateHz(),
            model.inputs(),
            model.inputUnit(),
            model.targets(),
            metadata);
    assertEquals(
        "int8: the model has no calibration; run ./footfall calibrate --model FILE --data DIR --out"
            + " FILE",
        assertThrows(IllegalArgumentException.class, () -> QuantizedPlan.of(without)).getMessage());
  }
}
