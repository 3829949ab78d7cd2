package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.TestTensors.assertValues;
import static dev.footfall.engine.kernel.TestTensors.poisonScratch;
import static dev.footfall.engine.kernel.TestTensors.ramp;
import static dev.footfall.engine.kernel.TestTensors.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every convolution does, on numbers that a person can check: x, weight and dy are the ramps
 * 1, 2, 3, ... With one input channel, one output channel and three taps,
 *
 * <pre>
 * y[t] = 1 x[first source] + 2 x[second source] + 3 x[third source]
 * </pre>
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.footfall.engine.kernel.BackEnds#all")
class Conv1dContractTest {
  @Parameter Kernels kernels;

  @Test
  void forwardOfThreeTaps() {
    assertForward(oneChannel(5, 1, 0, 0, 1), 14, 20, 26);
  }

  @Test
  void forwardWithStride() {
    assertForward(oneChannel(7, 2, 0, 0, 1), 14, 26, 38);
  }

  @Test
  void forwardWithAStrideThatLeavesASampleOver() {
    assertForward(oneChannel(6, 2, 0, 0, 1), 14, 26);
  }

  @Test
  void forwardWithPadLeft() {
    assertForward(oneChannel(5, 1, 2, 0, 1), 3, 8, 14, 20, 26);
  }

  @Test
  void forwardWithPadRight() {
    assertForward(oneChannel(5, 1, 0, 2, 1), 14, 20, 26, 14, 5);
  }

  @Test
  void forwardWithDilation() {
    assertForward(oneChannel(6, 1, 0, 0, 2), 22, 28);
  }

  @Test
  void forwardOfACausalFilterKeepsTheLengthAndSeesNoLaterSample() {
    Conv1dGeometry g = oneChannel(6, 1, 4, 0, 2);
    assertForward(g, 3, 6, 11, 16, 22, 28);
    Tensor x = ramp(kernels.dtype(), g.inShape());
    x.set(4, 1000);
    Tensor y = Tensor.zeros(kernels.dtype(), g.outShape());
    kernels.conv1d().forward(g, x, ramp(kernels.dtype(), g.weightShape()), null, y);
    assertValues(y, 3, 6, 11, 16, 1 * 1 + 2 * 3 + 3 * 1000, 28);
  }

  @Test
  void forwardWithBias() {
    assertForward(oneChannel(5, 1, 0, 0, 1), new double[] {100}, 114, 120, 126);
  }

  @Test
  void forwardOfSeveralWindowsAndChannels() {
    // One row for each window and output channel.
    assertForward(
        severalChannels(),
        new double[] {100, 200, 300},
        new double[] {
          137, 147,
          285, 311,
          433, 475,
          197, 207,
          441, 467,
          685, 727,
        });
  }

  @Test
  void forwardWithEverythingAtOnce() {
    assertForward(
        everything(),
        new double[] {100, 200, 300},
        new double[] {
          220, 252, 208,
          464, 544, 476,
          708, 836, 744,
          444, 476, 376,
          1024, 1104, 980,
          1604, 1732, 1584,
        });
  }

  @Test
  void forwardOfGroupsSeesItsOwnChannelsAlone() {
    // x is (1 2), (3 4), (5 6), (7 8): the first output sees the first two rows, 1 and 2 times.
    assertForward(twoGroups(), 7, 10, 43, 50);
  }

  @Test
  void forwardOfADepthwiseConvolution() {
    // Two filters for each of two channels: (1 2), (3 4) on 1 2 3, then (5 6), (7 8) on 4 5 6.
    assertForward(depthwise(), 5, 8, 11, 18, 50, 61, 68, 83);
  }

  @Test
  void forwardOfGroupsWithEverythingAtOnce() {
    assertForward(
        everythingGrouped(4, 6),
        new double[] {100, 200, 300, 400, 500, 600},
        new double[] {
          220, 252, 208,
          464, 544, 476,
          708, 836, 744,
          2184, 2360, 2188,
          2764, 2988, 2792,
          3344, 3616, 3396,
          668, 700, 544,
          1584, 1664, 1484,
          2500, 2628, 2424,
          4648, 4824, 4540,
          5900, 6124, 5816,
          7152, 7424, 7092,
        });
    assertForward(
        everythingGrouped(2, 4),
        new double[] {100, 200, 300, 400},
        new double[] {
          114, 124, 112,
          229, 251, 233,
          463, 497, 459,
          620, 666, 622,
          184, 194, 154,
          383, 405, 359,
          701, 735, 669,
          942, 988, 916,
        });
  }

  @Test
  void forwardOfNothingButPaddingIsTheBias() {
    assertForward(oneChannel(0, 1, 2, 1, 1), new double[] {7}, 7);
    assertForward(oneChannel(1, 1, 3, 3, 1), new double[] {0}, 0, 3, 2, 1, 0);
  }

  @Test
  void forwardOfNoWindowsIsEmpty() {
    assertForward(new Conv1dGeometry(0, 1, 1, 5, 3, 1, 0, 0, 1));
  }

  @Test
  void backwardInputOfThreeTaps() {
    // dx[u] = 1 dy[u] + 2 dy[u - 1] + 3 dy[u - 2]
    assertBackwardInput(oneChannel(5, 1, 0, 0, 1), 1, 4, 10, 12, 9);
  }

  @Test
  void backwardInputWithStride() {
    assertBackwardInput(oneChannel(7, 2, 0, 0, 1), 1, 2, 5, 4, 9, 6, 9);
  }

  @Test
  void backwardInputOfAStrideThatLeavesASampleOver() {
    assertBackwardInput(oneChannel(6, 2, 0, 0, 1), 1, 2, 5, 4, 6, 0);
  }

  @Test
  void backwardInputWithPadLeft() {
    assertBackwardInput(oneChannel(5, 1, 2, 0, 1), 10, 16, 22, 22, 15);
  }

  @Test
  void backwardInputWithPadRight() {
    assertBackwardInput(oneChannel(5, 1, 0, 2, 1), 1, 4, 10, 16, 22);
  }

  @Test
  void backwardInputWithDilation() {
    assertBackwardInput(oneChannel(6, 1, 0, 0, 2), 1, 2, 2, 4, 3, 6);
  }

  @Test
  void backwardInputOfACausalFilter() {
    assertBackwardInput(oneChannel(6, 1, 4, 0, 2), 14, 20, 19, 24, 15, 18);
  }

  @Test
  void backwardInputOfSeveralWindowsAndChannels() {
    // One row for each window and input channel.
    assertBackwardInput(
        severalChannels(),
        new double[] {
          61, 146, 88,
          79, 188, 112,
          151, 344, 196,
          205, 458, 256,
        });
  }

  @Test
  void backwardInputWithEverythingAtOnce() {
    assertBackwardInput(
        everything(),
        new double[] {
          132, 162, 156, 144, 180, 171, 0,
          168, 216, 201, 180, 234, 216, 0,
          348, 351, 372, 387, 396, 414, 0,
          465, 486, 498, 504, 531, 540, 0,
        });
  }

  @Test
  void backwardInputOfGroups() {
    assertBackwardInput(twoGroups(), 1, 2, 2, 4, 9, 12, 12, 16);
  }

  @Test
  void backwardInputOfADepthwiseConvolution() {
    assertBackwardInput(depthwise(), 1 + 9, 2 + 2 + 12 + 12, 4 + 16, 74, 172, 100);
  }

  @Test
  void backwardInputOfGroupsWithEverythingAtOnce() {
    assertBackwardInput(
        everythingGrouped(4, 6),
        new double[] {
          132, 162, 156, 144, 180, 171, 0,
          168, 216, 201, 180, 234, 216, 0,
          1050, 1161, 1128, 1089, 1206, 1170, 0,
          1167, 1296, 1254, 1206, 1341, 1296, 0,
          564, 540, 588, 630, 612, 657, 0,
          762, 756, 795, 828, 828, 864, 0,
          2454, 2511, 2532, 2547, 2610, 2628, 0,
          2733, 2808, 2820, 2826, 2907, 2916, 0,
        });
    assertBackwardInput(
        everythingGrouped(2, 4),
        new double[] {
          22, 27, 29, 27, 36, 36, 0,
          166, 183, 185, 183, 204, 204, 0,
          106, 87, 113, 135, 120, 144, 0,
          394, 387, 413, 435, 432, 456, 0,
        });
  }

  @Test
  void backwardInputOfNothingButPadding() {
    assertBackwardInput(oneChannel(0, 1, 2, 1, 1));
    assertBackwardInput(oneChannel(1, 1, 3, 3, 1), 16);
  }

  @Test
  void backwardWeightOfThreeTaps() {
    // dWeight[k] = 1 x[k] + 2 x[k + 1] + 3 x[k + 2]
    assertBackwardWeight(oneChannel(5, 1, 0, 0, 1), 14, 20, 26);
  }

  @Test
  void backwardWeightWithStride() {
    assertBackwardWeight(oneChannel(7, 2, 0, 0, 1), 22, 28, 34);
  }

  @Test
  void backwardWeightOfAStrideThatLeavesASampleOver() {
    assertBackwardWeight(oneChannel(6, 2, 0, 0, 1), 7, 10, 13);
  }

  @Test
  void backwardWeightWithPadLeft() {
    assertBackwardWeight(oneChannel(5, 1, 2, 0, 1), 26, 40, 55);
  }

  @Test
  void backwardWeightWithPadRight() {
    assertBackwardWeight(oneChannel(5, 1, 0, 2, 1), 55, 40, 26);
  }

  @Test
  void backwardWeightWithDilation() {
    assertBackwardWeight(oneChannel(6, 1, 0, 0, 2), 5, 11, 17);
  }

  @Test
  void backwardWeightOfACausalFilter() {
    assertBackwardWeight(oneChannel(6, 1, 4, 0, 2), 17, 50, 91);
  }

  @Test
  void backwardWeightOfSeveralWindowsAndChannels() {
    // One row for each output and input channel.
    assertBackwardWeight(
        severalChannels(),
        new double[] {
          118, 136,
          172, 190,
          154, 180,
          232, 258,
          190, 224,
          292, 326,
        });
  }

  @Test
  void backwardWeightWithEverythingAtOnce() {
    assertBackwardWeight(
        everything(),
        new double[] {
          198, 587, 416,
          303, 860, 584,
          252, 767, 560,
          399, 1166, 812,
          306, 947, 704,
          495, 1472, 1040,
        });
  }

  @Test
  void backwardWeightOfGroups() {
    assertBackwardWeight(twoGroups(), 5, 11, 39, 53);
  }

  @Test
  void backwardWeightOfADepthwiseConvolution() {
    assertBackwardWeight(depthwise(), 5, 8, 11, 18, 50, 61, 68, 83);
  }

  @Test
  void backwardWeightOfGroupsWithEverythingAtOnce() {
    assertBackwardWeight(
        everythingGrouped(4, 6),
        new double[] {
          636, 1886, 1304,
          804, 2348, 1598,
          732, 2192, 1532,
          942, 2780, 1910,
          828, 2498, 1760,
          1080, 3212, 2222,
          1512, 4484, 3080,
          1806, 5324, 3626,
          1692, 5042, 3476,
          2028, 6008, 4106,
          1872, 5600, 3872,
          2250, 6692, 4586,
        });
    assertBackwardWeight(
        everythingGrouped(2, 4),
        new double[] {
          246, 740, 530,
          300, 920, 674,
          564, 1688, 1196,
          660, 1994, 1424,
        });
  }

  @Test
  void backwardWeightOfNothingButPadding() {
    assertBackwardWeight(oneChannel(0, 1, 2, 1, 1), 0, 0, 0);
    assertBackwardWeight(oneChannel(1, 1, 3, 3, 1), 4, 3, 2);
  }

  @Test
  void backwardWeightOfNoWindowsIsZero() {
    assertBackwardWeight(new Conv1dGeometry(0, 1, 1, 5, 3, 1, 0, 0, 1), 0, 0, 0);
  }

  /** One window, one channel in and out, three taps. */
  private static Conv1dGeometry oneChannel(
      int length, int stride, int padLeft, int padRight, int dilation) {
    return new Conv1dGeometry(1, 1, 1, length, 3, stride, padLeft, padRight, dilation);
  }

  /** Two windows, 2 channels to 3, length 3, two taps. */
  private static Conv1dGeometry severalChannels() {
    return new Conv1dGeometry(2, 2, 3, 3, 2, 1, 0, 0, 1);
  }

  /** Two windows, 2 channels to 3, length 7, three taps; stride 2, padding 3 and 1, dilation 3. */
  private static Conv1dGeometry everything() {
    return new Conv1dGeometry(2, 2, 3, 7, 3, 2, 3, 1, 3);
  }

  /** One window, 4 channels to 2 in two groups, length 2, one tap. */
  private static Conv1dGeometry twoGroups() {
    return new Conv1dGeometry(1, 4, 2, 2, 1, 1, 0, 0, 1, 2);
  }

  /** One window, 2 channels to 4, each with two filters of two taps, length 3. */
  private static Conv1dGeometry depthwise() {
    return new Conv1dGeometry(1, 2, 4, 3, 2, 1, 0, 0, 1, 2);
  }

  /** As {@link #everything}, in two groups. */
  private static Conv1dGeometry everythingGrouped(int inChannels, int outChannels) {
    return new Conv1dGeometry(2, inChannels, outChannels, 7, 3, 2, 3, 1, 3, 2);
  }

  private void assertForward(Conv1dGeometry g, double... expected) {
    assertForward(g, null, expected);
  }

  private void assertForward(Conv1dGeometry g, double[] bias, double... expected) {
    Tensor x = ramp(kernels.dtype(), g.inShape());
    Tensor weight = ramp(kernels.dtype(), g.weightShape());
    Tensor y = Tensor.zeros(kernels.dtype(), g.outShape());
    y.fill(Double.NaN);
    poisonScratch();
    Tensor offsets = bias == null ? null : values(kernels.dtype(), bias);
    kernels.conv1d().forward(g, x, weight, offsets, y);
    assertValues(y, expected);
    assertRamps(x, weight);
    if (bias != null) {
      assertValues(offsets, bias);
    }
  }

  private void assertBackwardInput(Conv1dGeometry g, double... expected) {
    Tensor weight = ramp(kernels.dtype(), g.weightShape());
    Tensor dy = ramp(kernels.dtype(), g.outShape());
    Tensor dx = Tensor.zeros(kernels.dtype(), g.inShape());
    dx.fill(10_000);
    poisonScratch();
    kernels.conv1d().backwardInput(g, weight, dy, dx);
    assertValues(dx, Arrays.stream(expected).map(v -> 10_000 + v).toArray());
    assertRamps(weight, dy);
  }

  private void assertBackwardWeight(Conv1dGeometry g, double... expected) {
    Tensor x = ramp(kernels.dtype(), g.inShape());
    Tensor dy = ramp(kernels.dtype(), g.outShape());
    Tensor dWeight = Tensor.zeros(kernels.dtype(), g.weightShape());
    dWeight.fill(10_000);
    poisonScratch();
    kernels.conv1d().backwardWeight(g, x, dy, dWeight);
    assertValues(dWeight, Arrays.stream(expected).map(v -> 10_000 + v).toArray());
    assertRamps(x, dy);
  }

  private static void assertRamps(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      assertEquals(-1, firstBreak(tensor));
    }
  }

  private static int firstBreak(Tensor ramp) {
    for (int i = 0; i < ramp.elements(); i++) {
      if (ramp.get(i) != i + 1) {
        return i;
      }
    }
    return -1;
  }
}
