package dev.footfall.engine.kernel;

import static dev.footfall.engine.kernel.ErrorBound.assertAgrees;
import static dev.footfall.engine.kernel.TestTensors.assertSameBits;
import static dev.footfall.engine.kernel.TestTensors.poisonScratch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * The three passes of a FLOAT32 convolution are as near to the FLOAT64 ones as rounding allows, and
 * the FLOAT64 ones are each other's adjoints.
 */
class Conv1dLawTest {

  /** The inputs of all three passes. The gradients begin with what is in them already. */
  private record Data(Tensor x, Tensor weight, Tensor bias, Tensor dy, Tensor dx, Tensor dWeight) {
    static Data random(Conv1dGeometry g, long seed) {
      Random random = new Random(seed);
      return new Data(
          TestTensors.random(random, g.inShape()),
          TestTensors.random(random, g.weightShape()),
          TestTensors.random(random, g.outChannels()),
          TestTensors.random(random, g.outShape()),
          TestTensors.random(random, g.inShape()),
          TestTensors.random(random, g.weightShape()));
    }

    Data map(UnaryOperator<Tensor> f) {
      return new Data(
          f.apply(x), f.apply(weight), f.apply(bias), f.apply(dy), f.apply(dx), f.apply(dWeight));
    }

    /** y with and without a bias; dx and dWeight are added to. */
    List<Tensor> pass(Conv1dKernel conv1d, Conv1dGeometry g) {
      Tensor y = Tensor.zeros(x.dtype(), g.outShape());
      Tensor yWithBias = Tensor.zeros(x.dtype(), g.outShape());
      y.fill(Double.NaN);
      yWithBias.fill(Double.NaN);
      poisonScratch();
      conv1d.forward(g, x, weight, null, y);
      poisonScratch();
      conv1d.forward(g, x, weight, bias, yWithBias);
      poisonScratch();
      conv1d.backwardInput(g, weight, dy, dx);
      poisonScratch();
      conv1d.backwardWeight(g, x, dy, dWeight);
      return List.of(y, yWithBias, dx, dWeight);
    }
  }

  @Property
  void everyBackEndAgreesWithTheDefinition(
      @ForAll("geometries") Conv1dGeometry g, @ForAll long seed) {
    for (Kernels kernels : BackEnds.float32()) {
      check(kernels, g, seed);
    }
  }

  @Test
  void everyBackEndAgreesWithTheDefinitionAroundTheLaneCount() {
    for (Kernels kernels : BackEnds.float32()) {
      checkFixedSizes(kernels);
    }
  }

  /** Outputs of all lengths at which a vector ends, with and without each hyper-parameter. */
  static void checkFixedSizes(Kernels kernels) {
    for (int length : BackEnds.SIZES_AROUND_LANES) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int dilation = 1; dilation <= 3; dilation += 2) {
          check(kernels, new Conv1dGeometry(2, 3, 5, length, 3, stride, 5, 2, dilation), length);
          check(kernels, new Conv1dGeometry(1, 17, 4, length, 2, stride, 1, 3, dilation), length);
          check(kernels, grouped(4, 10, length, stride, dilation, 2), length);
          check(kernels, grouped(5, 5, length, stride, dilation, 5), length);
          check(kernels, grouped(3, 6, length, stride, dilation, 3), length);
        }
      }
    }
  }

  private static Conv1dGeometry grouped(
      int in, int out, int length, int stride, int dilation, int groups) {
    return new Conv1dGeometry(2, in, out, length, 3, stride, 5, 2, dilation, groups);
  }

  private static void check(Kernels kernels, Conv1dGeometry g, long seed) {
    Data data = Data.random(g, seed);
    Data before = data.map(Tensor::copy);
    List<Tensor> definition = data.map(TestTensors::fp64).pass(BackEnds.fp64().conv1d(), g);
    List<Tensor> magnitude = data.map(TestTensors::magnitudes).pass(BackEnds.fp64().conv1d(), g);
    List<Tensor> actual = data.pass(kernels.conv1d(), g);

    String what = kernels.name() + " " + g + ", seed " + seed;
    // Every product is rounded once, and once for each term of its sum, the old value included.
    int outputTerms = g.groupInputs() * g.kernelSize();
    int inputTerms = g.groupOutputs() * g.kernelSize();
    int weightTerms = g.batch() * g.outLength();
    check(what + ", y", outputTerms + 1, 0, definition, magnitude, actual);
    check(what + ", y with bias", outputTerms + 2, 1, definition, magnitude, actual);
    check(what + ", dx", inputTerms + 2, 2, definition, magnitude, actual);
    // One more: a sum in double precision is rounded to single.
    check(what + ", dWeight", weightTerms + 3, 3, definition, magnitude, actual);
    assertSameBits(what + ", x", before.x, data.x);
    assertSameBits(what + ", weight", before.weight, data.weight);
    assertSameBits(what + ", bias", before.bias, data.bias);
    assertSameBits(what + ", dy", before.dy, data.dy);
  }

  private static void check(
      String what,
      int roundings,
      int index,
      List<Tensor> definition,
      List<Tensor> magnitude,
      List<Tensor> actual) {
    assertAgrees(what, roundings, definition.get(index), magnitude.get(index), actual.get(index));
  }

  /** {@code <conv(x), y> = <x, convT(y)>}, and the same for the weight. */
  @Property
  void backwardPassesAreTheAdjointsOfForward(
      @ForAll("geometries") Conv1dGeometry g, @ForAll long seed) {
    Data data = Data.random(g, seed).map(TestTensors::fp64);
    Adjoints exact = Adjoints.of(g, data);
    double magnitude = Adjoints.of(g, data.map(TestTensors::magnitudes)).forward;
    // The longest way of a product into either sum: all of them one after the other.
    int terms = (int) g.macs();
    double bound = ErrorBound.twoOrders(terms + 2, DType.FLOAT64, magnitude);
    assertTrue(Math.abs(exact.forward - exact.input) <= bound, exact::toString);
    assertTrue(Math.abs(exact.forward - exact.weight) <= bound, exact::toString);
  }

  private record Adjoints(double forward, double input, double weight) {
    static Adjoints of(Conv1dGeometry g, Data data) {
      Tensor y = Tensor.zeros(DType.FLOAT64, g.outShape());
      Tensor dx = Tensor.zeros(DType.FLOAT64, g.inShape());
      Tensor dWeight = Tensor.zeros(DType.FLOAT64, g.weightShape());
      Conv1dKernel conv1d = BackEnds.fp64().conv1d();
      conv1d.forward(g, data.x, data.weight, null, y);
      conv1d.backwardInput(g, data.weight, data.dy, dx);
      conv1d.backwardWeight(g, data.x, data.dy, dWeight);
      return new Adjoints(dot(y, data.dy), dot(data.x, dx), dot(data.weight, dWeight));
    }

    private static double dot(Tensor a, Tensor b) {
      return BackEnds.fp64().reductions().dot(a.elements(), a, 0, 0, b, 0);
    }
  }

  @Property
  void aShiftedInputGivesAShiftedOutput(@ForAll("geometries") Conv1dGeometry g, @ForAll long seed) {
    // stride more zeros before the input put one more output before the others.
    Conv1dGeometry later =
        new Conv1dGeometry(
            g.batch(),
            g.inChannels(),
            g.outChannels(),
            g.inLength(),
            g.kernelSize(),
            g.stride(),
            g.padLeft() + g.stride(),
            g.padRight(),
            g.dilation(),
            g.groups());
    Data data = Data.random(g, seed);
    for (Kernels kernels : BackEnds.float32()) {
      Tensor y = Tensor.zeros(DType.FLOAT32, g.outShape());
      Tensor shifted = Tensor.zeros(DType.FLOAT32, later.outShape());
      kernels.conv1d().forward(g, data.x, data.weight, data.bias, y);
      kernels.conv1d().forward(later, data.x, data.weight, data.bias, shifted);
      for (int row = 0; row < g.batch() * g.outChannels(); row++) {
        for (int t = 0; t < g.outLength(); t++) {
          assertTrue(
              y.get(row * g.outLength() + t) == shifted.get(row * later.outLength() + t + 1),
              kernels.name());
        }
      }
    }
  }

  @Provide
  static Arbitrary<Conv1dGeometry> geometries() {
    Arbitrary<Integer> channels =
        Arbitraries.oneOf(Arbitraries.integers().between(1, 5), Arbitraries.of(15, 16, 17, 33));
    Arbitrary<Integer> extraLength =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 20), Arbitraries.of(BackEnds.SIZES_AROUND_LANES));
    return Combinators.combine(
            List.of(
                Arbitraries.integers().between(0, 3),
                channels,
                channels,
                extraLength,
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(0, 9),
                Arbitraries.integers().between(0, 9),
                Arbitraries.integers().between(1, 4),
                Arbitraries.of(1, 1, 2, 3)))
        .as(
            v -> {
              int span = (v.get(4) - 1) * v.get(8) + 1;
              int leastLength = Math.max(0, span - v.get(6) - v.get(7));
              // One channel in and several out, times the groups, is depthwise.
              int groups = v.get(9);
              return new Conv1dGeometry(
                  v.get(0),
                  v.get(1) * groups,
                  v.get(2) * groups,
                  leastLength + v.get(3),
                  v.get(4),
                  v.get(5),
                  v.get(6),
                  v.get(7),
                  v.get(8),
                  groups);
            });
  }
}
