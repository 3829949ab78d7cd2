package dev.footfall.autograd.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Module;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.optim.GradientClip;
import dev.footfall.autograd.optim.Optimizer;
import dev.footfall.autograd.optim.Schedule;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The network that the documentation builds and trains. */
class PeaksTest {

  /** From {@code x [N, 1, T]} to an estimate of the larger of each sample and the one before. */
  static final class Peaks extends Module {
    private final Conv1d wide;
    private final Conv1d narrow;

    Peaks(Initializer init) {
      wide = child("wide", Conv1d.withBias(1, 8, 3, Conv1dSpec.causal(3, 1), init));
      narrow = child("narrow", Conv1d.withBias(8, 1, 1, Conv1dSpec.PLAIN, init));
    }

    @Override
    public Variable forward(Variable x) {
      return narrow.forward(F.relu(wide.forward(x)));
    }
  }

  @Test
  void aSmallNetworkLearnsWhatNoLinearFilterCan() {
    SplittableRandom random = new SplittableRandom(1);
    Kernels kernels = KernelProvider.kernels(DType.FLOAT32, Workers.of(1));
    Peaks network = new Peaks(new Initializer(DType.FLOAT32, random));
    var parameters = network.parameters().values();
    Optimizer optimizer = new AdamW(kernels, parameters, 1e-4);
    Schedule schedule = Schedule.oneCycle(0.05, 300);
    Tape tape = Tape.training(kernels);
    double error = 0;
    for (int step = 0; step < 300; step++) {
      Tensor x = new Initializer(DType.FLOAT32, random).uniform(1, 16, 1, 32);
      Variable y = network.forward(tape.constant(x));
      Variable loss = F.mse(y, tape.constant(larger(x)));
      network.zeroGradients();
      tape.backward(loss);
      GradientClip.byNorm(kernels, parameters, 1);
      optimizer.step(schedule.at(step));
      error = Math.sqrt(loss.item());
      tape.reset();
    }
    // The best linear estimate, (x + previous) / 2 + 1/3, is off by 0.24: the deviation of half the
    // distance of two uniform numbers.
    assertTrue(error < 0.05, "root mean square error " + error);
  }

  /** The larger of each sample and the one before it, which is 0 at the beginning. */
  private static Tensor larger(Tensor x) {
    Tensor larger = x.copy();
    int length = x.shape().extent(2);
    for (int i = 0; i < x.elements(); i++) {
      larger.set(i, Math.max(x.get(i), i % length == 0 ? 0 : x.get(i - 1)));
    }
    return larger;
  }
}
