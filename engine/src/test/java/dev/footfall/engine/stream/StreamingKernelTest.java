package dev.footfall.engine.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that a person can check. */
class StreamingKernelTest {
  private static final float[] ZERO = {0};
  private static final float[] ONE = {1};

  /** Taps 100, 10 and 1 on the ramp 1, 2, 3, ...: every digit shows one tap. */
  @Test
  void tapsReachBackIntoZeros() {
    assertArrayEquals(new float[] {1, 12, 123, 234, 345}, onRamp(taps(1, false).build(ONE), 5));
  }

  @Test
  void dilationSpreadsTheTaps() {
    assertArrayEquals(
        new float[] {1, 2, 13, 24, 135, 246, 357}, onRamp(taps(2, false).build(ONE), 7));
  }

  @Test
  void biasIsAdded() {
    StreamingKernel kernel =
        StreamingKernel.builder(ZERO, ONE)
            .causalConv1d(floats(Shape.of(1, 1, 1), 1), floats(Shape.of(1), 0.5f), 1, false)
            .build(ONE);
    assertArrayEquals(new float[] {1.5f, 2.5f}, onRamp(kernel, 2));
  }

  @Test
  void reluCutsNegativeResults() {
    Tensor difference = floats(Shape.of(1, 1, 2), -2, 1);
    Tensor bias = floats(Shape.of(1), 0);
    assertArrayEquals(
        new float[] {1, 0, -1, -2},
        onRamp(
            StreamingKernel.builder(ZERO, ONE).causalConv1d(difference, bias, 1, false).build(ONE),
            4));
    assertArrayEquals(
        new float[] {1, 0, 0, 0},
        onRamp(
            StreamingKernel.builder(ZERO, ONE).causalConv1d(difference, bias, 1, true).build(ONE),
            4));
  }

  /** (x - 1) / 2 of the ramp is 0, 0.5, 1, ...: the zeros before it are not raw zeros. */
  @Test
  void historyIsZeroInTheStandardisedSignal() {
    StreamingKernel kernel =
        StreamingKernel.builder(new float[] {1}, new float[] {2})
            .causalConv1d(floats(Shape.of(1, 1, 3), 100, 10, 1), floats(Shape.of(1), 0), 1, false)
            .build(ONE);
    assertArrayEquals(new float[] {0, 0.5f, 6, 61.5f}, onRamp(kernel, 4));
  }

  @Test
  void everyOutputHasItsScale() {
    StreamingKernel kernel =
        StreamingKernel.builder(ZERO, ONE)
            .causalConv1d(floats(Shape.of(2, 1, 1), 1, 10), floats(Shape.of(2), 0, 0), 1, false)
            .build(new float[] {2, -3});
    float[] out = new float[2];
    kernel.step(ONE, out);
    assertArrayEquals(new float[] {2, -30}, out);
  }

  /** weight[o, c, k] = the digits o c k: row-major, oldest tap first. */
  @Test
  void channelsAndTapsAreInTheOrderOfTheTensor() {
    Tensor weight = Tensor.zeros(DType.FLOAT32, 2, 3, 2);
    for (int i = 0; i < weight.elements(); i++) {
      weight.set(i, 100 * (i / 6) + 10 * (i / 2 % 3) + i % 2);
    }
    StreamingKernel kernel =
        StreamingKernel.builder(new float[3], new float[] {1, 1, 1})
            .causalConv1d(weight, floats(Shape.of(2), 0, 0), 1, false)
            .build(new float[] {1, 1});
    float[] out = new float[2];
    kernel.step(new float[] {1, 0, 0}, out);
    assertArrayEquals(new float[] {1, 101}, out);
    kernel.step(new float[] {0, 0, 1}, out);
    assertArrayEquals(new float[] {0 + 21, 100 + 121}, out);
    kernel.step(new float[] {0, 0, 0}, out);
    assertArrayEquals(new float[] {20, 120}, out);
  }

  @Test
  void layersFollowEachOther() {
    StreamingKernel kernel =
        taps(1, false).causalConv1d(sum(), floats(Shape.of(1), 7), 2, false).build(ONE);
    // 1, 12, 123, 234 through y(t - 2) + y(t) + 7.
    assertArrayEquals(new float[] {8, 19, 131, 253}, onRamp(kernel, 4));
  }

  /** Open gates count: c = 1, 2, 3, ... */
  @Test
  void anLstmWithOpenGatesCounts() {
    float open = 100;
    StreamingKernel kernel = lstm(open, open, open, open);
    assertArrayEquals(
        new float[] {(float) Math.tanh(1), (float) Math.tanh(2), (float) Math.tanh(3)},
        onRamp(kernel, 3),
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

  /** h(t) feeds back through weightH alone: with o and i open, f shut, c(t) = tanh(3 h(t - 1)). */
  @Test
  void anLstmSeesItsOwnOutput() {
    Tensor fromInput = floats(Shape.of(4, 1), 0, 0, 1, 0);
    Tensor fromItself = floats(Shape.of(4, 1), 0, 0, 3, 0);
    StreamingKernel kernel =
        StreamingKernel.builder(ZERO, ONE)
            .lstm(fromInput, fromItself, floats(Shape.of(4), 100, -100, 0, 100))
            .build(ONE);
    float[] out = new float[1];
    kernel.step(ONE, out);
    double h1 = Math.tanh(Math.tanh(1));
    assertEquals(h1, out[0], 6 * Math.ulp(1f));
    kernel.step(ZERO, out);
    assertEquals(Math.tanh(Math.tanh(3 * h1)), out[0], 12 * Math.ulp(1f));
  }

  @Test
  void resetForgets() {
    StreamingKernel conv = taps(2, true).build(ONE);
    assertArrayEquals(onRamp(conv, 7), onRamp(reset(conv), 7));
    StreamingKernel lstm = lstm(1, 1, 1, 1);
    assertArrayEquals(onRamp(lstm, 7), onRamp(reset(lstm), 7));
    assertTrue(onRamp(lstm, 1)[0] != onRamp(reset(lstm), 1)[0], "without reset it remembers");
  }

  @Test
  void laterTrainingDoesNotChangeAKernel() {
    Tensor weight = floats(Shape.of(1, 1, 1), 1);
    Tensor bias = floats(Shape.of(1), 0);
    Tensor zeros = floats(Shape.of(4, 1), 0, 0, 0, 0);
    Tensor open = floats(Shape.of(4), 100, 100, 100, 100);
    float[] mean = {0};
    float[] std = {1};
    float[] scale = {1};
    StreamingKernel kernel =
        StreamingKernel.builder(mean, std)
            .causalConv1d(weight, bias, 1, false)
            .lstm(zeros, zeros, open)
            .build(scale);
    float[] before = onRamp(kernel, 3);
    for (Tensor tensor : new Tensor[] {weight, bias, zeros, open}) {
      tensor.fill(5);
    }
    mean[0] = 5;
    std[0] = 5;
    scale[0] = 5;
    assertArrayEquals(before, onRamp(reset(kernel), 3));
  }

  @Test
  void kernelsOfOneBuilderHaveTheirOwnHistory() {
    StreamingKernel.Builder builder = taps(1, false);
    StreamingKernel one = builder.build(ONE);
    StreamingKernel other = builder.build(ONE);
    onRamp(one, 3);
    assertArrayEquals(new float[] {1, 12}, onRamp(other, 2));
  }

  @Test
  void inputAndOutputMayBeOneArray() {
    StreamingKernel kernel = taps(1, false).build(ONE);
    float[] sample = {1};
    kernel.step(sample, sample);
    sample[0] = 2;
    kernel.step(sample, sample);
    assertEquals(12, sample[0]);
  }

  @Test
  void notANumberStaysForTheReceptiveField() {
    StreamingKernel kernel = taps(2, true).build(ONE);
    float[] out = new float[1];
    kernel.step(new float[] {Float.NaN}, out);
    for (int t = 0; t < kernel.receptiveField(); t++) {
      assertEquals(t % 2 == 0, Float.isNaN(out[0]), "sample " + t);
      kernel.step(ONE, out);
    }
    assertEquals(11 + 100, out[0]);

    StreamingKernel lstm = lstm(1, 1, 1, 1);
    Tensor one = floats(Shape.of(4, 1), 1, 1, 1, 1);
    lstm =
        StreamingKernel.builder(ZERO, ONE)
            .lstm(one, one, floats(Shape.of(4), 0, 0, 0, 0))
            .build(ONE);
    lstm.step(new float[] {Float.NaN}, out);
    lstm.step(ONE, out);
    assertTrue(Float.isNaN(out[0]));
    reset(lstm).step(ONE, out);
    assertTrue(Float.isFinite(out[0]));
  }

  @Test
  void aWrongLengthIsRefusedAndChangesNothing() {
    StreamingKernel kernel = taps(1, false).build(ONE);
    kernel.step(ONE, new float[1]);
    String message = "streaming kernel: takes 1 values and gives 1 (in [2], out [1])";
    assertProblem(message, () -> kernel.step(new float[2], new float[1]));
    assertProblem(
        "streaming kernel: takes 1 values and gives 1 (in [1], out [0])",
        () -> kernel.step(ONE, new float[0]));
    float[] out = new float[1];
    kernel.step(new float[] {2}, out);
    assertEquals(12, out[0]);
  }

  /** The students of the first release: counts that can be done by hand. */
  @Test
  void theStudentsHaveTheirCounts() {
    StreamingKernel cnn = Students.cnnS(8, 1);
    assertEquals(8, cnn.inputs());
    assertEquals(1, cnn.outputs());
    assertEquals(656 + 1296 + 1296 + 17, cnn.parameters());
    assertEquals(16 * 8 * 5 + 16 * 16 * 5 + 16 * 16 * 5 + 16, cnn.macsPerSample());
    assertEquals(1 + 4 * (1 + 2 + 4), cnn.receptiveField());
    assertEquals(4 * (cnn.parameters() + 8 + 8 + 1), cnn.weightBytes());
    int rings = 8 * 5 + 16 * 9 + 16 * 17 + 16;
    int columns = 8 * 5 + 16 * 5 + 16 * 5 + 16;
    int rows = 8 + 16 + 16 + 16 + 1;
    assertEquals(4 * (rings + columns + rows), cnn.stateBytes());
    assertEquals(3282, Students.cnnS(8, 2).parameters());

    StreamingKernel lstm = Students.lstmS(8, 2);
    assertEquals(656 + (4 * 20 * 36 + 80) + 42, lstm.parameters());
    assertEquals(16 * 8 * 5 + 4 * 20 * 36 + 2 * 20, lstm.macsPerSample());
    assertEquals(Integer.MAX_VALUE, lstm.receptiveField());
    int conv = 8 * 5 + 8 * 5 + 16;
    int recurrent = 36 + 80 + 20 + 20;
    int head = 20 + 20 + 2;
    assertEquals(4 * (8 + conv + recurrent + head), lstm.stateBytes());
  }

  @Test
  void statisticsThatAreNotThereAreRefused() {
    assertProblem(
        "streaming kernel: expected a mean and a deviation for each input (inputMean [2], inputStd"
            + " [1])",
        () -> StreamingKernel.builder(new float[2], ONE));
    assertProblem(
        "streaming kernel: expected a mean and a deviation for each input (inputMean [0], inputStd"
            + " [0])",
        () -> StreamingKernel.builder(new float[0], new float[0]));
    assertProblem(
        "streaming kernel: inputMean is NaN at flat index 0",
        () -> StreamingKernel.builder(new float[] {Float.NaN}, ONE));
    assertProblem(
        "streaming kernel: inputStd is 0.0 at flat index 1; expected a positive number",
        () -> StreamingKernel.builder(new float[2], new float[] {1, 0}));
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    StreamingKernel.Builder builder = StreamingKernel.builder(new float[2], new float[] {1, 1});
    Tensor bias = floats(Shape.of(1), 0);
    assertProblem(
        "streaming kernel: causal conv1d: expected weight [O, 2, K], bias [O] and dilation 1 or"
            + " more (weight [1, 1, 2], bias [1], dilation 1)",
        () -> builder.causalConv1d(sum(), bias, 1, true));
    Tensor fitting = floats(Shape.of(1, 2, 1), 1, 1);
    assertProblem(
        "streaming kernel: causal conv1d: expected weight [O, 2, K], bias [O] and dilation 1 or"
            + " more (weight [1, 2, 1], bias [1], dilation 0)",
        () -> builder.causalConv1d(fitting, bias, 0, true));
    assertProblem(
        "streaming kernel: causal conv1d: expected weight [O, 2, K], bias [O] and dilation 1 or"
            + " more (weight [1, 2, 1], bias [1, 1], dilation 1)",
        () -> builder.causalConv1d(fitting, floats(Shape.of(1, 1), 0), 1, true));
    assertProblem(
        "streaming kernel: causal conv1d: weight is Infinity at flat index 1",
        () ->
            builder.causalConv1d(
                Tensor.of(Shape.of(1, 2, 1), new double[] {0, 1e39}), bias, 1, true));
    Tensor twoTaps = Tensor.zeros(DType.FLOAT32, 1, 2, 2);
    assertProblem(
        "streaming kernel: causal conv1d: a history of 4294967296 values, more than 16777216"
            + " (weight [1, 2, 2], dilation 2147483647)",
        () -> builder.causalConv1d(twoTaps, bias, Integer.MAX_VALUE, true));
    assertProblem(
        "streaming kernel: lstm: expected weightX [4H, 2], weightH [4H, H] and bias [4H] (weightX"
            + " [4, 1], weightH [4, 1], bias [4])",
        () ->
            builder.lstm(
                Tensor.zeros(DType.FLOAT32, 4, 1),
                Tensor.zeros(DType.FLOAT32, 4, 1),
                Tensor.zeros(DType.FLOAT32, 4)));
    assertProblem(
        "streaming kernel: expected a layer or more, and a scale for each output of the last"
            + " (layers 0, outputs 2, outputScale [2])",
        () -> builder.build(new float[2]));
    assertProblem(
        "streaming kernel: expected a layer or more, and a scale for each output of the last"
            + " (layers 1, outputs 1, outputScale [2])",
        () -> builder.causalConv1d(fitting, bias, 1, true).build(new float[2]));
    assertProblem(
        "streaming kernel: outputScale is NaN at flat index 0",
        () -> builder.build(new float[] {Float.NaN}));
  }

  /** One channel, taps 100, 10, 1. */
  private static StreamingKernel.Builder taps(int dilation, boolean relu) {
    return StreamingKernel.builder(ZERO, ONE)
        .causalConv1d(
            floats(Shape.of(1, 1, 3), 100, 10, 1), floats(Shape.of(1), 0), dilation, relu);
  }

  private static Tensor sum() {
    return floats(Shape.of(1, 1, 2), 1, 1);
  }

  /** One cell whose gates are what their biases say, whatever the input. */
  private static StreamingKernel lstm(float i, float f, float g, float o) {
    Tensor zeros = floats(Shape.of(4, 1), 0, 0, 0, 0);
    return StreamingKernel.builder(ZERO, ONE)
        .lstm(zeros, zeros, floats(Shape.of(4), i, f, g, o))
        .build(ONE);
  }

  /** The answers to 1, 2, 3, ... */
  private static float[] onRamp(StreamingKernel kernel, int samples) {
    float[] answers = new float[samples];
    float[] out = new float[1];
    for (int t = 0; t < samples; t++) {
      kernel.step(new float[] {t + 1}, out);
      answers[t] = out[0];
    }
    return answers;
  }

  private static StreamingKernel reset(StreamingKernel kernel) {
    kernel.reset();
    return kernel;
  }

  private static Tensor floats(Shape shape, float... values) {
    return Tensor.of(shape, values);
  }

  private static void assertProblem(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
