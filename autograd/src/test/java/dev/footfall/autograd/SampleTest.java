package dev.footfall.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Linear;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.optim.Optimizer;
import dev.footfall.autograd.optim.Schedule;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sample that the documentation shows. */
class SampleTest {

  @Test
  void aLineIsFittedThroughPoints() {
    Kernels kernels = KernelProvider.kernels(DType.FLOAT32, Workers.of(1));
    Tensor x = Tensor.of(Shape.of(4, 1), new float[] {-1, 0, 1, 2});
    Tensor y = Tensor.of(Shape.of(4, 1), new float[] {-3, -1, 1, 3}); // y = 2 x - 1
    Linear line = new Linear(1, 1, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    Optimizer optimizer = new AdamW(kernels, line.parameters().values(), 0);
    Schedule schedule = Schedule.oneCycle(0.1, 200);
    Tape tape = Tape.training(kernels);
    for (int step = 0; step < 200; step++) {
      Variable loss = F.mse(line.forward(tape.constant(x)), tape.constant(y));
      line.zeroGradients();
      tape.backward(loss);
      optimizer.step(schedule.at(step));
      tape.reset();
    }
    assertEquals(2, line.state().get("weight").get(0), 1e-3);
    assertEquals(-1, line.state().get("bias").get(0), 1e-3);
  }
}
