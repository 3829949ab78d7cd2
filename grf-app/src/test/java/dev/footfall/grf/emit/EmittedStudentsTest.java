package dev.footfall.grf.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WindowKernel;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec.Mode;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.testdata.TestData;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kept students, emitted in every way, over many random windows: the plan's bits. */
class EmittedStudentsTest {
  private static final int WINDOWS = 10_000;
  // More than a convolutional student looks back.
  private static final int SAMPLES = 32;
  private static final SensorLimits LIMITS = SensorLimits.at(100);

  @ParameterizedTest
  @ValueSource(strings = {"cnn-xs", "cnn-s", "lstm-s"})
  void everyFormGivesTheBitsOfThePlan(String student) throws IOException {
    Model model =
        ModelFile.read(
            TestData.repositoryRoot()
                .resolve("test-data/models/sparse4-" + student + ".safetensors"));
    Plan plan = model.plan();
    QuantizedPlan quantized = QuantizedPlan.of(plan, model.calibration());
    EmitSpec streaming = Specs.of(plan.inputs(), plan.outputs(), Mode.STREAMING);
    EmitSpec window = Specs.of(plan.inputs(), plan.outputs(), Mode.WINDOW);
    CompiledKernel steps = CompiledKernel.of(Emitter.float32(plan, streaming, 1), streaming);
    CompiledKernel steps8 = CompiledKernel.of(Emitter.int8(quantized, streaming, 1), streaming);
    CompiledKernel run = CompiledKernel.of(Emitter.float32(plan, window, SAMPLES), window);
    CompiledKernel run8 = CompiledKernel.of(Emitter.int8(quantized, window, SAMPLES), window);
    WindowKernel origin = WindowKernel.of(plan, SAMPLES, LIMITS);
    StudentKernel kernel = StudentKernel.of(plan, LIMITS);
    Int8Window origin8 = Int8Window.of(quantized, SAMPLES, LIMITS);
    float[] mean = model.normalisation().inputMean();
    float[] std = model.normalisation().inputStd();
    Random random = new Random(1);
    float[] in = new float[SAMPLES * plan.inputs()];
    float[] expected = new float[SAMPLES * plan.outputs()];
    float[] actual = new float[SAMPLES * plan.outputs()];
    for (int i = 0; i < WINDOWS; i++) {
      for (int j = 0; j < in.length; j++) {
        int c = j % mean.length;
        in[j] = mean[c] + 2 * std[c] * (float) random.nextGaussian();
      }
      origin.run(in, expected);
      kernel.run(in, actual);
      assertBits(expected, actual, i, "the plan, sample by sample");
      stepped(steps, plan, in, actual);
      assertBits(expected, actual, i, "float32, streaming");
      run.take(in, actual);
      assertBits(expected, actual, i, "float32, window");
      origin8.run(in, expected);
      stepped(steps8, plan, in, actual);
      assertBits(expected, actual, i, "int8, streaming");
      run8.take(in, actual);
      assertBits(expected, actual, i, "int8, window");
    }
  }

  private static void stepped(CompiledKernel kernel, Plan plan, float[] in, float[] out) {
    kernel.reset();
    float[] sample = new float[plan.inputs()];
    float[] force = new float[plan.outputs()];
    for (int t = 0; t < SAMPLES; t++) {
      System.arraycopy(in, t * sample.length, sample, 0, sample.length);
      kernel.take(sample, force);
      System.arraycopy(force, 0, out, t * force.length, force.length);
    }
  }

  private static void assertBits(float[] expected, float[] actual, int window, String form) {
    if (!Arrays.equals(expected, actual)) {
      assertArrayEquals(expected, actual, 0f, form + ", window " + window);
    }
  }
}
