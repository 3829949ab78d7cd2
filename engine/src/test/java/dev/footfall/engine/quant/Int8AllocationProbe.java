package dev.footfall.engine.quant;

import com.sun.management.ThreadMXBean;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;

/** A program that prints how many bytes the calls of the kernels allocate from the second on. */
final class Int8AllocationProbe {
  private static final int SAMPLES = 10;

  private Int8AllocationProbe() {}

  /**
   * Counts.
   *
   * @param arguments how many calls
   */
  public static void main(String[] arguments) {
    int calls = Integer.parseInt(arguments[0]);
    // So that an answer of 0 means something.
    long control = Counter.allocatedByAnArray(1 << 16);
    System.out.println("control " + (control >= 1 << 16 && control < 1 << 17));
    count("cnn-s", RandomPlans.cnnS(), calls);
    count("lstm-s", RandomPlans.lstmS(), calls);
    count("every step", RandomPlans.everyStep(), calls);
  }

  private static void count(String name, Plan plan, int calls) {
    List<float[]> windows = List.of(RandomPlans.window(new Random(1), plan, 20));
    QuantizedPlan quantized = QuantizedPlan.of(plan, new Calibrator(plan, windows).calibrate());
    SensorLimits limits = SensorLimits.at(100);
    System.out.println(
        name + " step " + Counter.allocatedBySteps(Int8Kernel.of(quantized, limits), calls));
    Int8Window window = Int8Window.of(quantized, SAMPLES, limits);
    System.out.println(
        name + " window " + Counter.allocatedByWindows(window, plan, calls / SAMPLES));
  }

  /** Without string constants, which allocate when a method beside them is compiled. */
  private static final class Counter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Object kept;

    static long allocatedByAnArray(int length) {
      // The first question may load classes.
      THREADS.getCurrentThreadAllocatedBytes();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      kept = new byte[length];
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static long allocatedBySteps(Int8Kernel kernel, int steps) {
      float[] in = new float[kernel.inputs()];
      float[] out = new float[kernel.outputs()];
      kernel.step(in, out);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int t = 1; t < steps; t++) {
        in[0] = t % 7 == 0 ? Float.NaN : t % 7;
        kernel.step(in, out);
        if (t % 1000 == 999) {
          kernel.flush(out);
          kernel.reset();
        }
      }
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static long allocatedByWindows(Int8Window kernel, Plan plan, int windows) {
      float[] in = new float[kernel.length() * plan.inputs()];
      float[] out = new float[kernel.length() * plan.outputs()];
      kernel.run(in, out);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 1; i < windows; i++) {
        in[i % in.length] = i % 7;
        kernel.run(in, out);
      }
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
