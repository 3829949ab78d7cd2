package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.RandomState;
import dev.footfall.autograd.check.GradCheck;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.ConvTranspose1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.View;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every layer: gradients of input and parameters, shapes, names, starting values. */
class LayersTest {

  @Test
  void theLayersAreThoseTestedHere() throws Exception {
    assertEquals(
        "[BatchNorm1d, Conv1d, ConvTranspose1d, Dropout, GroupNorm1d, Gru, LayerNorm, Linear,"
            + " Lstm, RecurrentLayer, RecurrentStack]",
        layers().toString());
  }

  /** Names of the classes beside {@link Module} that extend it. */
  static TreeSet<String> layers() throws Exception {
    Path folder = Path.of(Module.class.getResource("Module.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(LayersTest::isLayer)
          .collect(Collectors.toCollection(TreeSet::new));
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
  void gradientsOfDepthwiseConv1dAreRight(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll @IntRange(min = 1, max = 4) int kernelSize,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean bias,
      @ForAll long seed) {
    Conv1dSpec spec = Conv1dSpec.causal(kernelSize, 2);
    Conv1d layer =
        bias
            ? Conv1d.depthwiseWithBias(channels, multiplier, kernelSize, spec, init(seed))
            : Conv1d.depthwiseWithoutBias(channels, multiplier, kernelSize, spec, init(seed));
    assertEquals(spec.grouped(channels), layer.spec());
    Tensor x = new RandomTensors(seed).uniform(2, channels, length);
    int out = channels * multiplier;
    check(layer, x, Shape.of(2, out, length), out * kernelSize + (bias ? out : 0));
  }

  @Property
  void gradientsOfConvTranspose1dAreRight(
      @ForAll @IntRange(min = 1, max = 2) int in,
      @ForAll @IntRange(min = 1, max = 2) int out,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 4) int kernelSize,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll boolean bias,
      @ForAll long seed) {
    ConvTranspose1dSpec spec = new ConvTranspose1dSpec(3, 0, 2, 1, groups);
    int inAll = in * groups;
    int outAll = out * groups;
    ConvTranspose1d layer =
        bias
            ? ConvTranspose1d.withBias(inAll, outAll, kernelSize, spec, init(seed))
            : ConvTranspose1d.withoutBias(inAll, outAll, kernelSize, spec, init(seed));
    assertEquals(spec, layer.spec());
    Tensor x = new RandomTensors(seed).uniform(2, inAll, length);
    Shape output = Shape.of(2, outAll, (length - 1) * 3 + kernelSize + 2);
    check(layer, x, output, inAll * out * kernelSize + (bias ? outAll : 0));
  }

  @Property
  void gradientsOfGruAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll boolean reverse,
      @ForAll long seed) {
    Gru layer = new Gru(channels, hidden, reverse, init(seed));
    Tensor x = new RandomTensors(seed).uniform(batch, channels, length);
    int parameters = 3 * hidden * (channels + hidden + 2);
    check(layer, x, Shape.of(batch, hidden, length), parameters);
  }

  @Test
  void layersRejectGroupsThatDoNotDivideTheirChannels() {
    String message = "conv1d: 4 groups do not divide both numbers of channels (6 and 8)";
    Conv1dSpec spec = Conv1dSpec.PLAIN.grouped(4);
    assertRejected(message, () -> Conv1d.withBias(6, 8, 3, spec, init(1)));
    assertRejected(message, () -> Conv1d.withoutBias(6, 8, 3, spec, init(1)));
    assertRejected(
        "conv1d: 4 groups do not divide both numbers of channels (8 and 6)",
        () -> Conv1d.withBias(8, 6, 3, spec, init(1)));
    assertRejected(
        "conv1d: 0 groups do not divide both numbers of channels (8 and 6)",
        () -> Conv1d.withBias(8, 6, 3, spec.grouped(0), init(1)));
    assertRejected(
        "convTranspose1d: 4 groups do not divide both numbers of channels (8 and 6)",
        () -> ConvTranspose1d.withBias(6, 8, 3, new ConvTranspose1dSpec(1, 0, 0, 1, 4), init(1)));
  }

  private static void assertRejected(String message, Executable layer) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, layer).getMessage());
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
      @ForAll boolean reverse,
      @ForAll long seed) {
    Lstm layer = new Lstm(channels, hidden, reverse, init(seed));
    Tensor x = new RandomTensors(seed).uniform(batch, channels, length);
    int parameters = 4 * hidden * (channels + hidden + 1);
    check(layer, x, Shape.of(batch, hidden, length), parameters);
  }

  @Property
  void gradientsOfLayerNormAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll long seed) {
    Tensor x = new RandomTensors(seed).alternating(batch, channels, length);
    checkNorm(LayerNorm.overLast(init(seed), length), x, length);
    checkNorm(LayerNorm.overLast(init(seed), channels, length), x, channels * length);
    // Signs alternate along the channels here.
    Tensor timeFirst = Tensor.zeros(DType.FLOAT64, batch, length, channels);
    Backends.fp64().movement().copy(View.of(x).permuted(0, 2, 1), View.of(timeFirst));
    checkNorm(LayerNorm.overChannels(length, init(seed)), timeFirst, length);
  }

  @Property
  void gradientsOfGroupNorm1dAreRight(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 2) int channelsOfAGroup,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll long seed) {
    int channels = groups * channelsOfAGroup;
    Tensor x = new RandomTensors(seed).alternating(batch, channels, length);
    checkNorm(new GroupNorm1d(groups, channels, init(seed)), x, channels);
  }

  private static void checkNorm(Module norm, Tensor x, int size) {
    norm.state()
        .get("weight")
        .copyFrom(new RandomTensors(2).uniform(norm.state().get("weight").shape()));
    norm.state()
        .get("bias")
        .copyFrom(new RandomTensors(3).uniform(norm.state().get("bias").shape()));
    check(norm, x, x.shape(), 2 * size);
  }

  @Test
  void layerNormOverChannelsNormalisesEachSampleAlone() {
    Tensor x = new RandomTensors(1).uniform(2, 5, 3);
    Tape tape = Tape.inference(Backends.fp64());
    Tensor y = LayerNorm.overChannels(5, init(1)).forward(tape.constant(x)).value();
    Tensor late = x.copy();
    for (int row = 0; row < 10; row++) {
      late.fill(row * 3 + 2, row * 3 + 3, 100 * row);
    }
    Tensor other = LayerNorm.overChannels(5, init(1)).forward(tape.constant(late)).value();
    for (int n = 0; n < 2; n++) {
      for (int t = 0; t < 3; t++) {
        double sum = 0;
        double squares = 0;
        for (int c = 0; c < 5; c++) {
          int at = (n * 5 + c) * 3 + t;
          sum += y.get(at);
          squares += y.get(at) * y.get(at);
          if (t < 2) {
            assertEquals(y.get(at), other.get(at), "a later sample changed t = " + t);
          }
        }
        assertEquals(0, sum, 1e-14);
        // Five values of a variance far above an epsilon of 1e-5.
        assertEquals(5, squares, 1e-2);
      }
    }
  }

  /** With the state set back, every pass of the check draws the same mask. */
  @Property
  void gradientsOfDropoutAreRight(
      @ForAll @IntRange(min = 1, max = 9) int length, @ForAll long seed) {
    Dropout layer = new Dropout(0.5, seed);
    GradCheck.function(
            "dropout",
            v -> {
              random(layer).state(seed);
              return layer.forward(v[0]);
            })
        .input("x", new RandomTensors(seed).uniform(2, length))
        .check();
  }

  @Test
  void dropoutRepeatsItsMasksFromAStateThatWasKept() {
    Dropout layer = new Dropout(0.5, 1);
    Tensor x = Tensor.zeros(DType.FLOAT64, 4, 16);
    x.fill(1);
    Tape tape = Tape.training(Backends.fp64());
    Tensor first = layer.forward(tape.constant(x)).value();
    long kept = random(layer).state();
    Tensor second = layer.forward(tape.constant(x)).value();
    assertTrue(differ(first, second));
    random(layer).state(kept);
    Near.requireSameBits("y", second, layer.forward(tape.constant(x)).value());
    random(layer).state(1);
    Near.requireSameBits("y", first, layer.forward(tape.constant(x)).value());
  }

  @Test
  void dropoutAtInferenceIsNothingAndDrawsNothing() {
    Dropout layer = new Dropout(0.5, 1);
    Tensor x = new RandomTensors(1).uniform(3, 5);
    for (Tape tape : List.of(Tape.inference(Backends.fp64()), Tape.recording(Backends.fp64()))) {
      Variable constant = tape.constant(x);
      assertSame(constant, layer.forward(constant));
    }
    assertEquals(1, random(layer).state());
    assertEquals(
        "dropout: p must be at least 0 and below 1 (1.0)",
        assertThrows(IllegalArgumentException.class, () -> new Dropout(1, 1)).getMessage());
  }

  private static RandomState random(Dropout layer) {
    return layer.sources().get("random");
  }

  private static boolean differ(Tensor a, Tensor b) {
    for (int i = 0; i < a.elements(); i++) {
      if (a.get(i) != b.get(i)) {
        return true;
      }
    }
    return false;
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
        "{weight=FLOAT64 [3, 4], bias=FLOAT64 [3, 4]}",
        LayerNorm.overLast(init(1), 3, 4).state().toString());
    assertEquals(
        "{weight=FLOAT64 [3], bias=FLOAT64 [3]}",
        LayerNorm.overChannels(3, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [4], bias=FLOAT64 [4]}",
        new GroupNorm1d(2, 4, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [5, 4], bias=FLOAT64 [5]}", new Linear(4, 5, init(1)).state().toString());
    assertEquals(
        "{weight_x=FLOAT64 [16, 3], weight_h=FLOAT64 [16, 4], bias=FLOAT64 [16]}",
        new Lstm(3, 4, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [6, 1, 5], bias=FLOAT64 [6]}",
        Conv1d.depthwiseWithBias(3, 2, 5, Conv1dSpec.PLAIN, init(1)).state().toString());
    assertEquals(
        "{weight=FLOAT64 [4, 3, 5], bias=FLOAT64 [6]}",
        ConvTranspose1d.withBias(4, 6, 5, new ConvTranspose1dSpec(1, 0, 0, 1, 2), init(1))
            .state()
            .toString());
    assertEquals(
        "{weight_x=FLOAT64 [12, 3], weight_h=FLOAT64 [12, 4], bias_x=FLOAT64 [12],"
            + " bias_h=FLOAT64 [12]}",
        new Gru(3, 4, init(1)).state().toString());
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
    Conv1d depthwise = Conv1d.depthwiseWithBias(16, 4, 25, Conv1dSpec.PLAIN, init(1));
    requireUniform(depthwise.weight().value(), 0.2);
    requireUniform(depthwise.bias().value(), 0.2);
    ConvTranspose1d transposed =
        ConvTranspose1d.withBias(16, 64, 25, new ConvTranspose1dSpec(1, 0, 0, 1, 16), init(1));
    requireUniform(transposed.weight().value(), 0.1);
    requireUniform(transposed.bias().value(), 0.1);
    Gru gru = new Gru(4, 25, init(1));
    requireUniform(gru.weightX().value(), 0.2);
    requireUniform(gru.weightH().value(), 0.2);
    requireUniform(gru.biasX().value(), 0.2);
    requireUniform(gru.biasH().value(), 0.2);
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
