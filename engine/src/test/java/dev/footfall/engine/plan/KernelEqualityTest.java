package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

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
