package dev.footfall.grf.emit;

import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.PlanBuffers;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WindowKernel;
import dev.footfall.engine.quant.Int8Kernel;
import dev.footfall.engine.quant.Int8Window;
import dev.footfall.engine.quant.QuantStep;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.emit.EmitSpec.Mode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes a plan as Java 7 source that uses arrays and arithmetic and nothing else, and gives the
 * plan's results to the bit.
 *
 * <p>The class has a public constructor, {@code void reset()}, and {@code void step(float[] in,
 * float[] out)} or {@code void run(float[] in, float[] out)}; it handles missing values as {@link
 * StudentKernel} does and tells so by {@code int status()}. Sources are a function of plan and
 * {@link EmitSpec}: equal arguments give equal text, in ASCII.
 */
public final class Emitter {
  /** Numbers that the check feeds, about. */
  private static final int RECORDED_VALUES = 1024;

  private static final int FEWEST_RECORDED_SAMPLES = 16;

  /** About so many steps of 8 bits are a standard deviation. */
  private static final float STEPS_OF_A_DEVIATION = 50;

  private static final String FLOAT_SUMS =
      "every sum begins with the bias and goes on over input channels (outer) and taps (inner,"
          + " oldest first), one float multiplication and one float addition for each: the order of"
          + " the plan, so that the results are the plan's to the bit";

  private static final String INT8_SUMS =
      "weights and values in 8 bits, sums in 32, exact in any order; rounded as in the 8-bit scheme"
          + " of TensorFlow Lite; the results are those of the quantised plan to the bit";

  private Emitter() {}

  /**
   * A plan in float arithmetic.
   *
   * @param samples of a window; of no meaning for samples one by one
   * @throws IllegalArgumentException if the names of the specification do not fit the plan, or it
   *     needs more memory than a plan may
   */
  public static EmittedSources float32(Plan plan, EmitSpec spec, int samples) {
    boolean streaming = spec.mode() == Mode.STREAMING;
    requireNames(spec, plan.inputs(), plan.outputs());
    PlanBuffers buffers =
        streaming ? PlanBuffers.streaming(plan, 1) : PlanBuffers.window(plan, samples, 1);
    MemoryPlan memory = MemoryPlan.place(buffers.buffers());
    List<String> steps = plan.steps().stream().map(Step::name).toList();
    LayerNames names = new LayerNames(steps, spec.className());
    Addresses addresses = new Addresses(memory, steps, names, buffers::rowsOf);
    FloatLayers writer = new FloatLayers(spec, plan, names, addresses);
    List<Layer> layers =
        plan.steps().stream().map(step -> writer.layer(step.output() - 1)).toList();
    float[] in = recording(recorded(spec, plan.inputs(), samples), mean(plan), std(plan));
    float[] out = new float[in.length / plan.inputs() * plan.outputs()];
    SensorLimits limits = SensorLimits.at(spec.samplingRateHz());
    if (streaming) {
      StudentKernel.of(plan, limits).run(in, out);
    } else {
      WindowKernel.of(plan, samples, limits).run(in, out);
    }
    boolean standardised = plan.steps().getFirst() instanceof Step.Standardise;
    KernelSource kernel =
        new KernelSource(
            spec,
            "float32",
            samples,
            plan.lookAhead(),
            layers,
            names,
            memory("float", memory, addresses)
                + "\nprivate static final int STATE = %d;\n".formatted(memory.stateElements()),
            "for (int i = 0; i < STATE; i++) {\n  memory[i] = 0f;\n}\n",
            standardised ? names.weights(0) + ".MEAN[c]" : "0f",
            "memory[%s + %sc] = held[c];"
                .formatted(addresses.ofRows(0), streaming ? "" : "t * INPUTS + "),
            "memory[%s + %sk]"
                .formatted(
                    addresses.ofRows(plan.steps().size()), streaming ? "" : "t * OUTPUTS + "),
            writer.functions(),
            List.of(),
            facts(Budget.float32(plan), FLOAT_SUMS));
    return sources(spec, kernel, plan.lookAhead(), in, out);
  }

  /**
   * A plan in 8-bit integers.
   *
   * @param samples of a window; of no meaning for samples one by one
   * @throws IllegalArgumentException as {@link #float32}
   */
  public static EmittedSources int8(QuantizedPlan plan, EmitSpec spec, int samples) {
    boolean streaming = spec.mode() == Mode.STREAMING;
    requireNames(spec, plan.inputs(), plan.outputs());
    List<String> steps = plan.steps().stream().map(QuantStep::name).toList();
    MemoryPlan memory = streaming ? Int8Buffers.streaming(plan) : Int8Buffers.window(plan, samples);
    LayerNames names = new LayerNames(steps, spec.className());
    Addresses addresses =
        new Addresses(memory, steps, names, value -> steps.get(value - 1) + " rows");
    Int8Layers writer = new Int8Layers(spec, plan, names, addresses);
    List<Layer> layers = IntStream.range(0, steps.size()).mapToObj(writer::layer).toList();
    QuantStep.Quantize first = (QuantStep.Quantize) plan.steps().getFirst();
    float[] spread = first.step().clone();
    for (int c = 0; c < spread.length; c++) {
      spread[c] *= STEPS_OF_A_DEVIATION;
    }
    float[] in = recording(recorded(spec, plan.inputs(), samples), first.mean(), spread);
    float[] out = new float[in.length / plan.inputs() * plan.outputs()];
    SensorLimits limits = SensorLimits.at(spec.samplingRateHz());
    if (streaming) {
      run(Int8Kernel.of(plan, limits), in, out);
    } else {
      Int8Window.of(plan, samples, limits).run(in, out);
    }
    KernelSource kernel =
        new KernelSource(
            spec,
            "int8",
            samples,
            plan.lookAhead(),
            layers,
            names,
            memory("byte", memory, addresses)
                + "private final float[] forces = new float[%s];\n"
                    .formatted(streaming ? "OUTPUTS" : "SAMPLES * OUTPUTS"),
            writer.clear(),
            names.weights(0) + ".MEAN[c]",
            "memory[%s + %sc] = %s(held[c], c);"
                .formatted(addresses.ofRows(1), streaming ? "" : "t * INPUTS + ", names.method(0)),
            streaming ? "forces[k]" : "forces[t * OUTPUTS + k]",
            Int8FunctionsSource.methods(plan, writer.clear().contains("fill("))
                + Int8FunctionsSource.tables(plan),
            Int8FunctionsSource.used(plan).stream()
                .map(function -> Int8FunctionsSource.table(function) + ".KNOTS.length")
                .toList(),
            facts(Budget.int8(plan), INT8_SUMS));
    return sources(spec, kernel, plan.lookAhead(), in, out);
  }

  /** Fills out with the answers of all samples: those that come late by themselves included. */
  private static void run(Int8Kernel kernel, float[] in, float[] out) {
    float[] sample = new float[kernel.inputs()];
    float[] force = new float[kernel.outputs()];
    int from = 0;
    int to = 0;
    while (to < out.length) {
      int status;
      if (from < in.length) {
        System.arraycopy(in, from, sample, 0, sample.length);
        status = kernel.step(sample, force);
        from += sample.length;
      } else {
        status = kernel.flush(force);
      }
      if (status == 0) {
        System.arraycopy(force, 0, out, to, force.length);
        to += force.length;
      }
    }
  }

  private static void requireNames(EmitSpec spec, int inputs, int outputs) {
    if (spec.inputs().size() != inputs || spec.outputs().size() != outputs) {
      throw new IllegalArgumentException(
          "emit: the plan has %s inputs and %s outputs but there are names for %s and %s"
              .formatted(inputs, outputs, spec.inputs().size(), spec.outputs().size()));
    }
  }

  private static String memory(String type, MemoryPlan memory, Addresses addresses) {
    return Template.of(
            """
            // Where each buffer begins in memory, and its length. Those that no step needs at the same time
            // share their place.
            @addresses@

            private final @type@[] memory = new @type@[@length@];
            """)
        .with("addresses", addresses.declarations())
        .with("type", type)
        .with("length", memory.elements())
        .text();
  }

  private static Map<String, String> facts(Budget budget, String sums) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("budget", budget.summary());
    facts.put("sums", sums);
    return facts;
  }

  private static EmittedSources sources(
      EmitSpec spec, KernelSource kernel, int lookAhead, float[] in, float[] out) {
    int samples = in.length / spec.inputs().size();
    return new EmittedSources(
        spec.className(),
        kernel.text(),
        CheckSource.of(spec, samples, lookAhead, in, out),
        ProgramSource.of(spec, lookAhead));
  }

  /** How many samples the check feeds. */
  private static int recorded(EmitSpec spec, int inputs, int windowSamples) {
    return spec.mode() == Mode.WINDOW
        ? windowSamples
        : Math.max(FEWEST_RECORDED_SAMPLES, RECORDED_VALUES / inputs);
  }

  private static float[] mean(Plan plan) {
    return plan.steps().getFirst() instanceof Step.Standardise s
        ? s.mean()
        : new float[plan.inputs()];
  }

  private static float[] std(Plan plan) {
    float[] ones = new float[plan.inputs()];
    Arrays.fill(ones, 1);
    return plan.steps().getFirst() instanceof Step.Standardise s ? s.std() : ones;
  }

  /** Values like those of the training data, normally distributed. */
  private static float[] recording(int samples, float[] mean, float[] std) {
    SplittableRandom random = new SplittableRandom(1);
    float[] in = new float[samples * mean.length];
    for (int i = 0; i < in.length; i++) {
      int c = i % mean.length;
      in[i] = mean[c] + std[c] * (float) random.nextGaussian();
    }
    return in;
  }
}
