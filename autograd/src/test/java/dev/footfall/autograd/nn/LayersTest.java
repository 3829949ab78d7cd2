package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.check.GradCheck;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every layer: gradients of input and parameters, shapes, names, starting values. */
class LayersTest {

  @Test
  void theLayersAreThoseTestedHere() throws Exception {
    Path folder = Path.of(Module.class.getResource("Module.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          "[BatchNorm1d, Conv1d, Linear, Lstm]",
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .filter(LayersTest::isLayer)
              .collect(Collectors.toCollection(TreeSet::new))
              .toString());
    }
  }

  private static boolean isLayer(String name) {
    try {
      Class<?> type = Class.forName(Module.class.getPackageName() + "." + name);
      return Module.class.isAssignableFrom(type) && type != Module.class;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Property
  void gradientsOfConv1dAreRight(
      @ForAll @IntRange(min = 1, max = 3) int in,
      @ForAll @IntRange(min = 1, max = 4) int out,
      @ForAll @IntRange(min = 1, max = 4) int kernelSize,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean bias,
      @ForAll long seed) {
    Conv1dSpec spec = Conv1dSpec.causal(kernelSize, dilation);
    Conv1d layer =
        bias
            ? Conv1d.withBias(in, out, kernelSize, spec, init(seed))
            : Conv1d.withoutBias(in, out, kernelSize, spec, init(seed));
    Tensor x = new RandomTensors(seed).uniform(2, in, length);
    check(layer, x, Shape.of(2, out, length), out * in * kernelSize + (bias ? out : 0));
  }

  @Property
  void gradientsOfBatchNorm1dAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean training,
      @ForAll long seed) {
    BatchNorm1d layer = new BatchNorm1d(channels, init(seed));
    RandomTensors random = new RandomTensors(seed);
    layer.state().get("weight").copyFrom(random.uniform(channels));
    layer.state().get("bias").copyFrom(random.uniform(channels));
    layer.state().get("running_mean").copyFrom(random.uniform(channels));
    layer.state().get("running_var").copyFrom(random.between(0.5, 2, Shape.of(channels)));
    Tensor x = random.spread(batch, channels, length);
    GradCheck check = GradCheck.module("batch norm", layer, x).seed(seed);
    int compared = (training ? check : check.atInference()).check();
    assertEquals(x.elements() + 2 * channels, compared);
    assertEquals(2 * channels, layer.parameterCount());
  }

  @Property
  void gradientsOfLinearAreRight(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 5) int in,
      @ForAll @IntRange(min = 1, max = 5) int out,
      @ForAll long seed) {
    Linear layer = new Linear(in, out, init(seed));
    Tensor x = new RandomTensors(seed).uniform(batch, in);
    check(layer, x, Shape.of(batch, out), out * in + out);
  }

  @Property
  void gradientsOfLstmAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll long seed) {
    Lstm layer = new Lstm(channels, hidden, init(seed));
    Tensor x = new RandomTensors(seed).uniform(batch, channels, length);
    int parameters = 4 * hidden * (channels + hidden + 1);
    check(layer, x, Shape.of(batch, hidden, length), parameters);
  }

  /** Layers inside layers: a residual block around a bottleneck, with a recurrent head. */
  @Property
  void gradientsOfANetworkAreRight(@ForAll long seed) {
    Module network = new Network(init(seed));
    Tensor x = new RandomTensors(seed).spread(2, 3, 5);
    GradCheck check = GradCheck.module("network", network, x).seed(seed);
    assertEquals(30 + network.parameterCount(), check.check());
  }

  private static final class Network extends Module {
    final Module norm;
    final Module narrow;
    final Module wide;
    final Module head;

    Network(Initializer init) {
      norm = child("norm", new BatchNorm1d(3, init));
      narrow = child("narrow", Conv1d.withoutBias(3, 2, 3, Conv1dSpec.same(3, 1), init));
      wide = child("wide", Conv1d.withBias(2, 3, 1, Conv1dSpec.PLAIN, init));
      head = child("head", new Lstm(3, 2, init));
    }

    @Override
    public Variable forward(Variable x) {
      Variable inner = F.tanh(narrow.forward(F.sigmoid(norm.forward(x))));
      return head.forward(F.add(x, wide.forward(inner)));
    }
  }

  @Test
  void parametersHaveTheirNamesAndShapes() {
    assertEquals(
        "{weight=FLOAT64 [4, 3, 5], bias=FLOAT64 [4]}",
        Conv1d.withBias(3, 4, 5, Conv1dSpec.PLAIN, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [4, 3, 5]}",
        Conv1d.withoutBias(3, 4, 5, Conv1dSpec.PLAIN, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [3], bias=FLOAT64 [3], running_mean=FLOAT64 [3],"
            + " running_var=FLOAT64 [3]}",
        new BatchNorm1d(3, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [5, 4], bias=FLOAT64 [5]}", new Linear(4, 5, init(1)).state().toString());
    assertEquals(
        "{weight_x=FLOAT64 [16, 3], weight_h=FLOAT64 [16, 4], bias=FLOAT64 [16]}",
        new Lstm(3, 4, init(1)).state().toString());
  }

  @Test
  void batchNormStartsAsTheIdentityOnStandardisedInput() {
    BatchNorm1d layer = new BatchNorm1d(2, init(1));
    Tensor x = new RandomTensors(1).uniform(3, 2, 5);
    Tape tape = Tape.inference(Backends.fp64());
    Near.require(
        "y", x, layer.forward(tape.constant(x)).value(), (i, expected) -> 5e-6); // epsilon 1e-5
  }

  @Test
  void startingValuesStayWithinTheirBounds() {
    Conv1d conv = Conv1d.withBias(4, 64, 5, Conv1dSpec.PLAIN, init(1));
    requireUniform(conv.weight().value(), 1 / Math.sqrt(20));
    requireUniform(conv.bias().value(), 1 / Math.sqrt(20));
    Lstm lstm = new Lstm(4, 16, init(1));
    requireUniform(lstm.weightX().value(), 0.25);
    requireUniform(lstm.weightH().value(), 0.25);
    requireUniform(lstm.bias().value(), 0.25);
    requireUniform(new Linear(25, 16, init(1)).state().get("weight"), 0.2);
    requireUniform(new Linear(25, 64, init(1)).state().get("bias"), 0.2);
  }

  /** With 64 values and more, the largest lies below 0.8 of the bound once in 0.8^-64 = 10^6. */
  private static void requireUniform(Tensor tensor, double bound) {
    double largest = Near.largest(tensor);
    assertTrue(largest <= bound && largest > 0.8 * bound, tensor + ": largest " + largest);
  }

  @Test
  void kaimingNormalHasTheVarianceThatKeepsThatOfActivations() {
    Tensor weight = init(3).kaimingNormal(50, 1000, 50);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < weight.elements(); i++) {
      sum += weight.get(i);
      squares += weight.get(i) * weight.get(i);
    }
    int n = weight.elements();
    double variance = 2.0 / 50;
    // Five standard deviations: sqrt(variance / n) of the mean, variance sqrt(2 / n) of the square.
    assertEquals(0, sum / n, 5 * Math.sqrt(variance / n));
    assertEquals(variance, squares / n, 5 * variance * Math.sqrt(2.0 / n));
  }

  @Test
  void aSeedGivesTheSameNetworkInEitherElementTypeUpToRounding() {
    Initializer single = new Initializer(DType.FLOAT32, new SplittableRandom(5));
    Near.requireSameBits(
        "weights", init(5).kaimingNormal(3, 4, 5).to(DType.FLOAT32), single.kaimingNormal(3, 4, 5));
    Near.requireSameBits(
        "weights",
        init(6).uniform(0.3, 7).to(DType.FLOAT32),
        new Initializer(DType.FLOAT32, new SplittableRandom(6)).uniform(0.3, 7));
  }

  private static Initializer init(long seed) {
    return new Initializer(DType.FLOAT64, new SplittableRandom(seed));
  }

  private static void check(Module layer, Tensor x, Shape output, int parameters) {
    String name = layer.getClass().getSimpleName();
    assertEquals(parameters, layer.parameterCount());
    assertEquals(x.elements() + parameters, GradCheck.module(name, layer, x).check());
    Tape tape = Tape.inference(Backends.fp64());
    assertEquals(output, layer.forward(tape.constant(x)).shape());
  }
}
