package dev.footfall.autograd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Lstm;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.autograd.testing.Near;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.vector.VectorKernels;
import dev.footfall.engine.runtime.Workers;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whole training runs. */
class TrainingTest {
  private static final Trainer.Progress SILENT =
      new Trainer.Progress() {
        @Override
        public void step(int step, int steps) {}

        @Override
        public void epoch(Trainer.Epoch epoch) {}
      };

  /**
   * The input is white with variance 1/3, so taps that are off by e cost {@code |e|^2 / 3} and a
   * bias that is off by b costs b^2: a loss below 1e-8 means taps within sqrt(3e-8) = 1.8e-4. The
   * loss of exact taps is rounding, some (4 u)^2 = 6e-14.
   */
  @Test
  void aConvolutionRecoversAKnownFilter() {
    Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(3));
    Conv1d conv = Conv1d.withBias(1, 1, 3, Conv1dSpec.causal(3, 1), init);
    FilteredNoise data = FilteredNoise.of(64, 1);
    FilteredNoise other = FilteredNoise.of(16, 2);
    DataLoader loader = new DataLoader(data, 8, new SplittableRandom(1));
    List<Trainer.Epoch> epochs =
        trainer(Backends.vector(), 40, 0.05)
            .fit(conv, loader, loss(conv), () -> lossOf(conv, other), SILENT);
    assertEquals(40, epochs.size());
    double best = epochs.stream().mapToDouble(Trainer.Epoch::validation).min().orElseThrow();
    assertTrue(best < 1e-8, "validation loss " + best);
    assertEquals(best, lossOf(conv, other));
    for (int k = 0; k < 3; k++) {
      assertEquals(FilteredNoise.TAPS[k], conv.weight().value().get(k), 2e-4);
    }
    assertEquals(0, conv.bias().value().get(0), 2e-4);
    assertTrue(epochs.getFirst().loss() > 1000 * epochs.getLast().loss());
  }

  @Test
  void theSameSeedGivesTheSameWeightsWithOneThreadAndWithTwo() {
    Map<String, Tensor> one = trainedOn(1);
    Map<String, Tensor> two = trainedOn(2);
    one.forEach((name, tensor) -> Near.requireSameBits(name, tensor, two.get(name)));
    Map<String, Tensor> again = trainedOn(1);
    one.forEach((name, tensor) -> Near.requireSameBits(name, tensor, again.get(name)));
  }

  /** A convolution, a norm, an LSTM and a head, over batches of more columns than one block. */
  private static Map<String, Tensor> trainedOn(int threads) {
    try (Workers workers = Workers.of(threads)) {
      Module network = new Network();
      DataLoader loader = new DataLoader(FilteredNoise.of(110, 1), 70, new SplittableRandom(1));
      FilteredNoise other = FilteredNoise.of(16, 2);
      trainer(VectorKernels.create(workers), 2, 0.01)
          .fit(network, loader, loss(network), () -> lossOf(network, other), SILENT);
      return network.state();
    }
  }

  private static final class Network extends Module {
    private final Module first;
    private final Module norm;
    private final Module lstm;
    private final Module head;

    Network() {
      Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(7));
      first = child("first", Conv1d.withoutBias(1, 6, 5, Conv1dSpec.causal(5, 2), init));
      norm = child("norm", new BatchNorm1d(6, init));
      lstm = child("lstm", new Lstm(6, 5, init));
      head = child("head", Conv1d.withBias(5, 1, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      return head.forward(lstm.forward(F.relu(norm.forward(first.forward(x)))));
    }
  }

  private static Trainer trainer(Kernels kernels, int epochs, double peak) {
    return new Trainer(kernels, new Trainer.Settings(epochs, peak, 0, 1));
  }

  private static Trainer.Loss loss(Module network) {
    return (tape, batch) ->
        F.mse(network.forward(tape.constant(batch.x())), tape.constant(batch.y()));
  }

  private static double lossOf(Module network, FilteredNoise data) {
    Tape tape = Tape.inference(Backends.vector());
    Variable y = network.forward(tape.constant(data.xs().to(DType.FLOAT32)));
    return F.mse(y, tape.constant(data.ys().to(DType.FLOAT32))).item();
  }
}
