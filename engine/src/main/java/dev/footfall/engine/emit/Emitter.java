package dev.footfall.engine.emit;

import dev.footfall.engine.emit.EmitSpec.Mode;
import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.PlanBuffers;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.plan.WindowKernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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
    String row = streaming ? "" : "t * INPUTS + ";
    String lastRow = streaming ? "" : "t * OUTPUTS + ";
    KernelSource kernel =
        new KernelSource(
            spec,
            "float32",
            samples,
            plan.lookAhead(),
            layers,
            names,
            memory(memory, addresses),
            "memory",
            "for (int i = 0; i < STATE; i++) {\n  memory[i] = 0f;\n}\n",
            plan.steps().getFirst() instanceof Step.Standardise
                ? names.weights(0) + ".MEAN[c]"
                : "0f",
            "memory[%s + %sc] = held[c];".formatted(addresses.ofRows(0), row),
            "memory[%s + %sk]".formatted(addresses.ofRows(plan.steps().size()), lastRow),
            writer.functions(),
            facts(Budget.float32(plan)));
    return sources(spec, kernel, plan, samples);
  }

  private static void requireNames(EmitSpec spec, int inputs, int outputs) {
    if (spec.inputs().size() != inputs || spec.outputs().size() != outputs) {
      throw new IllegalArgumentException(
          "emit: the plan has %s inputs and %s outputs but there are names for %s and %s"
              .formatted(inputs, outputs, spec.inputs().size(), spec.outputs().size()));
    }
  }

  private static String memory(MemoryPlan memory, Addresses addresses) {
    return Template.of(
            """
            // Where each buffer begins in memory, and its length. Those that no step needs at the same time
            // share their place.
            @addresses@

            private static final int STATE = @state@;
            private final float[] memory = new float[@length@];
            """)
        .with("addresses", addresses.declarations())
        .with("state", memory.stateElements())
        .with("length", memory.elements())
        .text();
  }

  private static Map<String, String> facts(Budget budget) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("budget", budget.summary());
    facts.put(
        "sums",
        "every sum begins with the bias and goes on over input channels (outer) and taps (inner,"
            + " oldest first), one float multiplication and one float addition for each: the order"
            + " of the plan, so that the results are the plan's to the bit");
    return facts;
  }

  private static EmittedSources sources(
      EmitSpec spec, KernelSource kernel, Plan plan, int windowSamples) {
    boolean streaming = spec.mode() == Mode.STREAMING;
    int samples =
        streaming
            ? Math.max(FEWEST_RECORDED_SAMPLES, RECORDED_VALUES / plan.inputs())
            : windowSamples;
    float[] in = recording(plan, samples);
    float[] out = new float[samples * plan.outputs()];
    SensorLimits limits = SensorLimits.at(spec.samplingRateHz());
    if (streaming) {
      StudentKernel.of(plan, limits).run(in, out);
    } else {
      WindowKernel.of(plan, samples, limits).run(in, out);
    }
    return new EmittedSources(
        spec.className(),
        kernel.text(),
        CheckSource.of(spec, samples, plan.lookAhead(), in, out),
        ProgramSource.of(spec, plan.lookAhead()));
  }

  /** Values like those of the training data: its mean and, normally distributed, its deviation. */
  private static float[] recording(Plan plan, int samples) {
    SplittableRandom random = new SplittableRandom(1);
    float[] in = new float[samples * plan.inputs()];
    for (int i = 0; i < in.length; i++) {
      int c = i % plan.inputs();
      float value = (float) random.nextGaussian();
      in[i] =
          plan.steps().getFirst() instanceof Step.Standardise s
              ? s.mean()[c] + s.std()[c] * value
              : value;
    }
    return in;
  }
}
