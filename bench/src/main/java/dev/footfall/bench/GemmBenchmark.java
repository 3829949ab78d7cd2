package dev.footfall.bench;

import dev.footfall.engine.Matrix;
import dev.footfall.engine.Tensor;
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

/** Square matrix products, one thread; n^3 multiply-accumulates each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class GemmBenchmark {
  /** Back end. */
  @Param({"scalar", "vector"})
  public String backend;

  /** Rows and columns: from the size of a gate matrix to beyond the caches. */
  @Param({"48", "128", "256", "512", "1024"})
  public int n;

  private Kernels kernels;
  private Matrix a;
  private Matrix b;
  private Matrix c;

  /** JMH makes one for each trial. */
  public GemmBenchmark() {}

  /** Draws the operands. */
  @Setup
  public void setUp() {
    kernels = Bench.kernels(backend, 1);
    a = Matrix.of(Bench.random(1, n, n));
    b = Matrix.of(Bench.random(2, n, n));
    c = Matrix.of(Bench.random(3, n, n));
  }

  /** c = a b. */
  @Benchmark
  public Tensor multiply() {
    kernels.gemm().gemm(1, a, b, 0, c);
    return c.tensor();
  }

  /** c = a b^T, whose right operand must be repacked. */
  @Benchmark
  public Tensor multiplyTransposed() {
    kernels.gemm().gemm(1, a, b.transposed(), 0, c);
    return c.tensor();
  }
}
