package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.Status;
import dev.footfall.engine.plan.StudentKernel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sample by sample and window by window: the same bits, and those that the scheme means. */
class Int8KernelTest {
  static final SensorLimits LIMITS = SensorLimits.at(100);

  /** What the kernel says about a recording, {@code [T, K]}, its last forces flushed. */
  static float[] stream(Int8Kernel kernel, float[] window) {
    int length = window.length / kernel.inputs();
    float[] all = new float[kernel.outputs() * length];
    float[] in = new float[kernel.inputs()];
    float[] out = new float[kernel.outputs()];
    int answered = 0;
    for (int t = 0; t < length; t++) {
      System.arraycopy(window, t * in.length, in, 0, in.length);
      int status = kernel.step(in, out);
      assertEquals(t >= kernel.lookAhead() ? 0 : Status.NO_ESTIMATE, status, "at sample " + t);
      if (status == 0) {
        System.arraycopy(out, 0, all, out.length * answered++, out.length);
      }
    }
    for (int t = 0; t < kernel.lookAhead(); t++) {
      if (kernel.flush(out) == 0) {
        System.arraycopy(out, 0, all, out.length * answered++, out.length);
      }
    }
    assertEquals(length, answered);
    return all;
  }

  static float[] run(QuantizedPlan plan, float[] window) {
    int length = window.length / plan.inputs();
    float[] out = new float[plan.outputs() * length];
    Int8Window.of(plan, length, LIMITS).run(window, out);
    return out;
  }

  private static QuantizedPlan quantized(Plan plan, Random random) {
    List<float[]> windows =
        List.of(RandomPlans.window(random, plan, 40), RandomPlans.window(random, plan, 40));
    return QuantizedPlan.of(plan, new Calibrator(plan, windows).calibrate());
  }

  @Property
  void aStreamGivesTheBitsOfTheWindow(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int length) {
    Plan plan = RandomPlans.of(random);
    QuantizedPlan quantized = quantized(plan, random);
    Int8Kernel kernel = Int8Kernel.of(quantized, LIMITS);
    for (int i = 0; i < 3; i++) {
      float[] window = RandomPlans.window(random, plan, length);
      assertArrayEquals(run(quantized, window), stream(kernel, window), plan.toString());
      kernel.reset();
    }
  }

  /** Around a step: integers come in as they are and leave as they are. */
  private static QuantizedPlan around(
      QuantStep step, Quantization in, Quantization out, int inputs) {
    float[] ones = new float[inputs];
    Arrays.fill(ones, 1);
    float[] scales = new float[step.channels()];
    Arrays.fill(scales, 1);
    return new QuantizedPlan(
        inputs,
        List.of(
            new QuantStep.Quantize("in", 0, 1, new float[inputs], ones, in.zeroPoint()),
            step,
            new QuantStep.Dequantize("out", 2, 3, out.zeroPoint(), scales)),
        new Quantization[] {null, in, out, null});
  }

  private static void assertGolden(Json golden, QuantStep step, int inputs) {
    int[] zeroPoints = golden.get("zero_points").asInts();
    QuantizedPlan plan =
        around(
            step, new Quantization(1, zeroPoints[0]), new Quantization(1, zeroPoints[1]), inputs);
    float[] window = bySample(golden.get("x").asInts(), inputs, zeroPoints[0]);
    float[] expected = bySample(golden.get("y").asInts(), step.channels(), zeroPoints[1]);
    assertArrayEquals(expected, run(plan, window));
    assertArrayEquals(expected, stream(Int8Kernel.of(plan, LIMITS), window));
  }

  /** From {@code [C, T]} to {@code [T, C]}, less the zero point. */
  private static float[] bySample(int[] byChannel, int channels, int zeroPoint) {
    int length = byChannel.length / channels;
    float[] samples = new float[byChannel.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = byChannel[i % channels * length + i / channels] - zeroPoint;
    }
    return samples;
  }

  private static byte[] bytes(Json json) {
    int[] ints = json.asInts();
    byte[] bytes = new byte[ints.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ints[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv", "conv_relu", "conv_groups", "conv_tanh", "conv_sigmoid"})
  void convolutionsAreGolden(String name) {
    Json golden = GoldenIntegers.of(name);
    int[] channels = golden.get("channels").asInts();
    int[] pad = golden.get("pad").asInts();
    int[] zeroPoints = golden.get("zero_points").asInts();
    Activation activation =
        Activation.valueOf(golden.get("activation").asString().toUpperCase(Locale.ROOT));
    QuantStep.Sums sums =
        new QuantStep.Sums(
            channels[0],
            channels[1],
            golden.get("kernel_size").asInt(),
            golden.get("dilation").asInt(),
            pad[0],
            pad[1],
            golden.get("groups").asInt(),
            zeroPoints[0],
            bytes(golden.get("weight")),
            golden.get("bias").asInts());
    Requantization requantization =
        new Requantization(
            golden.get("value").asInts(),
            golden.get("shift").asInts(),
            activation,
            zeroPoints[1],
            activation == Activation.RELU ? zeroPoints[1] : -128,
            127);
    assertGolden(golden, new QuantStep.Conv("conv", 1, 2, sums, requantization), channels[0]);
  }

  private static QuantStep.Gates gates(Json json, int columns) {
    int[] bias = json.get("bias").asInts();
    return new QuantStep.Gates(
        bias.length,
        columns,
        bytes(json.get("weight")),
        bias,
        json.get("value").asInts(),
        json.get("shift").asInts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm_11", "lstm_14", "lstm_15", "gru"})
  void recurrentLayersAreGolden(String name) {
    Json golden = GoldenIntegers.of(name);
    int cells = golden.get("cells").asInt();
    int columns = golden.get("columns").asInt();
    int zeroPoint = golden.get("zero_points").at(1).asInt();
    QuantStep.Gates gatesX = gates(golden.get("gates_x"), columns);
    QuantStep.Gates gatesH = gates(golden.get("gates_h"), cells);
    int[] hidden = golden.get("hidden").asInts();
    Multiplier multiplier = new Multiplier(hidden[0], hidden[1]);
    QuantStep step =
        name.equals("gru")
            ? new QuantStep.Gru(name, 1, 2, cells, gatesX, gatesH, multiplier, zeroPoint)
            : new QuantStep.Lstm(
                name,
                1,
                2,
                cells,
                gatesX,
                gatesH,
                golden.get("cell_bits").asInt(),
                multiplier,
                zeroPoint);
    assertGolden(golden, step, columns);
  }

  /** The contract of the kernels in float: held, counted, flagged; a gap ends the recording. */
  @Property
  void faultsAreHandledAsByTheKernelsInFloat(@ForAll Random random) {
    Plan plan = RandomPlans.of(random);
    SensorLimits limits = new SensorLimits(-1.5f, 1.5f, 2);
    Int8Kernel kernel = Int8Kernel.of(quantized(plan, random), limits);
    StudentKernel inFloat = StudentKernel.of(plan, limits);
    float[] out = new float[plan.outputs()];
    for (int t = 0; t < 60; t++) {
      float[] in = RandomPlans.window(random, plan, 1);
      if (random.nextInt(3) == 0) {
        in[random.nextInt(in.length)] = Float.NaN;
      } else if (random.nextInt(2) == 0) {
        Arrays.fill(in, Float.NEGATIVE_INFINITY);
      }
      int expected = inFloat.step(in, out);
      boolean noEstimate = Float.isNaN(out[0]);
      assertEquals(expected, kernel.step(in, out));
      assertEquals(noEstimate, Float.isNaN(out[0]));
    }
    for (int c = 0; c < plan.inputs(); c++) {
      assertEquals(inFloat.held(c), kernel.held(c));
      assertEquals(inFloat.saturated(c), kernel.saturated(c));
    }
    kernel.resetCounts();
    assertEquals(0, kernel.held(0));
  }

  @Test
  void aGapBeginsAnotherRecording() {
    Random random = new Random(5);
    Plan plan = RandomPlans.of(random);
    Int8Kernel kernel = Int8Kernel.of(quantized(plan, random), new SensorLimits(-9, 9, 0));
    float[] in = RandomPlans.window(random, plan, 1);
    float[] first = new float[plan.outputs()];
    float[] again = new float[plan.outputs()];
    kernel.step(in, first);
    kernel.step(RandomPlans.window(random, plan, 1), again);
    float[] nothing = new float[plan.inputs()];
    Arrays.fill(nothing, Float.NaN);
    assertEquals(Status.HELD | Status.GAP | Status.NO_ESTIMATE, kernel.step(nothing, again));
    kernel.step(in, again);
    assertArrayEquals(first, again);
  }

  @Test
  void aWrongLengthIsRefused() {
    QuantizedPlan plan = identity();
    Int8Kernel kernel = Int8Kernel.of(plan, LIMITS);
    assertEquals(
        "int8 kernel: takes 2 values and gives 2 (in [3], out [2])",
        assertThrows(IllegalArgumentException.class, () -> kernel.step(new float[3], new float[2]))
            .getMessage());
    assertEquals(
        "int8 window: takes [4, 2] values and gives [4, 2] (window [8], out [7])",
        assertThrows(
                IllegalArgumentException.class,
                () -> Int8Window.of(plan, 4, LIMITS).run(new float[8], new float[7]))
            .getMessage());
    assertEquals(
        "int8 window: length is 0",
        assertThrows(IllegalArgumentException.class, () -> Int8Window.of(plan, 0, LIMITS))
            .getMessage());
  }

  /** Two channels, one tap, weight 1. */
  private static QuantizedPlan identity() {
    QuantStep.Sums sums = new QuantStep.Sums(2, 2, 1, 1, 0, 0, 2, 0, new byte[] {1, 1}, new int[2]);
    Requantization same =
        new Requantization(
            new int[] {1 << 30, 1 << 30}, new int[] {1, 1}, Activation.NONE, 0, -128, 127);
    return around(
        new QuantStep.Conv("same", 1, 2, sums, same),
        new Quantization(1, 0),
        new Quantization(1, 0),
        2);
  }

  @Test
  void inputsBeyondTheRangeSaturate() {
    Int8Kernel kernel = Int8Kernel.of(identity(), LIMITS);
    float[] out = new float[2];
    assertEquals(0, kernel.step(new float[] {1e30f, -1e30f}, out));
    assertArrayEquals(new float[] {127, -128}, out);
    kernel.step(new float[] {2.5f, -2.5f}, out);
    assertArrayEquals(new float[] {3, -3}, out);
  }

  /**
   * The largest sum that is accepted, 2^31 - 1, and its negative, at the extremes of x; one more
   * product or one more in the bias is refused.
   */
  @Test
  void sumsAreExactUpToTheLastBitAndRefusedBeyond() {
    int products = 66_000;
    byte[] weight = new byte[products];
    Arrays.fill(weight, (byte) 127);
    int bias = Integer.MAX_VALUE - products * 127 * 128;
    Rows rows = new Rows(products, 1, weight, new int[] {-bias});
    byte[] x = new byte[products];
    Arrays.fill(x, (byte) -128);
    int[] sums = new int[1];
    rows.apply(x, sums);
    assertEquals(-Integer.MAX_VALUE, sums[0]);
    new QuantStep.Sums(products, 1, 1, 1, 0, 0, 1, 0, weight, new int[] {-bias});
    assertEquals(
        "the sum of output 0 can reach 2147483648 and overflow 32 bits; it has 66000" + " products",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new QuantStep.Sums(
                        products, 1, 1, 1, 0, 0, 1, 0, weight, new int[] {-bias - 1}))
            .getMessage());
  }

  @Test
  void aSampleAfterTheEndIsRefused() {
    Random random = new Random(0);
    Plan plan;
    do {
      plan = RandomPlans.of(random);
    } while (plan.lookAhead() == 0);
    Int8Kernel kernel = Int8Kernel.of(quantized(plan, random), LIMITS);
    float[] in = new float[kernel.inputs()];
    float[] out = new float[kernel.outputs()];
    assertEquals(Status.NO_ESTIMATE, kernel.step(in, out));
    kernel.flush(out);
    assertEquals(
        "int8 kernel: the recording was flushed; reset before the first sample of another",
        assertThrows(IllegalStateException.class, () -> kernel.step(in, out)).getMessage());
    kernel.reset();
    assertEquals(Status.NO_ESTIMATE, kernel.step(in, out));
  }
}
