package dev.footfall.grf.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WindowKernel;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.sim.SensorModel;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import dev.footfall.grf.window.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentStreamTest {
  private static final Task SPARSE = Task.named("sparse-4");

  /** Rounding of some thousand float operations, as a share of a force of one target scale. */
  private static final double TOLERANCE = 1e-5;

  private static final int LONGEST_WINDOW = 40;

  /** The answer of a fresh kernel to a recording, {@code [K, T]} as {@link Model#estimate}. */
  private static float[] stream(Model model, Recording recording) {
    StudentKernel kernel = Prediction.kernel(model);
    float[][] inputs = model.task().inputs(recording);
    int length = recording.length();
    float[] all = new float[kernel.outputs() * length];
    float[] sample = new float[kernel.inputs()];
    float[] forceN = new float[kernel.outputs()];
    for (int t = 0; t < length; t++) {
      for (int c = 0; c < sample.length; c++) {
        sample[c] = inputs[c][t];
      }
      kernel.step(sample, forceN);
      for (int k = 0; k < forceN.length; k++) {
        all[k * length + t] = forceN[k];
      }
    }
    return all;
  }

  private static void assertWithinRounding(Model model, float[] expectedN, float[] streamedN) {
    assertEquals(expectedN.length, streamedN.length);
    float[] scale = model.normalisation().targetScale();
    int length = expectedN.length / scale.length;
    for (int i = 0; i < expectedN.length; i++) {
      double limit = TOLERANCE * (scale[i / length] + Math.abs(expectedN[i]));
      assertEquals(expectedN[i], streamedN[i], limit, "flat index " + i);
    }
  }

  @Property
  void convolutionsStreamTheSameBitsAsTheScalarKernelsOverTheWholeRecording(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int length) {
    Model model = Students.random("cnn-s", SPARSE, seed);
    Recording recording = Students.recording(SPARSE, length, seed + 1);
    float[] expectedN = model.estimate(recording, Students.SCALAR);
    float[] streamedN = stream(model, recording);
    for (int i = 0; i < expectedN.length; i++) {
      // A sum may come out as -0 on one path and 0 on the other; no other bits may differ.
      assertEquals(expectedN[i] + 0f, streamedN[i] + 0f, "flat index " + i);
    }
  }

  @Property
  void theRecurrentStudentStreamsWithinRounding(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int length) {
    Model model = Students.random("lstm-s", SPARSE, seed);
    Recording recording = Students.recording(SPARSE, length, seed + 1);
    assertWithinRounding(
        model, model.estimate(recording, Students.SCALAR), stream(model, recording));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-s", "lstm-s"})
  void bothStudentsStreamTheSimulatedInsole(String network) {
    Recording walk =
        new SimulatedSource(new SimulationSpec(4, 1, 3, List.of(1.2), SensorModel.CHEAP))
            .recordings("S01")
            .getFirst();
    Task task = Task.named("insole-16x8");
    Normalisation normalisation = Normalisation.fit(List.of(walk), task);
    Model model = Students.with(network, task, normalisation, new SplittableRandom(9));
    assertWithinRounding(model, model.estimate(walk, Students.SCALAR), stream(model, walk));
  }

  /** Every network, those included that look ahead. */
  static List<String> networks() {
    return Networks.names();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void sampleBySampleAndInWindowsTheSameBits(String network) {
    Model model = Students.random(network, SPARSE, 11);
    Plan plan = model.plan();
    SensorLimits limits = SensorLimits.at(100);
    StudentKernel kernel = StudentKernel.of(plan, limits);
    List<WindowKernel> windows = new ArrayList<>();
    for (int length = 1; length <= LONGEST_WINDOW; length++) {
      windows.add(WindowKernel.of(plan, length, limits));
    }
    SplittableRandom random = new SplittableRandom(12);
    // Ten thousand for what is deployed; a teacher has a hundred to a thousand times the work.
    int tries = model.network().causal() ? 10_000 : 20;
    for (int i = 0; i < tries; i++) {
      WindowKernel window = windows.get(random.nextInt(LONGEST_WINDOW));
      float[] samples = new float[window.samples() * 8];
      for (int j = 0; j < samples.length; j++) {
        samples[j] = (float) random.nextDouble(-300, 300);
      }
      float[] expectedN = new float[window.samples() * 2];
      float[] streamedN = new float[expectedN.length];
      assertEquals(0, window.run(samples, expectedN));
      assertEquals(0, kernel.run(samples, streamedN));
      for (int j = 0; j < expectedN.length; j++) {
        assertEquals(Float.floatToRawIntBits(expectedN[j]), Float.floatToRawIntBits(streamedN[j]));
      }
    }
  }

  /** On both back ends, with running statistics that are no identity. */
  @ParameterizedTest
  @MethodSource("networks")
  void planAndNetworkAreWithinTheBoundOfFloatArithmetic(String network) {
    Model model = Students.random(network, SPARSE, 21);
    SplittableRandom random = new SplittableRandom(22);
    model
        .network()
        .state()
        .forEach(
            (name, tensor) -> {
              double least = name.endsWith("running_var") ? 0.2 : -0.5;
              for (int i = 0; name.contains("norm") && i < tensor.elements(); i++) {
                tensor.set(i, random.nextDouble(least, 1.5));
              }
            });
    int length = 12;
    Recording recording = Students.recording(SPARSE, length, 23);
    float[][] inputs = SPARSE.inputs(recording);
    float[] window = new float[length * 8];
    for (int i = 0; i < window.length; i++) {
      window[i] = inputs[i % 8][i / 8];
    }
    Plan plan = model.plan();
    PlanBound bound = PlanBound.of(plan, window);
    float[] plannedN = new float[length * 2];
    WindowKernel.of(plan, length, SensorLimits.at(100)).run(window, plannedN);
    try (Workers workers = Workers.of(1)) {
      for (Kernels kernels : List.of(Students.SCALAR, VectorKernels.create(workers))) {
        float[] expectedN = model.estimate(recording, kernels);
        for (int t = 0; t < length; t++) {
          for (int k = 0; k < 2; k++) {
            double error = bound.error(t, k);
            assertEquals(bound.value(t, k), plannedN[t * 2 + k], error);
            assertEquals(bound.value(t, k), expectedN[k * length + t], error);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theMemoryIsNearTheLowerBound(String network) {
    Plan plan = Students.random(network, SPARSE, 1).plan();
    for (MemoryPlan memory :
        List.of(
            MemoryPlan.streaming(plan), MemoryPlan.window(plan, 1), MemoryPlan.window(plan, 100))) {
      assertTrue(memory.elements() <= 1.05 * memory.lowerBound(), memory.toString());
    }
  }

  @Test
  void thePlanCountsWhatTheNetworkCounts() {
    for (String network : List.of("cnn-s", "lstm-s")) {
      Model model = Students.random(network, SPARSE, 1);
      Plan plan = model.plan();
      // A mean and a deviation for each input, a scale for each output.
      assertEquals(model.network().parameterCount() + 2 * 8 + 2, plan.parameters());
      assertEquals(model.network().macsPerSample(), plan.macsPerSample());
    }
  }

  @Test
  void aNetworkThatLooksAheadIsRefused() {
    Model teacher = Students.random("wrn16-1", SPARSE, 1);
    assertEquals(
        "model wrn16-1 looks ahead in time and cannot stream; distil a student such as cnn-s from"
            + " it, or estimate a whole file",
        assertThrows(InputException.class, () -> Prediction.kernel(teacher)).getMessage());
  }
}
