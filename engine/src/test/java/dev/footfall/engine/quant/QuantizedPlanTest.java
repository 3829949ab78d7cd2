package dev.footfall.engine.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.JsonException;
import dev.footfall.engine.plan.Activation;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.plan.StudentKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** From a plan and windows to integers: calibration, quantisation, and what they do to a value. */
class QuantizedPlanTest {

  private static Calibration calibration(Plan plan, Range range) {
    Map<RangeMethod, Range> ranges =
        Map.of(
            RangeMethod.MIN_MAX,
            range,
            RangeMethod.PERCENTILE,
            range,
            RangeMethod.MEAN_SQUARED_ERROR,
            range);
    List<Calibration.StepRange> steps =
        plan.steps().subList(0, plan.steps().size() - 1).stream()
            .map(step -> new Calibration.StepRange(step.name(), ranges, 0))
            .toList();
    return new Calibration(1, RangeMethod.MIN_MAX, steps);
  }

  private static Plan plan(int inputs, Step... between) {
    float[] std = new float[inputs];
    Arrays.fill(std, 1);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Standardise("standardise", 0, 1, new float[inputs], std));
    steps.addAll(List.of(between));
    float[] scale = new float[steps.getLast().channels()];
    Arrays.fill(scale, 1);
    steps.add(new Step.Scale("newton", steps.size(), steps.size() + 1, scale));
    return Plan.of(inputs, steps);
  }

  private static Step.Conv conv(String name, int input, float weight, float bias, Activation a) {
    return new Step.Conv(
        name, input, input + 1, 1, 1, 1, 1, 0, 0, 1, new float[] {weight}, new float[] {bias}, a);
  }

  private static void assertRefused(String message, Plan plan, Calibration calibration) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> QuantizedPlan.of(plan, calibration))
            .getMessage());
  }

  @Property
  void theTraceIsWhatTheKernelAnswers(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 30) int length) {
    Plan plan = RandomPlans.of(random);
    float[] window = RandomPlans.window(random, plan, length);
    float[] out = new float[length * plan.outputs()];
    StudentKernel.of(plan, SensorLimits.at(100)).run(window, out);
    PlanTrace trace = PlanTrace.of(plan, window);
    for (int i = 0; i < out.length; i++) {
      assertEquals(out[i], trace.force(i), plan.toString());
    }
  }

  /**
   * One convolution in exact numbers: input -1 .. 127/128 in steps of 1/128, weight 1/2 by 127
   * steps of 1/254, bias 1/4. A sum is worth 1/128/254, and the bias 8128 of them.
   */
  @Test
  void aConvolutionHasTheScalesOfItsInputAndItsRows() {
    Plan plan = plan(1, conv("conv", 1, 0.5f, 0.25f, Activation.NONE));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-1, 127 / 128f)));
    assertEquals(new Quantization(1 / 128f, 0), quantized.quantization(1));
    QuantStep.Head head = assertInstanceOf(QuantStep.Head.class, quantized.steps().getLast());
    assertArrayEquals(new byte[] {127}, head.sums().weight());
    assertArrayEquals(new int[] {8128}, head.sums().bias());
    assertEquals(1 / 128f / 254, head.scale()[0], 1e-12f);
    float[] out = Int8KernelTest.run(quantized, new float[] {0.5f, -1, 3});
    assertArrayEquals(new float[] {0.5f, -0.25f, 0.25f + 127 / 256f}, out, 1e-6f);
  }

  @Test
  void theZeroPointOfTheInputIsInTheBias() {
    Plan plan = plan(1, conv("conv", 1, 1, 0, Activation.NONE));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(0, 255)));
    assertEquals(-128, quantized.quantization(1).zeroPoint());
    QuantStep.Head head = assertInstanceOf(QuantStep.Head.class, quantized.steps().getLast());
    assertArrayEquals(new int[] {128 * 127}, head.sums().bias());
    assertArrayEquals(
        new float[] {0, 7, 255}, Int8KernelTest.run(quantized, new float[] {-4, 7, 300}), 1e-4f);
  }

  @Test
  void aConvolutionThatIsTakenTwiceIsNoHead() {
    Plan plan =
        plan(
            1,
            conv("conv", 1, 1, 0, Activation.NONE),
            new Step.Add("add", 2, 2, 3, 1, Activation.NONE));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-4, 4)));
    assertInstanceOf(QuantStep.Conv.class, quantized.steps().get(1));
    assertInstanceOf(QuantStep.Dequantize.class, quantized.steps().getLast());
    // Two steps of 8/255, each half a step off at most, and the sum one.
    assertEquals(2, Int8KernelTest.run(quantized, new float[] {1})[0], 2.5 * 8 / 255);
  }

  /** A row of zeros has no scale of its own: its bias gets all the bits there are. */
  @Test
  void aBiasWithoutWeightsIsExact() {
    Plan plan = plan(1, conv("conv", 1, 0, 0.7f, Activation.NONE));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-1, 1)));
    assertEquals(0.7f, Int8KernelTest.run(quantized, new float[] {0.3f})[0], 1e-7f);
    Plan nothing = plan(1, conv("conv", 1, 0, 0, Activation.NONE));
    quantized = QuantizedPlan.of(nothing, calibration(nothing, new Range(-1, 1)));
    assertEquals(0, Int8KernelTest.run(quantized, new float[] {0.3f})[0]);
  }

  /** tanh and sigmoid are within half a unit of 8 bits, 1/128 and 1/256, and the table's error. */
  @Test
  void functionsHaveTheirOwnRange() {
    for (Activation a : new Activation[] {Activation.TANH, Activation.SIGMOID}) {
      Plan plan = plan(1, conv("conv", 1, 1, 0, a), conv("head", 2, 1, 0, Activation.NONE));
      QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-8, 8)));
      double unit = a == Activation.TANH ? 1.0 / 128 : 1.0 / 256;
      for (int i = -128; i < 128; i++) {
        float x = quantized.quantization(1).dequantize(i);
        double exact = a == Activation.TANH ? Math.tanh(x) : 1 / (1 + Math.exp(-x));
        double clamped = Math.min(exact, 1 - unit);
        float found = Int8KernelTest.run(quantized, new float[] {x})[0];
        assertEquals(clamped, found, 0.5 * unit + 4 * 0x1p-15 + 0x1p-13, a + " of " + x);
      }
      assertEquals(2 * GateTable.ENTRIES, quantized.tableBytes());
    }
  }

  /**
   * Without saturation each step of a linear plan is off by what came in, by half a scale, and by
   * what rounding the weights costs: 1/254 of the largest, for each product.
   */
  @Property
  void aResidualIsWithinTheBoundOfItsRoundings(
      @ForAll @IntRange(min = -100, max = 100) int first,
      @ForAll @IntRange(min = -100, max = 100) int second) {
    float w = first / 100f;
    Plan plan =
        plan(
            1,
            conv("a", 1, w, 0.1f, Activation.NONE),
            new Step.Add("add", 1, 2, 3, 1, Activation.NONE));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-3, 3)));
    float x = second / 100f;
    double scale = 6.0 / 255;
    double input = scale / 2;
    double conv = Math.abs(w) * input + scale / 2;
    double sum = input + conv + scale / 2;
    float found = Int8KernelTest.run(quantized, new float[] {x})[0];
    assertEquals(x + w * x + 0.1, found, sum * 1.01);
  }

  @Test
  void theLastBitsOfTheCellFollowFromItsRange() {
    for (float[] expected : new float[][] {{0, 15}, {0.9f, 15}, {1, 14}, {7.9f, 12}, {5e4f, 0}}) {
      Step.Lstm lstm = new Step.Lstm("lstm", 1, 2, 1, 1, new float[8], new float[4]);
      Plan plan = plan(1, lstm);
      Map<RangeMethod, Range> ranges = calibration(plan, new Range(-1, 1)).steps().get(0).ranges();
      Calibration calibration =
          new Calibration(
              1,
              RangeMethod.MIN_MAX,
              List.of(
                  new Calibration.StepRange("standardise", ranges, 0),
                  new Calibration.StepRange("lstm", ranges, expected[0])));
      QuantStep.Lstm step = (QuantStep.Lstm) QuantizedPlan.of(plan, calibration).steps().get(1);
      assertEquals(expected[1], step.cellBits(), "a cell up to " + expected[0]);
    }
  }

  @Test
  void whatCannotBeQuantisedIsNamed() {
    Plan plan = plan(1, conv("conv", 1, 1, 0, Activation.NONE));
    Calibration fitting = calibration(plan, new Range(-1, 1));
    assertRefused(
        "calibration: made for the steps [standardise] but the plan has [standardise, conv]",
        plan,
        new Calibration(1, RangeMethod.MIN_MAX, fitting.steps().subList(0, 1)));
    Plan inside =
        plan(
            1,
            new Step.Scale("twice", 1, 2, new float[] {2}),
            conv("conv", 2, 1, 0, Activation.NONE));
    assertRefused(
        "int8: step \"twice\": a scale is supported as the last step only",
        inside,
        calibration(inside, new Range(-1, 1)));
    Plan bare = Plan.of(1, List.of(conv("conv", 0, 1, 0, Activation.NONE)));
    assertRefused(
        "int8: a plan begins with standardise and ends with scale, not with \"conv\" and \"conv\"",
        bare,
        new Calibration(1, RangeMethod.MIN_MAX, List.of()));
    int wide = 1100;
    int taps = 64;
    float[] ones = new float[wide * taps];
    Arrays.fill(ones, 1);
    Plan deep =
        plan(
            wide,
            new Step.Conv(
                "conv",
                1,
                2,
                wide,
                1,
                taps,
                1,
                taps - 1,
                0,
                1,
                ones,
                new float[1],
                Activation.RELU));
    assertRefused(
        "int8: step \"conv\": the sum of output 0 can reach 2288844800 and overflow 32 bits; it"
            + " has 70400 products",
        deep,
        calibration(deep, new Range(0, 1)));
  }

  @Property
  void aCalibrationIsReadAsItWasWritten(@ForAll Random random) {
    Plan plan = RandomPlans.of(random);
    Calibration seen =
        new Calibrator(plan, List.of(RandomPlans.window(random, plan, 20))).calibrate();
    assertEquals(seen, Calibration.of(Json.parse("c", Json.write(seen.json()))));
  }

  @Test
  void aBrokenCalibrationIsRefusedWithItsPlace() {
    Plan plan = plan(1, conv("conv", 1, 1, 0, Activation.NONE));
    String text = Json.write(calibration(plan, new Range(-1, 1)).json());
    assertBroken(
        text,
        "\"min-max\":[-1.0,1.0]",
        "\"min-max\":[1.0,2.0]",
        "m: steps[0].min-max: expected the two ends of a range around 0 but found [1.0,2.0]");
    assertBroken(
        text,
        "\"method\":\"min-max\"",
        "\"method\":\"best\"",
        "m: method: method \"best\" is unknown; known: min-max, percentile, mean-squared-error");
    assertBroken(
        text,
        "\"name\":\"conv\"",
        "\"name\":\"conv\",\"cell\":-1",
        "m: steps[1].cell: expected 0 or more but found -1");
  }

  private static void assertBroken(String text, String old, String changed, String message) {
    assertTrue(text.contains(old), text);
    Json json = Json.parse("m", text.replaceFirst(Pattern.quote(old), changed));
    assertEquals(
        message, assertThrows(JsonException.class, () -> Calibration.of(json)).getMessage());
  }

  /** The default is the method of least error, so no other has less. */
  @Property
  void theDefaultIsTheMethodOfLeastError(@ForAll Random random) {
    Plan plan = RandomPlans.of(random);
    Calibrator calibrator =
        new Calibrator(
            plan,
            List.of(RandomPlans.window(random, plan, 30), RandomPlans.window(random, plan, 7)));
    Calibration seen = calibrator.calibrate();
    double least = error(calibrator, plan, seen, seen.method());
    for (RangeMethod method : RangeMethod.values()) {
      assertTrue(least <= error(calibrator, plan, seen, method), method.toString());
    }
  }

  private static double error(
      Calibrator calibrator, Plan plan, Calibration seen, RangeMethod method) {
    return calibrator.measure(QuantizedPlan.of(plan, seen, method)).getLast().meanSquaredError();
  }

  /** Input 1/4 and -1 in steps of 2/255: the error of each is known, and so is the ratio. */
  @Test
  void theErrorOfAStepIsMeasured() {
    Plan plan = plan(1, conv("head", 1, 1, 0, Activation.NONE));
    Calibrator calibrator = new Calibrator(plan, List.of(new float[] {0.25f, -1}));
    QuantizedPlan quantized = QuantizedPlan.of(plan, calibration(plan, new Range(-1, 1)));
    Quantization x = quantized.quantization(1);
    double first = x.dequantize(x.quantize(0.25)) - 0.25;
    double second = x.dequantize(x.quantize(-1)) + 1;
    List<Calibrator.StepError> errors = calibrator.measure(quantized);
    assertEquals(List.of("standardise", "head"), errors.stream().map(e -> e.step()).toList());
    double expected = (first * first + second * second) / 2;
    assertEquals(expected, errors.getFirst().meanSquaredError(), 1e-12);
    assertEquals(1.0625 / 2, errors.getFirst().meanSquare());
    assertEquals(10 * Math.log10(1.0625 / 2 / expected), errors.getFirst().ratioDb(), 1e-6);
    assertEquals(expected, errors.getLast().meanSquaredError(), 1e-8);
  }

  @Test
  void windowsThatAreNoneAreRefused() {
    Plan plan = plan(2, new Step.Activate("relu", 1, 2, 2, Activation.RELU));
    assertEquals(
        "calibration: no window",
        assertThrows(IllegalArgumentException.class, () -> new Calibrator(plan, List.of()))
            .getMessage());
    assertEquals(
        "calibration: a window of 3 numbers for 2 inputs",
        assertThrows(
                IllegalArgumentException.class, () -> new Calibrator(plan, List.of(new float[3])))
            .getMessage());
  }
}
