package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.SplitMix;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.ConvTranspose1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer against PyTorch: the golden cases of its operation, where the layer has the setting.
 */
class LayersGoldenTest {
  private static final Initializer INIT = new Initializer(DType.FLOAT64, new SplittableRandom(1));

  /** Names of parameters and buffers by the names in the golden files. */
  private static final Map<String, String> NAMES =
      Map.of(
          "w", "weight",
          "b", "bias",
          "gamma", "weight",
          "beta", "bias",
          "w_x", "weight_x",
          "w_h", "weight_h",
          "b_x", "bias_x",
          "b_h", "bias_h",
          "running_mean", "running_mean",
          "running_variance", "running_var");

  private interface Builder {
    Module build(GoldenCase golden);
  }

  /** A golden file, those of its cases that a layer has the settings for, and that layer. */
  private record Layer(String file, Predicate<GoldenCase> has, Builder builder) {}

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("conv1d", golden -> true, LayersGoldenTest::conv1d),
          new Layer("conv1d_groups", golden -> true, LayersGoldenTest::conv1d),
          new Layer("conv_transpose1d", golden -> true, LayersGoldenTest::convTranspose1d),
          new Layer(
              "batch_norm",
              golden -> isEpsilon(golden) && golden.spec().get("momentum").asDouble() == 0.1,
              golden -> new BatchNorm1d(extent(golden, "gamma", 0), INIT)),
          new Layer(
              "layer_norm",
              LayersGoldenTest::isEpsilon,
              golden -> LayerNorm.overLast(INIT, golden.inputs().get("gamma").shape().toArray())),
          new Layer(
              "group_norm",
              LayersGoldenTest::isEpsilon,
              golden ->
                  new GroupNorm1d(
                      golden.spec().get("groups").asInt(), extent(golden, "gamma", 0), INIT)),
          new Layer("linear", LayersGoldenTest::hasBias, LayersGoldenTest::linear),
          new Layer("linear_axes", LayersGoldenTest::hasBias, LayersGoldenTest::linear),
          new Layer(
              "lstm",
              LayersGoldenTest::startsAtZero,
              golden -> new Lstm(extent(golden, "w_x", 1), extent(golden, "w_h", 1), INIT)),
          new Layer(
              "gru",
              LayersGoldenTest::startsAtZero,
              golden ->
                  new Gru(
                      extent(golden, "w_x", 1),
                      extent(golden, "w_h", 1),
                      golden.spec().get("reverse").asBoolean(),
                      INIT)));

  static Stream<Arguments> cases() {
    return LAYERS.stream()
        .flatMap(
            layer ->
                GoldenCase.of(layer.file).stream()
                    .filter(layer.has)
                    .map(golden -> Arguments.of(golden, layer.builder.build(golden))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isWhatPyTorchComputes(GoldenCase golden, Module layer) {
    Map<String, Tensor> state = new LinkedHashMap<>(golden.inputs());
    Tensor x = state.remove("x");
    layer.load(
        state.entrySet().stream()
            .collect(Collectors.toMap(e -> NAMES.get(e.getKey()), Map.Entry::getValue)));
    boolean training = golden.spec().find("training").map(Json::asBoolean).orElse(true);
    Tape tape = training ? Tape.training(Backends.fp64()) : Tape.recording(Backends.fp64());
    Variable input = tape.input(x);
    Variable y = layer.forward(input);
    tape.backward(y, golden.seedGradient().orElseThrow());
    golden
        .outputs()
        .forEach(
            (name, expected) -> {
              if (!name.equals("c_last")) { // which the layer keeps to itself
                Tensor found = name.equals("y") ? y.value() : layer.state().get(NAMES.get(name));
                RecurrentStackTest.near(golden, name, expected, found);
              }
            });
    golden
        .gradients()
        .forEach(
            (name, expected) -> {
              boolean ofX = name.equals("x");
              RecurrentStackTest.near(
                  golden,
                  "d" + name,
                  expected,
                  ofX ? input.gradient() : layer.parameters().get(NAMES.get(name)).gradient());
            });
  }

  /** Dropout draws the seed of each mask, and is then the operation. */
  @Test
  void dropoutIsItsOperationWithSeedsOfItsSource() {
    Dropout layer = new Dropout(0.5, 7);
    SplitMix seeds = new SplitMix(7);
    Tensor x = new RandomTensors(1).uniform(4, 16);
    for (int call = 0; call < 3; call++) {
      Tape tape = Tape.training(Backends.fp64());
      Near.requireSameBits(
          "y of call " + call,
          F.dropout(tape.constant(x), 0.5, seeds.nextLong()).value(),
          layer.forward(tape.constant(x)).value());
    }
  }

  /** Besides these there are a layer without a forward pass of its own and those named here. */
  @Test
  void noLayerIsLeftOut() throws Exception {
    Map<String, Long> cases =
        cases()
            .collect(
                Collectors.groupingBy(
                    c -> c.get()[1].getClass().getSimpleName(), Collectors.counting()));
    cases.forEach((layer, count) -> assertTrue(count >= 3, layer + " has " + count + " cases"));
    TreeSet<String> tested = new TreeSet<>(cases.keySet());
    tested.add("Dropout"); // above
    tested.add("RecurrentLayer"); // abstract
    tested.add("RecurrentStack"); // RecurrentStackTest
    assertEquals(LayersTest.layers(), tested);
  }

  private static Module conv1d(GoldenCase golden) {
    Json json = golden.spec();
    Conv1dSpec spec =
        new Conv1dSpec(
            json.get("stride").asInt(),
            json.get("pad_left").asInt(),
            json.get("pad_right").asInt(),
            json.get("dilation").asInt(),
            json.find("groups").map(Json::asInt).orElse(1));
    int in = extent(golden, "x", 1);
    int out = extent(golden, "w", 0);
    int kernelSize = extent(golden, "w", 2);
    return hasBias(golden)
        ? Conv1d.withBias(in, out, kernelSize, spec, INIT)
        : Conv1d.withoutBias(in, out, kernelSize, spec, INIT);
  }

  private static Module convTranspose1d(GoldenCase golden) {
    Json json = golden.spec();
    int groups = json.get("groups").asInt();
    ConvTranspose1dSpec spec =
        new ConvTranspose1dSpec(
            json.get("stride").asInt(),
            json.get("padding").asInt(),
            json.get("output_padding").asInt(),
            json.get("dilation").asInt(),
            groups);
    int in = extent(golden, "x", 1);
    int out = extent(golden, "w", 1) * groups;
    int kernelSize = extent(golden, "w", 2);
    return hasBias(golden)
        ? ConvTranspose1d.withBias(in, out, kernelSize, spec, INIT)
        : ConvTranspose1d.withoutBias(in, out, kernelSize, spec, INIT);
  }

  private static Module linear(GoldenCase golden) {
    return new Linear(extent(golden, "w", 1), extent(golden, "w", 0), INIT);
  }

  private static boolean hasBias(GoldenCase golden) {
    return golden.inputs().containsKey("b");
  }

  private static boolean isEpsilon(GoldenCase golden) {
    return golden.spec().get("eps").asDouble() == 1e-5;
  }

  private static boolean startsAtZero(GoldenCase golden) {
    return !golden.inputs().containsKey("h0");
  }

  private static int extent(GoldenCase golden, String input, int axis) {
    Shape shape = golden.inputs().get(input).shape();
    return shape.extent(axis);
  }
}
