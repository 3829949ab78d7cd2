package dev.footfall.autograd.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.SplitMix;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.autograd.testing.RandomTensors;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ModuleTest {

  /** Draws, in a child. */
  private static final class Noise extends Module {
    final SplitMix random = source("random", new SplitMix(7));

    static Module inside() {
      return new Module() {
        private final Noise noise = child("noise", new Noise());

        @Override
        public Variable forward(Variable x) {
          return noise.forward(x);
        }
      };
    }

    @Override
    public Variable forward(Variable x) {
      return x;
    }
  }

  @Test
  void sourcesOfRandomNumbersHaveNamesAndArePartOfNoState() {
    Module network = Noise.inside();
    assertEquals(List.of("noise.random"), List.copyOf(network.sources().keySet()));
    assertEquals(7, network.sources().get("noise.random").state());
    assertEquals(Map.of(), network.state());
  }

  /** A convolution inside a block, a norm beside it. */
  private static final class Network extends Module {
    final Block block;
    final BatchNorm1d norm;

    Network(long seed) {
      Initializer init = new Initializer(DType.FLOAT64, new SplittableRandom(seed));
      block = child("block", new Block(init));
      norm = child("norm", new BatchNorm1d(3, init));
    }

    @Override
    public Variable forward(Variable x) {
      return norm.forward(block.forward(x));
    }
  }

  private static final class Block extends Module {
    final Conv1d conv;

    Block(Initializer init) {
      conv = child("conv", Conv1d.withBias(2, 3, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      return conv.forward(x);
    }

    void takeTwice(String name) {
      parameter(name, Tensor.zeros(DType.FLOAT64, 1));
      buffer(name, Tensor.zeros(DType.FLOAT64, 1));
    }

    void childNamed(String name) {
      child(name, new Network(1));
    }
  }

  @Test
  void namesAreJoinedByDotsInOrderOfRegistration() {
    Network network = new Network(1);
    assertEquals(
        List.of("block.conv.weight", "block.conv.bias", "norm.weight", "norm.bias"),
        List.copyOf(network.parameters().keySet()));
    assertEquals(
        List.of(
            "block.conv.weight",
            "block.conv.bias",
            "norm.weight",
            "norm.bias",
            "norm.running_mean",
            "norm.running_var"),
        List.copyOf(network.state().keySet()));
    assertEquals(2 * 3 + 3 + 3 + 3, network.parameterCount());
  }

  @Test
  void stateIsAlive() {
    Network network = new Network(1);
    assertSame(network.block.conv.weight().value(), network.state().get("block.conv.weight"));
    assertSame(network.block.conv.weight(), network.parameters().get("block.conv.weight"));
  }

  @Test
  void loadingCopiesParametersAndBuffers() {
    Network from = new Network(1);
    from.state().get("norm.running_mean").fill(5);
    Network to = new Network(2);
    to.load(from.state());
    from.state()
        .forEach((name, tensor) -> Near.requireSameBits(name, tensor, to.state().get(name)));
    from.state().get("norm.running_mean").fill(6);
    assertEquals(5, to.state().get("norm.running_mean").get(0));
  }

  @Test
  void loadingConvertsTheElementType() {
    Network network = new Network(1);
    Map<String, Tensor> single = new LinkedHashMap<>();
    network.state().forEach((name, tensor) -> single.put(name, tensor.to(DType.FLOAT32)));
    network.load(single);
    single.forEach(
        (name, tensor) ->
            Near.requireSameBits(name, tensor.to(DType.FLOAT64), network.state().get(name)));
  }

  @Test
  void loadingWhatDoesNotFitChangesNothing() {
    Network network = new Network(1);
    Map<String, Tensor> before = copy(network);
    Map<String, Tensor> values = copy(new Network(2));

    values.put("head.weight", Tensor.zeros(DType.FLOAT64, 1));
    rejects("load: the network has no parameter \"head.weight\"", () -> network.load(values));
    values.remove("head.weight");

    Tensor bias = values.remove("norm.bias");
    rejects("load: parameter \"norm.bias\" [3] is missing", () -> network.load(values));
    values.put("norm.bias", bias);

    values.put("norm.running_var", Tensor.zeros(DType.FLOAT64, 1, 3));
    rejects(
        "load: parameter \"norm.running_var\" has shape [1, 3] but the network's is [3]",
        () -> network.load(values));

    before.forEach((name, tensor) -> Near.requireSameBits(name, tensor, network.state().get(name)));
  }

  @Test
  void aNameIsTakenOnce() {
    Network network = new Network(1);
    rejects("module: the name \"gain\" is taken in Block", () -> network.block.takeTwice("gain"));
    rejects("module: the name \"conv\" is taken in Block", () -> network.block.childNamed("conv"));
  }

  @Test
  void freezingAndZeroingReachAllDescendants() {
    Network network = new Network(1);
    network.parameters().values().forEach(p -> p.gradient().fill(3));
    network.freeze(true);
    network.parameters().values().forEach(p -> assertFalse(p.requiresGradient()));
    network.freeze(false);
    network.parameters().values().forEach(p -> assertTrue(p.requiresGradient()));
    network.zeroGradients();
    network.parameters().values().forEach(p -> assertEquals(0, Near.largest(p.gradient())));
  }

  /** A frozen teacher on a training tape is the teacher that was trained. */
  @Test
  void aFrozenModuleLeavesItsRunningStatisticsAlone() {
    Network network = new Network(1);
    Tensor x = new RandomTensors(1).uniform(2, 2, 5);
    Tensor deployed = forward(network, Tape.inference(Backends.fp64()), x);
    Map<String, Tensor> before = copy(network);
    network.freeze(true);
    Near.requireSameBits("y", deployed, forward(network, Tape.training(Backends.fp64()), x));
    before.forEach((name, tensor) -> Near.requireSameBits(name, tensor, network.state().get(name)));
    network.freeze(false);
    forward(network, Tape.training(Backends.fp64()), x);
    for (String name : List.of("norm.running_mean", "norm.running_var")) {
      assertNotEquals(before.get(name).get(0), network.state().get(name).get(0), name);
    }
  }

  @Test
  void freezingAChildFreezesNoOther() {
    Network network = new Network(1);
    Map<String, Tensor> before = copy(network);
    network.block.freeze(true);
    forward(network, Tape.training(Backends.fp64()), new RandomTensors(1).uniform(2, 2, 5));
    String name = "norm.running_mean";
    assertNotEquals(before.get(name).get(0), network.state().get(name).get(0));
  }

  private static Tensor forward(Module module, Tape tape, Tensor x) {
    return module.forward(tape.constant(x)).value();
  }

  private static Map<String, Tensor> copy(Module module) {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    module.state().forEach((name, tensor) -> copy.put(name, tensor.copy()));
    return copy;
  }

  private static void rejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
