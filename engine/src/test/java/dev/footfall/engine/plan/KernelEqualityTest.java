package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import dev.footfall.engine.kernel.vector.VectorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** All ways to run a plan give the same bits. */
class KernelEqualityTest {
  private static final SensorLimits LIMITS = SensorLimits.at(100);

  @Property
  void sampleBySampleGivesTheBitsOfTheWindow(@ForAll Random random) {
    Plan plan = RandomNetwork.plan(random);
    int samples = 1 + random.nextInt(40);
    float[] window = gaussian(random, samples * plan.inputs());
    float[] expected = new float[samples * plan.outputs()];
    assertEquals(0, WindowKernel.of(plan, samples, LIMITS).run(window, expected));
    StudentKernel kernel = StudentKernel.of(plan, LIMITS);
    float[] actual = new float[expected.length];
    assertEquals(0, kernel.run(window, actual));
    assertSameBits(expected, actual);
    // And once more, through step and flush: nothing is left of the first recording.
    float[] in = new float[plan.inputs()];
    float[] out = new float[plan.outputs()];
    for (int t = 0; t < samples + plan.lookAhead(); t++) {
      int status;
      if (t < samples) {
        System.arraycopy(window, t * in.length, in, 0, in.length);
        status = kernel.step(in, out);
      } else {
        status = kernel.flush(out);
      }
      assertEquals(t < plan.lookAhead() ? Status.NO_ESTIMATE : 0, status);
      int from = (t - plan.lookAhead()) * out.length;
      assertSameBits(
          from < 0 ? nan(out.length) : Arrays.copyOfRange(expected, from, from + out.length), out);
    }
    assertEquals(Status.NO_ESTIMATE, kernel.flush(out));
  }

  @Property
  void theVectorBackEndGivesTheBitsOfTheScalarOne(@ForAll Random random) {
    Plan plan = RandomNetwork.plan(random);
    int samples = 1 + random.nextInt(20);
    float[] window = gaussian(random, samples * plan.inputs());
    float[] expected = new float[samples * plan.outputs()];
    float[] actual = new float[expected.length];
    WindowKernel.of(plan, samples, LIMITS).run(window, expected);
    WindowKernel.of(plan, samples, LIMITS, new VectorRows()).run(window, actual);
    assertSameBits(expected, actual);
    StudentKernel.of(plan, LIMITS, new VectorRows()).run(window, actual);
    assertSameBits(expected, actual);
  }

  /** Up to 40 wearers: whole vectors, parts of one, and one alone. */
  @Property
  void everyWearerGetsTheBitsOfAKernelOfTheirOwn(@ForAll Random random) {
    Plan plan = RandomNetwork.plan(random);
    int wearers = 1 + random.nextInt(40);
    int samples = 1 + random.nextInt(10);
    float[] windows = gaussian(random, wearers * samples * plan.inputs());
    windows[random.nextInt(windows.length)] = Float.NaN;
    float[] expected = new float[wearers * samples * plan.outputs()];
    int[] expectedStatus = new int[wearers];
    StudentKernel own = StudentKernel.of(plan, LIMITS);
    for (int w = 0; w < wearers; w++) {
      float[] out = new float[samples * plan.outputs()];
      expectedStatus[w] = own.run(part(windows, w, samples * plan.inputs()), out);
      System.arraycopy(out, 0, expected, w * out.length, out.length);
    }
    for (RowKernel rows : List.of(new ScalarRows(), new VectorRows())) {
      WearersKernel kernel = WearersKernel.of(plan, wearers, LIMITS, rows);
      float[] actual = new float[expected.length];
      int[] status = new int[wearers];
      kernel.run(windows, actual, status);
      assertSameBits(expected, actual);
      assertArrayEquals(expectedStatus, status);
    }
  }

  /** Values are missing, whole samples too, and now and then a wearer begins anew. */
  @Property
  void wearersHaveFaultsOfTheirOwn(@ForAll Random random) {
    Plan plan = random.nextBoolean() ? Students.cnnS(3, 2) : Students.lstmS(3, 2);
    int wearers = 1 + random.nextInt(12);
    SensorLimits limits = new SensorLimits(-2, 2, 1);
    WearersKernel kernel = WearersKernel.of(plan, wearers, limits, new VectorRows());
    List<StudentKernel> own = new ArrayList<>();
    for (int w = 0; w < wearers; w++) {
      own.add(StudentKernel.of(plan, limits));
    }
    float[] actual = new float[wearers * 2];
    int[] status = new int[wearers];
    float[] out = new float[2];
    for (int t = 0; t < 30; t++) {
      float[] samples = gaussian(random, wearers * 3);
      for (int w = 0; w < wearers; w++) {
        if (random.nextInt(3) == 0) {
          Arrays.fill(samples, w * 3, w * 3 + 1 + random.nextInt(3), Float.NaN);
        }
        if (random.nextInt(20) == 0) {
          kernel.reset(w);
          own.get(w).reset();
        }
      }
      kernel.step(samples, actual, status);
      for (int w = 0; w < wearers; w++) {
        assertEquals(own.get(w).step(part(samples, w, 3), out), status[w]);
        assertSameBits(out, part(actual, w, 2));
        assertEquals(own.get(w).held(0), kernel.held(w, 0));
        assertEquals(own.get(w).saturated(2), kernel.saturated(w, 2));
      }
    }
  }

  @Test
  void wearersThatCannotBeServedAreRefused() {
    WearersKernel kernel = WearersKernel.of(Students.gruAhead(3, 2), 4, LIMITS, new ScalarRows());
    assertEquals(
        "wearers kernel: the network looks 1 samples ahead and cannot go sample by sample; give it"
            + " windows",
        assertThrows(
                IllegalStateException.class,
                () -> kernel.step(new float[12], new float[8], new int[4]))
            .getMessage());
    assertEquals(
        "wearers kernel: 4 wearers have [4, T, 3] values, [4, T, 2] forces and [4] flags (in [24],"
            + " out [8], status [4], T 2)",
        assertThrows(
                IllegalArgumentException.class,
                () -> kernel.run(new float[24], new float[8], new int[4]))
            .getMessage());
    assertEquals(
        "wearers kernel: 0 wearers",
        assertThrows(
                IllegalArgumentException.class,
                () -> WearersKernel.of(Students.cnnS(3, 2), 0, LIMITS))
            .getMessage());
  }

  private static float[] part(float[] values, int index, int length) {
    return Arrays.copyOfRange(values, index * length, (index + 1) * length);
  }

  private static float[] nan(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** -0 is not 0. */
  private static void assertSameBits(float[] expected, float[] actual) {
    assertArrayEquals(bits(expected), bits(actual));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
