package dev.footfall.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that a person can check. */
class StudentKernelTest {
  private static final float NAN = Float.NaN;
  private static final float[] ONE = {1};

  /** Taps 100, 10 and 1 on the ramp 1, 2, 3, ...: every digit shows one tap. */
  @Test
  void tapsReachBackIntoZeros() {
    assertArrayEquals(
        new float[] {1, 12, 123, 234, 345}, onRamp(kernel(taps(1, 2, Activation.NONE)), 5));
  }

  @Test
  void dilationSpreadsTheTaps() {
    assertArrayEquals(
        new float[] {1, 2, 13, 24, 135, 246, 357}, onRamp(kernel(taps(2, 4, Activation.NONE)), 7));
  }

  @Test
  void biasIsAdded() {
    StudentKernel kernel = kernel(conv(1, 1, 1, 1, 0, floats(1), floats(0.5f), Activation.NONE));
    assertArrayEquals(new float[] {1.5f, 2.5f}, onRamp(kernel, 2));
  }

  @Test
  void reluCutsNegativeResults() {
    assertArrayEquals(
        new float[] {1, 0, -1, -2},
        onRamp(kernel(conv(1, 1, 2, 1, 1, floats(-2, 1), floats(0), Activation.NONE)), 4));
    assertArrayEquals(
        new float[] {1, 0, 0, 0},
        onRamp(kernel(conv(1, 1, 2, 1, 1, floats(-2, 1), floats(0), Activation.RELU)), 4));
  }

  /** (x - 1) / 2 of the ramp is 0, 0.5, 1, ...: the zeros before it are not raw zeros. */
  @Test
  void historyIsZeroInTheStandardisedSignal() {
    Plan plan =
        Plan.of(
            1,
            List.of(
                new Step.Standardise("standardise", 0, 1, floats(1), floats(2)),
                new Step.Conv(
                    "conv",
                    1,
                    2,
                    1,
                    1,
                    3,
                    1,
                    2,
                    0,
                    1,
                    floats(100, 10, 1),
                    floats(0),
                    Activation.NONE)));
    assertArrayEquals(new float[] {0, 0.5f, 6, 61.5f}, onRamp(kernel(plan), 4));
  }

  @Test
  void everyOutputHasItsScale() {
    Plan plan =
        Plan.of(
            1,
            List.of(
                conv(1, 2, 1, 1, 0, floats(1, 10), floats(0, 0), Activation.NONE),
                new Step.Scale("newton", 1, 2, floats(2, -3))));
    float[] out = new float[2];
    kernel(plan).step(ONE, out);
    assertArrayEquals(new float[] {2, -30}, out);
  }

  /** weight[o, c, k] = the digits o c k: row-major, oldest tap first. */
  @Test
  void channelsAndTapsAreInTheOrderOfTheTensor() {
    float[] weight = new float[2 * 3 * 2];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = 100 * (i / 6) + 10 * (i / 2 % 3) + i % 2;
    }
    StudentKernel kernel = kernel(conv(3, 2, 2, 1, 1, weight, floats(0, 0), Activation.NONE));
    float[] out = new float[2];
    kernel.step(new float[] {1, 0, 0}, out);
    assertArrayEquals(new float[] {1, 101}, out);
    kernel.step(new float[] {0, 0, 1}, out);
    assertArrayEquals(new float[] {0 + 21, 100 + 121}, out);
    kernel.step(new float[] {0, 0, 0}, out);
    assertArrayEquals(new float[] {20, 120}, out);
  }

  /** Inputs 1 and 2 go to output 1, inputs 3 and 4 to output 2. */
  @Test
  void groupsDoNotSeeEachOther() {
    Step conv =
        new Step.Conv(
            "conv",
            0,
            1,
            4,
            2,
            1,
            1,
            0,
            0,
            2,
            floats(1, 10, 100, 1000),
            floats(0, 0),
            Activation.NONE);
    float[] out = new float[2];
    kernel(Plan.of(4, List.of(conv))).step(floats(1, 2, 3, 4), out);
    assertArrayEquals(new float[] {21, 4300}, out);
  }

  /** y(t) = 100 x(t - 1) + 10 x(t) + x(t + 1): late by one sample, zeros behind the last. */
  @Test
  void lookAheadIsWaitedFor() {
    StudentKernel kernel = kernel(taps(1, 1, Activation.NONE));
    assertEquals(1, kernel.lookAhead());
    assertArrayEquals(new float[] {NAN, 12, 123, 234}, onRamp(kernel, 4));
    float[] out = new float[1];
    assertEquals(0, kernel.flush(out));
    assertEquals(340, out[0]);
    assertEquals(Status.NO_ESTIMATE, kernel.flush(out));
    assertTrue(Float.isNaN(out[0]));
    assertEquals(
        "student kernel: the recording was flushed; reset before the first sample of another",
        assertThrows(IllegalStateException.class, () -> kernel.step(ONE, out)).getMessage());
    assertArrayEquals(new float[] {NAN, 12, 123, 234}, onRamp(reset(kernel), 4));
  }

  /** The sum of an input and of one three samples later. */
  @Test
  void aConnectionWaitsForTheOther() {
    Plan plan =
        Plan.of(
            1,
            List.of(
                new Step.Conv(
                    "conv",
                    0,
                    1,
                    1,
                    1,
                    4,
                    1,
                    0,
                    3,
                    1,
                    floats(0, 0, 0, 1),
                    floats(0),
                    Activation.NONE),
                new Step.Add("add", 0, 1, 2, 1, Activation.NONE)));
    assertArrayEquals(new float[] {NAN, NAN, NAN, 1 + 4, 2 + 5}, onRamp(kernel(plan), 5));
    float[] out = new float[5];
    assertEquals(0, kernel(plan).run(floats(1, 2, 3, 4, 5), out));
    assertArrayEquals(new float[] {1 + 4, 2 + 5, 3, 4, 5}, out);
  }

  /** Shorter than the look-ahead: all estimates come from the flush. */
  @Test
  void aRecordingMayBeShort() {
    float[] out = new float[1];
    StudentKernel kernel = kernel(taps(1, 0, Activation.NONE));
    assertEquals(0, kernel.run(ONE, out));
    assertEquals(100, out[0]);
    assertEquals(0, kernel.run(new float[0], new float[0]));
  }

  /** Open gates count: c = 1, 2, 3, ... */
  @Test
  void anLstmWithOpenGatesCounts() {
    assertArrayEquals(
        new float[] {(float) Math.tanh(1), (float) Math.tanh(2), (float) Math.tanh(3)},
        onRamp(lstm(100, 100, 100, 100), 3),
        3 * Math.ulp(1f));
  }

  @ParameterizedTest
  @CsvSource({
    "-100, 100, 100, 100, 0, 0", // nothing enters
    "100, -100, 100, 100, 1, 1", // nothing is remembered
    "100, 100, -100, 100, -1, -2", // what enters is negative
    "100, 100, 100, -100, 0, 0", // nothing leaves
  })
  void gatesAreInTheOrderIfgo(
      float i, float f, float g, float o, double firstCell, double secondCell) {
    double seen = o > 0 ? 1 : 0;
    assertArrayEquals(
        new float[] {(float) (seen * Math.tanh(firstCell)), (float) (seen * Math.tanh(secondCell))},
        onRamp(lstm(i, f, g, o), 2),
        3 * Math.ulp(1f));
  }

  /** h(t) feeds back alone: with o and i open, f shut, c(t) = tanh(3 h(t - 1)). */
  @Test
  void anLstmSeesItsOwnOutput() {
    StudentKernel kernel =
        kernel(
            new Step.Lstm(
                "lstm", 0, 1, 1, 1, floats(0, 0, 0, 0, 1, 3, 0, 0), floats(100, -100, 0, 100)));
    float[] out = new float[1];
    kernel.step(ONE, out);
    double h1 = Math.tanh(Math.tanh(1));
    assertEquals(h1, out[0], 6 * Math.ulp(1f));
    kernel.step(new float[1], out);
    assertEquals(Math.tanh(Math.tanh(3 * h1)), out[0], 12 * Math.ulp(1f));
  }

  /** r shut, z half open: h = n / 2 + h / 2 with n = tanh(1), whatever h would add to n. */
  @Test
  void aGruMixesOldAndNew() {
    StudentKernel kernel =
        kernel(
            new Step.Gru(
                "gru",
                0,
                1,
                1,
                1,
                new float[3],
                floats(0, 0, 50),
                floats(-100, 0, 1),
                new float[3]));
    double n = Math.tanh(1);
    assertArrayEquals(
        new float[] {(float) (n / 2), (float) (n / 2 + n / 4)},
        onRamp(kernel, 2),
        3 * Math.ulp(1f));
  }

  /** r open, z shut: h = tanh(x + 3 h). */
  @Test
  void aGruSeesItsOwnOutputThroughTheResetGate() {
    StudentKernel kernel =
        kernel(
            new Step.Gru(
                "gru",
                0,
                1,
                1,
                1,
                floats(0, 0, 1),
                floats(0, 0, 3),
                floats(100, -100, 0),
                new float[3]));
    double h1 = Math.tanh(1);
    double h2 = Math.tanh(2 + 3 * h1);
    assertArrayEquals(new float[] {(float) h1, (float) h2}, onRamp(kernel, 2), 3 * Math.ulp(1f));
  }

  @Test
  void resetForgets() {
    StudentKernel conv = kernel(taps(2, 4, Activation.RELU));
    assertArrayEquals(onRamp(conv, 7), onRamp(reset(conv), 7));
    StudentKernel lstm = lstm(1, 1, 1, 1);
    assertArrayEquals(onRamp(lstm, 7), onRamp(reset(lstm), 7));
    assertTrue(onRamp(lstm, 1)[0] != onRamp(reset(lstm), 1)[0], "without reset it remembers");
  }

  @Test
  void kernelsOfOnePlanHaveTheirOwnHistory() {
    Plan plan = taps(1, 2, Activation.NONE);
    onRamp(kernel(plan), 3);
    assertArrayEquals(new float[] {1, 12}, onRamp(kernel(plan), 2));
  }

  @Test
  void inputAndOutputMayBeOneArray() {
    StudentKernel kernel = kernel(taps(1, 2, Activation.NONE));
    float[] sample = {1};
    kernel.step(sample, sample);
    sample[0] = 2;
    kernel.step(sample, sample);
    assertEquals(12, sample[0]);
  }

  @Test
  void aMissingValueIsHeldCountedAndFlagged() {
    StudentKernel kernel = kernel(taps(1, 2, Activation.NONE));
    float[] out = new float[1];
    assertEquals(0, kernel.step(floats(1), out));
    assertEquals(Status.HELD, kernel.step(floats(NAN), out));
    assertEquals(11, out[0]);
    assertEquals(Status.HELD, kernel.step(floats(Float.POSITIVE_INFINITY), out));
    assertEquals(111, out[0]);
    assertEquals(0, kernel.step(floats(2), out));
    assertEquals(112, out[0]);
    assertEquals(2, kernel.held(0));
    kernel.resetCounts();
    assertEquals(0, kernel.held(0));
  }

  /** The mean, hence 0 for the network. */
  @Test
  void beforeTheFirstValueTheMeanIsHeld() {
    Plan plan =
        Plan.of(1, List.of(new Step.Standardise("standardise", 0, 1, floats(5), floats(2))));
    float[] out = {1};
    assertEquals(Status.HELD, kernel(plan).step(floats(NAN), out));
    assertEquals(0, out[0]);
  }

  @Test
  void aSaturatedValueIsUsedCountedAndFlagged() {
    StudentKernel kernel =
        StudentKernel.of(taps(1, 2, Activation.NONE), new SensorLimits(-5, 9, 3));
    float[] out = new float[1];
    assertEquals(Status.SATURATED, kernel.step(floats(9), out));
    assertEquals(9, out[0]);
    assertEquals(0, kernel.step(floats(8.5f), out));
    assertEquals(Status.SATURATED, kernel.step(floats(-6), out));
    assertEquals(900 + 85 - 6, out[0]);
    assertEquals(2, kernel.saturated(0));
  }

  @Test
  void aLongGapEndsTheRecording() {
    StudentKernel kernel =
        StudentKernel.of(
            taps(1, 2, Activation.NONE),
            new SensorLimits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 2));
    float[] out = new float[1];
    kernel.step(floats(7), out);
    assertEquals(Status.HELD, kernel.step(floats(NAN), out));
    assertEquals(Status.HELD, kernel.step(floats(NAN), out));
    assertEquals(777, out[0]);
    for (int t = 0; t < 4; t++) {
      int status = kernel.step(floats(NAN), out);
      assertEquals("held, gap, no estimate", Status.text(status));
      assertTrue(Float.isNaN(out[0]));
    }
    assertArrayEquals(new float[] {1, 12, 123}, onRamp(kernel, 3));
    assertEquals("ok", Status.text(0));
  }

  /** A sensor that is dead is no gap as long as another one speaks. */
  @Test
  void aSampleThatIsThereInPartIsNoGap() {
    Step sum = conv(2, 1, 1, 1, 0, floats(10, 1), floats(0), Activation.NONE);
    StudentKernel kernel =
        StudentKernel.of(
            Plan.of(2, List.of(sum)),
            new SensorLimits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0));
    float[] out = new float[1];
    kernel.step(floats(3, 1), out);
    for (int t = 0; t < 5; t++) {
      assertEquals(Status.HELD, kernel.step(floats(NAN, t), out));
      assertEquals(30 + t, out[0]);
    }
    assertEquals(5, kernel.held(0));
    assertEquals(0, kernel.held(1));
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertEquals(
        "sensor limits: expected lowest < highest and a gap of 0 samples or more (lowest 1.0,"
            + " highest 1.0, longest gap 3)",
        assertThrows(IllegalArgumentException.class, () -> new SensorLimits(1, 1, 3)).getMessage());
    assertEquals(20, SensorLimits.at(200).longestGap());
  }

  @Test
  void aWrongLengthIsRefusedAndChangesNothing() {
    StudentKernel kernel = kernel(taps(1, 2, Activation.NONE));
    kernel.step(ONE, new float[1]);
    assertProblem(
        "student kernel: takes 1 values and gives 1 (in [2], out [1])",
        () -> kernel.step(new float[2], new float[1]));
    assertProblem(
        "student kernel: takes 1 values and gives 1 (in [1], out [0])",
        () -> kernel.step(ONE, new float[0]));
    assertProblem(
        "student kernel: takes 1 values a sample and gives 1 (samples [3], out [2])",
        () -> kernel.run(new float[3], new float[2]));
    float[] out = new float[1];
    kernel.step(new float[] {2}, out);
    assertEquals(12, out[0]);
    WindowKernel window = WindowKernel.of(taps(1, 2, Activation.NONE), 3, SensorLimits.at(100));
    assertProblem(
        "window kernel: takes [3, 1] values and gives [3, 1] (window [2], out [3])",
        () -> window.run(new float[2], new float[3]));
    assertProblem(
        "window kernel: a window of 0 samples",
        () -> WindowKernel.of(taps(1, 2, Activation.NONE), 0, SensorLimits.at(100)));
  }

  /** Counts that can be done by hand. */
  @Test
  void theStudentsHaveTheirCounts() {
    Plan cnn = Students.cnnS(8, 1);
    assertEquals(8, cnn.inputs());
    assertEquals(1, cnn.outputs());
    assertEquals(8 + 8 + 656 + 1296 + 1296 + 17 + 1, cnn.parameters());
    assertEquals(16 * 8 * 5 + 16 * 16 * 5 + 16 * 16 * 5 + 16, cnn.macsPerSample());
    assertEquals(1 + 4 * (1 + 2 + 4), cnn.receptiveField());
    assertEquals(0, cnn.lookAhead());
    MemoryPlan memory = MemoryPlan.streaming(cnn);
    assertEquals(8 * 5 + 16 * 9 + 16 * 17, memory.stateElements());
    // The largest live set: two rows of 16 and a column of 80.
    assertEquals(memory.stateElements() + 16 + 80 + 16, memory.elements());

    Plan lstm = Students.lstmS(8, 2);
    assertEquals(8 + 8 + 656 + (4 * 24 * 40 + 96) + 50 + 2, lstm.parameters());
    assertEquals(16 * 8 * 5 + 4 * 24 * 40 + 2 * 24, lstm.macsPerSample());
    assertEquals(Integer.MAX_VALUE, lstm.receptiveField());
    MemoryPlan recurrent = MemoryPlan.streaming(lstm);
    assertEquals(8 * 5 + 24 + 24, recurrent.stateElements());
    assertEquals(recurrent.stateElements() + 16 + 40 + 96, recurrent.elements());
  }

  private static StudentKernel kernel(Plan plan) {
    return StudentKernel.of(plan, SensorLimits.at(100));
  }

  /** A kernel of one step. */
  private static StudentKernel kernel(Step step) {
    int inputs =
        switch (step) {
          case Step.Conv s -> s.inChannels();
          case Step.Lstm s -> s.inChannels();
          case Step.Gru s -> s.inChannels();
          default -> throw new AssertionError(step);
        };
    return kernel(Plan.of(inputs, List.of(step)));
  }

  private static Step conv(
      int in,
      int out,
      int kernelSize,
      int dilation,
      int padLeft,
      float[] weight,
      float[] bias,
      Activation activation) {
    return new Step.Conv(
        "conv",
        0,
        1,
        in,
        out,
        kernelSize,
        dilation,
        padLeft,
        (kernelSize - 1) * dilation - padLeft,
        1,
        weight,
        bias,
        activation);
  }

  /** One channel, taps 100, 10, 1. */
  private static Plan taps(int dilation, int padLeft, Activation activation) {
    return Plan.of(
        1, List.of(conv(1, 1, 3, dilation, padLeft, floats(100, 10, 1), floats(0), activation)));
  }

  /** One cell whose gates are what their biases say, whatever the input. */
  private static StudentKernel lstm(float i, float f, float g, float o) {
    return kernel(new Step.Lstm("lstm", 0, 1, 1, 1, new float[8], floats(i, f, g, o)));
  }

  /** The answers to 1, 2, 3, ... */
  private static float[] onRamp(StudentKernel kernel, int samples) {
    float[] values = new float[samples];
    float[] out = new float[1];
    for (int t = 0; t < samples; t++) {
      kernel.step(new float[] {t + 1}, out);
      values[t] = out[0];
    }
    return values;
  }

  private static StudentKernel reset(StudentKernel kernel) {
    kernel.reset();
    return kernel;
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static void assertProblem(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
