package dev.footfall.grf.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.InputException;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworksTest {
  private static final Kernels FP64 = Fp64Kernels.create(Workers.of(1));
  private static final int TIMES = 40;

  private static SequenceNetwork network(String name) {
    return Networks.named(name, 8, 2, new Initializer(DType.FLOAT64, new SplittableRandom(5)));
  }

  static List<String> names() {
    return Networks.names();
  }

  private static Tensor input(long seed) {
    return new Initializer(DType.FLOAT64, new SplittableRandom(seed)).uniform(1, 2, 8, TIMES);
  }

  private static Tensor answer(SequenceNetwork network, Tensor x) {
    return network.forward(Tape.inference(FP64).constant(x)).value();
  }

  /** Which outputs [T] change, in any window or channel, when the inputs at one time do. */
  private static boolean[] reached(SequenceNetwork network, int time) {
    Tensor x = input(1);
    Tensor before = answer(network, x);
    for (int row = 0; row < 2 * 8; row++) {
      x.set(row * TIMES + time, x.get(row * TIMES + time) + 1);
    }
    Tensor after = answer(network, x);
    boolean[] changed = new boolean[TIMES];
    for (int i = 0; i < before.elements(); i++) {
      changed[i % TIMES] |= before.get(i) != after.get(i);
    }
    return changed;
  }

  @Test
  void theStudentsAreAsSmallAsPromised() {
    assertEquals(1002, network("cnn-xs").parameterCount());
    assertEquals(3282, network("cnn-s").parameterCount());
    assertEquals(4642, network("lstm-s").parameterCount());
  }

  @ParameterizedTest
  @CsvSource({"wrn16-1,1", "wrn16-2,2", "wrn16-3,3"})
  void theTeachersHaveTheParametersOfAWideResidualNetwork(String name, int width) {
    int channels = 16;
    long count = 8 * 16 * 3;
    for (int stage = 0; stage < 3; stage++) {
      int out = (16 << stage) * width;
      for (int block = 0; block < 2; block++) {
        count += 2L * channels + 3L * channels * out + 2L * out + 3L * out * out;
        count += channels == out ? 0 : (long) channels * out;
        channels = out;
      }
    }
    count += 2L * channels + 2L * channels + 2;
    assertEquals(count, network(name).parameterCount());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theLayersAccountForEveryParameterAndEveryConvolutionForItsMacs(String name) {
    SequenceNetwork network = network(name);
    assertEquals(
        network.parameterCount(),
        network.layers().stream().mapToLong(SequenceNetwork.Layer::parameters).sum());
    // At stride 1 each weight of a product is used once for each sample; biases and norms are not.
    long weights =
        network.parameters().values().stream()
            .filter(p -> p.shape().rank() > 1)
            .mapToLong(p -> p.value().elements())
            .sum();
    assertEquals(weights, network.macsPerSample());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theLengthIsKeptFromInputToEveryStageAndOutput(String name) {
    SequenceNetwork network = network(name);
    SequenceNetwork.Features features = network.features(Tape.inference(FP64).constant(input(2)));
    assertEquals(Shape.of(2, 2, TIMES), features.output().shape());
    assertTrue(features.stages().size() >= 2);
    features
        .stages()
        .forEach(
            stage -> {
              assertEquals(2, stage.shape().extent(0));
              assertEquals(TIMES, stage.shape().extent(2));
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNetworkIsCausalExactlyIfItSaysSo(String name) {
    SequenceNetwork network = network(name);
    boolean[] reached = reached(network, 20);
    boolean ahead = false;
    for (int t = 0; t < 20; t++) {
      ahead |= reached[t];
    }
    assertEquals(network.causal(), !ahead);
    assertTrue(reached[20]);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theLookAheadIsHowFarBackALaterSampleReaches(String name) {
    SequenceNetwork network = network(name);
    boolean[] reached = reached(network, TIMES - 1);
    for (int t = 0; t < TIMES - 1 - network.lookAhead(); t++) {
      assertFalse(reached[t], "output " + t);
    }
    assertTrue(reached[TIMES - 1 - network.lookAhead()]);
  }

  @Test
  void anOutputOfTheCausalStudentSeesTwentyNineSamples() {
    boolean[] reached = reached(network("cnn-s"), 0);
    for (int t = 0; t < TIMES; t++) {
      assertEquals(t < 29, reached[t], "output " + t);
    }
  }

  @Test
  void theCausalStudentAnswersAsPyTorchDoes() throws IOException {
    Json golden;
    try (InputStream in = Golden.open("network_cnn_s")) {
      golden =
          Json.parse("network_cnn_s", new String(in.readAllBytes(), StandardCharsets.UTF_8))
              .get("cases")
              .at(0);
    }
    SequenceNetwork network = network("cnn-s");
    Map<String, Tensor> weights = new LinkedHashMap<>();
    network.state().keySet().forEach(n -> weights.put(n, tensor(golden.get("inputs").get(n))));
    network.load(weights);
    Tensor expected = tensor(golden.get("outputs").get("estimate"));
    Tensor found = answer(network, tensor(golden.get("inputs").get("x")));
    assertEquals(expected.shape(), found.shape());
    for (int i = 0; i < expected.elements(); i++) {
      // The file has nine significant digits.
      assertEquals(expected.get(i), found.get(i), 1e-8 * (1 + Math.abs(expected.get(i))));
    }
  }

  private static Tensor tensor(Json json) {
    return Tensor.of(Shape.of(json.get("shape").asInts()), json.get("data").asDoubles());
  }

  @Test
  void anUnknownNameIsAnsweredByTheKnownOnes() {
    assertEquals(
        "model \"wrn28-1\" is unknown; known: wrn16-1, wrn16-2, wrn16-3, cnn-xs, cnn-s, lstm-s",
        assertThrows(InputException.class, () -> network("wrn28-1")).getMessage());
  }
}
