package dev.footfall.grf.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.tape.Parameter;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.fp64.Fp64Kernels;
import dev.footfall.engine.kernel.scalar.ScalarKernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole training of {@code wrn16-1} against PyTorch: the loss of every step from the same
 * weights on the same data.
 *
 * <p>Weights and data are hashed from their numbers here and in the generator, so that the file
 * holds the losses alone. The learning rate is moderate, so that the loss falls all the way and no
 * step is chaotic: PyTorch's own losses move by 1e-15 when its input does, and the bound in FLOAT64
 * is a million times that. It also keeps Adam's first steps, which divide by the size of the
 * gradient, from carrying the rounding of a gradient near 0 far.
 */
class TrainingGoldenTest {
  private static final Map<String, Function<Workers, Kernels>> BACK_ENDS =
      Map.of(
          "fp64", Fp64Kernels::create,
          "scalar", ScalarKernels::create,
          "vector", VectorKernels::create);

  @ParameterizedTest
  @ValueSource(strings = {"fp64", "scalar", "vector"})
  void wrn16LearnsAsItDoesInPyTorch(String backEnd) throws IOException {
    Kernels kernels = BACK_ENDS.get(backEnd).apply(Workers.of(1));
    Json golden = golden();
    Json spec = golden.get("spec");
    int inputs = spec.get("inputs").asInt();
    int outputs = spec.get("outputs").asInt();
    SequenceNetwork network =
        Networks.named(
            "wrn16-1", inputs, outputs, new Initializer(kernels.dtype(), new SplittableRandom(1)));
    int number = 0;
    for (Parameter p : network.parameters().values()) {
      if (p.shape().rank() == 3) {
        hash(number++, p.shape().extent(1) * p.shape().extent(2), p.value());
      }
    }
    network.state().get("head.bias").fill(0);
    int batch = spec.get("batch").asInt();
    int length = spec.get("length").asInt();
    Tensor x = Tensor.zeros(kernels.dtype(), batch, inputs, length);
    hash(number, 1, x);
    Tensor target = Tensor.zeros(kernels.dtype(), batch, outputs, length);
    hash(number + 1, 1, target);

    AdamW optimizer =
        new AdamW(kernels, network.parameters().values(), spec.get("weight_decay").asDouble());
    double learningRate = spec.get("learning_rate").asDouble();
    double tolerance = kernels.dtype() == DType.FLOAT64 ? 1e-9 : 1e-3;
    double[] losses = golden.get("outputs").get("losses").get("data").asDoubles();
    assertEquals(100, losses.length);
    Tape tape = Tape.training(kernels);
    for (int step = 0; step < losses.length; step++) {
      Variable loss = F.mse(network.forward(tape.constant(x)), tape.constant(target));
      assertEquals(losses[step], loss.item(), tolerance, "loss of step " + step);
      network.zeroGradients();
      tape.backward(loss);
      optimizer.step(learningRate);
      tape.reset();
    }
  }

  /**
   * Element i of tensor number p: {@code (m(2^16 p + i) mod 255 - 127) / 2^(7 + k)}, as {@code
   * hashed} in {@code recurrent_cases.py} has it. Exact in FLOAT32.
   */
  private static void hash(int number, int fanIn, Tensor tensor) {
    int k = 0;
    while (fanIn > 6 << (2 * k)) {
      k++;
    }
    for (int i = 0; i < tensor.elements(); i++) {
      int z = ((number << 16) + i + 1) * 0x9E3779B1;
      z = (z ^ (z >>> 15)) * 0x85EBCA6B;
      z ^= z >>> 13;
      tensor.set(i, (Integer.remainderUnsigned(z, 255) - 127) / (double) (1 << (7 + k)));
    }
  }

  private static Json golden() throws IOException {
    try (InputStream in = Golden.open("training_wrn16_1")) {
      return Json.parse("training_wrn16_1", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .get("cases")
          .at(0);
    }
  }
}
