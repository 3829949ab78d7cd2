package dev.footfall.bench;

import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.Calibrator;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec;
import dev.footfall.grf.emit.EmittedSources;
import dev.footfall.grf.emit.Emitter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
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

/** One sample through the emitted class of a student, compiled for Java 8, random weights. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EmittedBenchmark {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 2;
  private static final int SAMPLES = 100;

  /** What a call goes through, as the class is not known here: one virtual call more. */
  private static final String CALLER =
      """
      public final class Caller implements java.util.function.BiConsumer<float[], float[]> {
        private final Emitted kernel = new Emitted();

        public void accept(float[] in, float[] out) {
          kernel.step(in, out);
        }
      }
      """;

  /** Network: 976, 3,232 and 4,528 multiply-accumulates a sample. */
  @Param({"cnn-xs", "cnn-s", "lstm-s"})
  public String network;

  /** Format of the numbers. */
  @Param({"float32", "int8"})
  public String format;

  private final float[][] inputs = new float[SAMPLES][];
  private final float[] out = new float[OUTPUTS];
  private BiConsumer<float[], float[]> kernel;
  private int next;

  /** JMH makes one for each trial. */
  public EmittedBenchmark() {}

  /** Emits, compiles and loads the class. */
  @Setup
  public void setUp() {
    float[] window = Bench.random(1, SAMPLES * INPUTS).floats();
    for (int t = 0; t < SAMPLES; t++) {
      inputs[t] = Arrays.copyOfRange(window, t * INPUTS, (t + 1) * INPUTS);
    }
    Plan plan = StudentBenchmark.plan(network);
    EmitSpec spec =
        new EmitSpec(
            "",
            "Emitted",
            EmitSpec.Mode.STREAMING,
            IntStream.range(0, INPUTS).mapToObj(c -> "input" + c).toList(),
            "N",
            IntStream.range(0, OUTPUTS).mapToObj(c -> "force" + c).toList(),
            100,
            Map.of());
    if (format.equals("int8")) {
      QuantizedPlan quantized =
          QuantizedPlan.of(plan, new Calibrator(plan, List.of(window)).calibrate());
      kernel = compiled(Emitter.int8(quantized, spec, 1));
    } else {
      kernel = compiled(Emitter.float32(plan, spec, 1));
    }
  }

  @SuppressWarnings("unchecked") // The source of the class stands above.
  private static BiConsumer<float[], float[]> compiled(EmittedSources sources) {
    try {
      Path folder = Files.createTempDirectory("emitted");
      Path source = Files.writeString(folder.resolve("Emitted.java"), sources.kernel());
      Path caller = Files.writeString(folder.resolve("Caller.java"), CALLER);
      int code =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "--release",
                  "8",
                  "-Xlint:-options",
                  "-d",
                  folder.toString(),
                  source.toString(),
                  caller.toString());
      if (code != 0) {
        throw new IllegalStateException("the emitted class does not compile: " + folder);
      }
      URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
      return (BiConsumer<float[], float[]>)
          loader.loadClass("Caller").getConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One sample in, one estimate out. */
  @Benchmark
  public float[] sample() {
    kernel.accept(inputs[next], out);
    next = (next + 1) % SAMPLES;
    return out;
  }

  /** The same in a JVM that compiles nothing. */
  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "-Xint")
  public float[] interpretedSample() {
    return sample();
  }
}
