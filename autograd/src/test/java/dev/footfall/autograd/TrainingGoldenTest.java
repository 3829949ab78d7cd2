package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.nn.RecurrentStack;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.GoldenCase;
import dev.footfall.autograd.testing.GoldenSource;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A whole training against PyTorch: the loss of every step from the same weights on the same data.
 *
 * <p>The learning rate is moderate, so that the loss falls all the way and no step is chaotic:
 * another rounding then moves a loss by little more than itself. PyTorch's own losses move by 1e-15
 * when its inputs do, and the bound in FLOAT64 is a million times that.
 */
class TrainingGoldenTest {

  @ParameterizedTest(name = "{0}, {1}")
  @GoldenSource("training_lstm")
  void twoLstmLayersLearnAsTheyDoInPyTorch(GoldenCase golden, Kernels kernels) {
    Network network = new Network(kernels.dtype());
    Map<String, Tensor> weights = new LinkedHashMap<>(golden.inputs());
    Tensor x = weights.remove("x").to(kernels.dtype());
    Tensor target = weights.remove("target").to(kernels.dtype());
    network.load(weights);
    AdamW optimizer =
        new AdamW(
            kernels, network.parameters().values(), golden.spec().get("weight_decay").asDouble());
    double learningRate = golden.spec().get("learning_rate").asDouble();
    Tensor losses = golden.outputs().get("losses");
    assertEquals(100, losses.elements());
    double tolerance = kernels.dtype() == DType.FLOAT64 ? 1e-9 : 1e-3;
    Tape tape = Tape.training(kernels);
    for (int step = 0; step < losses.elements(); step++) {
      Variable loss = F.mse(network.forward(tape.constant(x)), tape.constant(target));
      assertEquals(losses.get(step), loss.item(), tolerance, "loss of step " + step);
      network.zeroGradients();
      tape.backward(loss);
      optimizer.step(learningRate);
      tape.reset();
    }
  }

  private static final class Network extends Module {
    final RecurrentStack stack;
    final Conv1d head;

    Network(DType dtype) {
      Initializer init = new Initializer(dtype, new SplittableRandom(1));
      stack = child("stack", RecurrentStack.lstm(3, 8, 2, false, init));
      head = child("head", Conv1d.withBias(8, 2, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      return head.forward(stack.forward(x));
    }
  }
}
