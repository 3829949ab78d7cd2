package dev.footfall.bench;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.stream.StreamingKernel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One sample through the streaming kernel of {@code cnn-s}: 3,232 multiply-accumulates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StreamingBenchmark {
  private static final int CHANNELS = 8;
  private static final int SAMPLES = 128;

  private final float[][] inputs = new float[SAMPLES][];
  private final float[] out = new float[2];
  private StreamingKernel kernel;
  private int next;

  /** JMH makes one for each trial. */
  public StreamingBenchmark() {}

  /** Builds a kernel of the shape of {@code cnn-s} with random weights. */
  @Setup
  public void setUp() {
    float[] ones = new float[CHANNELS];
    Arrays.fill(ones, 1);
    StreamingKernel.Builder builder = StreamingKernel.builder(new float[CHANNELS], ones);
    int channels = CHANNELS;
    for (int layer = 0; layer < 3; layer++) {
      builder.causalConv1d(scaled(layer, 16, channels, 5), scaled(9 + layer, 16), 1 << layer, true);
      channels = 16;
    }
    builder.causalConv1d(scaled(6, 2, 16, 1), scaled(7, 2), 1, false);
    kernel = builder.build(new float[] {400, 400});
    for (int t = 0; t < SAMPLES; t++) {
      inputs[t] = Bench.random(100 + t, CHANNELS).floats();
    }
  }

  private static Tensor scaled(long seed, int... extents) {
    Tensor tensor = Bench.random(seed, extents);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.set(i, 0.1 * tensor.get(i));
    }
    return tensor;
  }

  /** One sample in, one estimate out. */
  @Benchmark
  public float[] step() {
    kernel.step(inputs[next], out);
    next = (next + 1) % SAMPLES;
    return out;
  }
}
