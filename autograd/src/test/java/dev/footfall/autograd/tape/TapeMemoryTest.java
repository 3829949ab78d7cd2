package dev.footfall.autograd.tape;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.BatchNorm1d;
import dev.footfall.autograd.nn.Conv1d;
import dev.footfall.autograd.nn.ConvTranspose1d;
import dev.footfall.autograd.nn.Gru;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.nn.Linear;
import dev.footfall.autograd.nn.Lstm;
import dev.footfall.autograd.op.Conv1dSpec;
import dev.footfall.autograd.op.ConvTranspose1dSpec;
import dev.footfall.autograd.op.GramOp;
import dev.footfall.autograd.testing.Backends;
import dev.footfall.engine.DType;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * From the second step of the same shapes on, all tensors come from the pool: what a step allocates
 * then, views and lists, is less than the smallest of its tensors that grow with the batch.
 */
class TapeMemoryTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(1));

  @Test
  void aConvolutionalNetworkTakesItsTensorsFromThePool() {
    Conv1d conv = Conv1d.withBias(16, 16, 3, Conv1dSpec.causal(3, 1), init);
    BatchNorm1d norm = new BatchNorm1d(16, init);
    Tensor x = init.uniform(1, 16, 16, 128);
    Tensor overBatch = init.uniform(1, 16, 16);
    Tensor overTime = init.uniform(1, 128, 128);
    // Activations are of 128 kB, the map over time of 64.
    requireReuse(
        64 * 1024,
        tape -> {
          Variable a = F.relu(norm.forward(conv.forward(tape.constant(x))));
          Variable b = F.tanh(F.concat(a, F.scale(0.5, F.sigmoid(a))));
          Variable time = F.mse(F.gram(b, GramOp.Axis.TIME), tape.constant(overTime));
          Variable batch = F.mse(F.gram(a, GramOp.Axis.BATCH), tape.constant(overBatch));
          return F.add(F.mean(F.add(b, b)), F.add(time, batch));
        });
  }

  @Test
  void anLstmTakesItsTensorsFromThePool() {
    Lstm lstm = new Lstm(16, 64, init);
    Tensor x = init.uniform(1, 128, 16, 8);
    // Sequences are of 256 kB and more, states of 32.
    requireReuse(32 * 1024, tape -> F.mean(lstm.forward(tape.input(x))));
  }

  @Test
  void aGruTakesItsTensorsFromThePool() {
    Gru gru = new Gru(16, 64, init);
    Tensor x = init.uniform(1, 128, 16, 8);
    // Sequences are of 256 kB and more, states of 32.
    requireReuse(32 * 1024, tape -> F.mean(gru.forward(tape.input(x))));
  }

  @Test
  void aTransposedConvolutionTakesItsTensorsFromThePool() {
    ConvTranspose1d layer =
        ConvTranspose1d.withBias(16, 16, 4, ConvTranspose1dSpec.ofStride(2), init);
    Tensor x = init.uniform(1, 16, 16, 128);
    // Activations are of 128 kB and twice that.
    requireReuse(64 * 1024, tape -> F.mean(layer.forward(tape.input(x))));
  }

  @Test
  void aLinearLayerTakesItsTensorsFromThePool() {
    Linear linear = new Linear(64, 64, init);
    Tensor x = init.uniform(1, 128, 64);
    requireReuse(32 * 1024, tape -> F.mean(linear.forward(tape.input(x))));
  }

  /** A backward pass gives its gradients back early, and operations before find them free. */
  @Test
  void gradientsOfIntermediateValuesAreReusedWithinOnePass() {
    Tape tape = Tape.training(Backends.fp64());
    Variable y = tape.input(Tensor.zeros(DType.FLOAT64, 10_000));
    for (int i = 0; i < 50; i++) {
      y = F.scale(1, y);
    }
    Tensor seed = Tensor.zeros(DType.FLOAT64, 10_000);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    tape.backward(y, seed);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    // Two gradients of 80 kB are alive at any time; a third would be one too many.
    assertTrue(allocated < 3 * 80_000, "50 gradients of 80 kB took " + allocated + " B");
  }

  /** An operation that needs two temporaries. */
  private record Copy() implements Op {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(OpContext cx) {
      cx.temporary(cx.output().shape());
      cx.temporary(cx.output().shape());
      cx.output().copyFrom(cx.input(0));
    }

    @Override
    public void backward(OpContext cx) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void temporariesAreReusedByTheNextOperation() {
    Tape tape = Tape.training(Backends.fp64());
    Variable y = tape.input(Tensor.zeros(DType.FLOAT64, 10_000));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      y = Tape.apply(new Copy(), y);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    // 20 outputs of 80 kB and two temporaries; one more for views and lists.
    assertTrue(allocated < 23 * 80_000, "20 outputs of 80 kB took " + allocated + " B");
  }

  private interface Step {
    Variable loss(Tape tape);
  }

  private static void requireReuse(long bound, Step step) {
    Tape tape = Tape.training(Backends.scalar());
    long first = allocatedBy(tape, step);
    assertTrue(first > 3 * bound, "step 1 allocates " + first + " B only");
    for (int number = 2; number <= 4; number++) {
      long allocated = allocatedBy(tape, step);
      assertTrue(allocated < bound, "step " + number + " allocates " + allocated + " B");
      // Other shapes in between do not disturb the pool.
      F.scale(2, tape.input(Tensor.zeros(DType.FLOAT32, number)));
      tape.reset();
    }
  }

  private static long allocatedBy(Tape tape, Step step) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    tape.backward(step.loss(tape));
    tape.reset();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
