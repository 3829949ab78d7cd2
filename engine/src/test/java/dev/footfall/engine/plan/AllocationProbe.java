package dev.footfall.engine.plan;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A program that prints how many bytes the calls of the kernels allocate from the second on. */
final class AllocationProbe {
  private static final int SAMPLES = 10;

  private AllocationProbe() {}

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
    count("cnn-s", Students.cnnS(8, 2), calls);
    count("lstm-s", Students.lstmS(8, 2), calls);
    count("gru-ahead", Students.gruAhead(8, 2), calls);
  }

  private static void count(String name, Plan plan, int calls) {
    SensorLimits limits = SensorLimits.at(100);
    StudentKernel kernel = StudentKernel.of(plan, limits);
    System.out.println(name + " step " + Counter.allocatedBySteps(kernel, calls));
    WindowKernel window = WindowKernel.of(plan, SAMPLES, limits);
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

    static long allocatedBySteps(StudentKernel kernel, int steps) {
      float[] in = new float[kernel.inputs()];
      float[] out = new float[kernel.outputs()];
      kernel.step(in, out);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int t = 1; t < steps; t++) {
        // A value, or none; now and then a gap and a new recording.
        in[0] = t % 7 == 0 ? Float.NaN : t % 7;
        kernel.step(in, out);
        if (t % 1000 == 999) {
          kernel.flush(out);
          kernel.reset();
        }
      }
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static long allocatedByWindows(WindowKernel kernel, Plan plan, int windows) {
      float[] in = new float[kernel.samples() * plan.inputs()];
      float[] out = new float[kernel.samples() * plan.outputs()];
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
