package dev.footfall.bench;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.trace.Tracer;
import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WearersKernel;
import dev.footfall.engine.plan.WindowKernel;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.SequenceNetwork;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The students of sparse-4 as they run: 8 sensor values in, 2 forces out, random weights. A window
 * has 100 samples, a second of walking; a server has 64 wearers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StudentBenchmark {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 2;
  private static final int SAMPLES = 100;
  private static final int WEARERS = 64;

  /** Network: 976, 3,232 and 4,528 multiply-accumulates a sample. */
  @Param({"cnn-xs", "cnn-s", "lstm-s"})
  public String network;

  /** Back end. */
  @Param({"scalar", "vector"})
  public String backend;

  private final float[][] inputs = new float[SAMPLES][];
  private final float[] out = new float[OUTPUTS];
  private final float[] window = Bench.random(1, SAMPLES * INPUTS).floats();
  private final float[] windowOut = new float[SAMPLES * OUTPUTS];
  private final float[] wearersIn = Bench.random(2, WEARERS * INPUTS).floats();
  private final float[] wearersOut = new float[WEARERS * OUTPUTS];
  private final int[] status = new int[WEARERS];
  private StudentKernel streamKernel;
  private WindowKernel windowKernel;
  private WearersKernel wearersKernel;
  private int next;

  /** JMH makes one for each trial. */
  public StudentBenchmark() {}

  /** Builds the kernels. */
  @Setup
  public void setUp() {
    Plan plan = plan(network);
    SensorLimits limits = SensorLimits.at(100);
    RowKernel rows = Bench.rows(backend);
    streamKernel = StudentKernel.of(plan, limits, rows);
    windowKernel = WindowKernel.of(plan, SAMPLES, limits, rows);
    wearersKernel = WearersKernel.of(plan, WEARERS, limits, rows);
    for (int t = 0; t < SAMPLES; t++) {
      inputs[t] = Arrays.copyOfRange(window, t * INPUTS, (t + 1) * INPUTS);
    }
  }

  /** A student with random weights, for standard normal inputs. */
  static Plan plan(String network) {
    SequenceNetwork module =
        Networks.named(
            network, INPUTS, OUTPUTS, new Initializer(DType.FLOAT32, new SplittableRandom(1)));
    float[] std = new float[INPUTS];
    Arrays.fill(std, 1);
    return Plan.compile(
        Tracer.trace(module, INPUTS),
        module.state(),
        new float[INPUTS],
        std,
        new float[] {400, 400});
  }

  /** One sample in, one estimate out. */
  @Benchmark
  public float[] sample() {
    streamKernel.step(inputs[next], out);
    next = (next + 1) % SAMPLES;
    return out;
  }

  /** One window in, its estimates out. */
  @Benchmark
  public float[] window() {
    windowKernel.run(window, windowOut);
    return windowOut;
  }

  /** One sample of every wearer in, their estimates out. */
  @Benchmark
  public float[] wearers() {
    wearersKernel.step(wearersIn, wearersOut, status);
    return wearersOut;
  }
}
