package dev.footfall.bench;

import dev.footfall.autograd.F;
import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.optim.AdamW;
import dev.footfall.autograd.optim.Optimizer;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.SequenceNetwork;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One step of training as the task sparse-4 makes it: batch 64, 8 channels, 128 samples, AdamW. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class TrainingStepBenchmark {
  /** Network. */
  @Param({"cnn-s", "lstm-s", "wrn16-1", "wrn16-2"})
  public String network;

  /** Back end. */
  @Param("vector")
  public String backend;

  /** Threads. */
  @Param({"1", "2"})
  public int threads;

  private Kernels kernels;
  private SequenceNetwork module;
  private Optimizer optimizer;
  private Tape tape;
  private Tensor x;
  private Tensor y;

  /** JMH makes one for each trial. */
  public TrainingStepBenchmark() {}

  /** Builds the network and draws a batch. */
  @Setup
  public void setUp() {
    kernels = Bench.kernels(backend, threads);
    Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(1));
    module = Networks.named(network, 8, 2, init);
    optimizer = new AdamW(kernels, module.parameters().values(), 1e-3);
    tape = Tape.training(kernels);
    x = Bench.random(1, 64, 8, 128);
    y = Bench.random(2, 64, 2, 128);
  }

  /** Forward, backward, update. */
  @Benchmark
  public double step() {
    tape.reset();
    module.zeroGradients();
    Variable loss = F.mse(module.forward(tape.constant(x)), tape.constant(y));
    tape.backward(loss);
    optimizer.step(1e-4);
    return loss.item();
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    kernels.workers().close();
  }
}
