package dev.footfall.bench;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Conv1dGeometry;
import dev.footfall.engine.kernel.Kernels;
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
import org.openjdk.jmh.annotations.Warmup;

/** The three passes of the convolutions that the shipped networks are made of; batch 64, T 128. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Conv1dBenchmark {
  /** Back end. */
  @Param({"scalar", "vector"})
  public String backend;

  /**
   * Channels in, channels out, kernel and groups: first and inner layer of {@code cnn-s}, inner
   * layers of the stages of {@code wrn16-2}, the last of them depthwise.
   */
  @Param({"8-16-5-1", "16-16-5-1", "32-32-3-1", "64-64-3-1", "128-128-3-1", "128-128-3-128"})
  public String layer;

  private Kernels kernels;
  private Conv1dGeometry geometry;
  private Tensor x;
  private Tensor weight;
  private Tensor y;
  private Tensor dx;
  private Tensor dWeight;

  /** JMH makes one for each trial. */
  public Conv1dBenchmark() {}

  /** Draws the operands. */
  @Setup
  public void setUp() {
    String[] sizes = layer.split("-");
    int kernel = Integer.parseInt(sizes[2]);
    kernels = Bench.kernels(backend, 1);
    geometry =
        new Conv1dGeometry(
            64,
            Integer.parseInt(sizes[0]),
            Integer.parseInt(sizes[1]),
            128,
            kernel,
            1,
            kernel - 1,
            0,
            1,
            Integer.parseInt(sizes[3]));
    x = Bench.random(1, geometry.inShape());
    weight = Bench.random(2, geometry.weightShape());
    y = Bench.random(3, geometry.outShape());
    dx = Bench.random(4, geometry.inShape());
    dWeight = Bench.random(5, geometry.weightShape());
  }

  /** Forward pass. */
  @Benchmark
  public Tensor forward() {
    kernels.conv1d().forward(geometry, x, weight, null, y);
    return y;
  }

  /** Gradient of the input. */
  @Benchmark
  public Tensor backwardInput() {
    dx.fill(0);
    kernels.conv1d().backwardInput(geometry, weight, y, dx);
    return dx;
  }

  /** Gradient of the weight. */
  @Benchmark
  public Tensor backwardWeight() {
    dWeight.fill(0);
    kernels.conv1d().backwardWeight(geometry, x, y, dWeight);
    return dWeight;
  }
}
