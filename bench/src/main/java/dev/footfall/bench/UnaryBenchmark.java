package dev.footfall.bench;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.kernel.UnaryFunction;
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

/**
 * Functions of one number over {@value #ELEMENTS} elements, 8 windows of 16 channels, one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class UnaryBenchmark {
  private static final int ELEMENTS = 8 * 16 * 128;

  /** Back end. */
  @Param({"scalar", "vector"})
  public String backend;

  /** One that the compiler makes vectors of, and those that have an exponential. */
  @Param({"ABS", "EXP", "ELU", "GELU", "GELU_TANH", "SILU", "SOFTPLUS"})
  public UnaryFunction.Kind kind;

  private Kernels kernels;
  private UnaryFunction function;
  private Tensor x;
  private Tensor y;
  private Tensor dy;
  private Tensor dx;

  /** JMH makes one for each trial. */
  public UnaryBenchmark() {}

  /** Draws input and gradient. */
  @Setup
  public void setUp() {
    kernels = Bench.kernels(backend, 1);
    function = UnaryFunction.of(kind, 1);
    x = Bench.random(1, ELEMENTS);
    y = Bench.random(2, ELEMENTS);
    dy = Bench.random(3, ELEMENTS);
    dx = Bench.random(4, ELEMENTS);
  }

  /** y = f(x). */
  @Benchmark
  public Tensor value() {
    kernels.unary().value(function, 0, ELEMENTS, x, y);
    return y;
  }

  /** dx += dy f'(x). */
  @Benchmark
  public Tensor gradient() {
    kernels.unary().gradient(function, 0, ELEMENTS, x, y, dy, dx);
    return dx;
  }
}
