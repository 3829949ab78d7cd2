package dev.footfall.bench;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.Int8Kernel;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.Arrays;
import java.util.List;
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
 * The students of {@link StudentBenchmark} in 8-bit integers, compiled and in an interpreter alone,
 * which stands for a VM without a compiler.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Int8Benchmark {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 2;
  private static final int SAMPLES = 100;

  /** Network: 976, 3,232 and 4,528 multiply-accumulates a sample. */
  @Param({"cnn-xs", "cnn-s", "lstm-s"})
  public String network;

  private final float[][] inputs = new float[SAMPLES][];
  private final float[] out = new float[OUTPUTS];
  private final float[] window = Bench.random(1, SAMPLES * INPUTS).floats();
  private final float[] windowOut = new float[SAMPLES * OUTPUTS];
  private Int8Kernel streamKernel;
  private Int8Window windowKernel;
  private int next;

  /** JMH makes one for each trial. */
  public Int8Benchmark() {}

  /** Calibrates on the window, and builds the kernels. */
  @Setup
  public void setUp() {
    Plan plan = StudentBenchmark.plan(network);
    QuantizedPlan quantized =
        QuantizedPlan.of(plan, new Calibrator(plan, List.of(window)).calibrate());
    SensorLimits limits = SensorLimits.at(100);
    streamKernel = Int8Kernel.of(quantized, limits);
    windowKernel = Int8Window.of(quantized, SAMPLES, limits);
    for (int t = 0; t < SAMPLES; t++) {
      inputs[t] = Arrays.copyOfRange(window, t * INPUTS, (t + 1) * INPUTS);
    }
  }

  /** One sample in, one estimate out. */
  @Benchmark
  public float[] sample() {
    streamKernel.step(inputs[next], out);
    next = (next + 1) % SAMPLES;
    return out;
  }

  /** The same in a JVM that compiles nothing. */
  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "-Xint")
  public float[] interpretedSample() {
    return sample();
  }

  /** One window in, its estimates out. */
  @Benchmark
  public float[] window() {
    windowKernel.run(window, windowOut);
    return windowOut;
  }
}
