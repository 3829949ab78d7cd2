package dev.footfall.engine.plan;

import com.sun.management.ThreadMXBean;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import dev.footfall.engine.kernel.vector.VectorRows;
import java.lang.management.ManagementFactory;

/** A program that prints how many bytes the calls of the kernels allocate from the second on. */
final class AllocationProbe {
  private static final int SAMPLES = 10;
  // Whole vectors and a tail.
  private static final int WEARERS = 17;

  private AllocationProbe() {}

  /**
   * Counts.
   *
   * @param arguments how many calls, and on the vector back end after how many others
   */
  public static void main(String[] arguments) {
    int calls = Integer.parseInt(arguments[0]);
    if (arguments.length > 1) {
      int warmUp = Integer.parseInt(arguments[1]);
      onVectors("cnn-s", Students.cnnS(8, 2), warmUp, calls);
      onVectors("lstm-s", Students.lstmS(8, 2), warmUp, calls);
      return;
    }
    // So that an answer of 0 means something.
    long control = Counter.allocatedByAnArray(1 << 16);
    System.out.println("control " + (control >= 1 << 16 && control < 1 << 17));
    count("cnn-s", Students.cnnS(8, 2), calls);
    count("lstm-s", Students.lstmS(8, 2), calls);
    count("gru-ahead", Students.gruAhead(8, 2), calls / 10);
  }

  private static void count(String name, Plan plan, int calls) {
    SensorLimits limits = SensorLimits.at(100);
    StudentKernel kernel = StudentKernel.of(plan, limits);
    System.out.println(name + " step " + Counter.allocatedBySteps(kernel, calls));
    WindowKernel window = WindowKernel.of(plan, SAMPLES, limits);
    System.out.println(
        name + " window " + Counter.allocatedByWindows(window, plan, calls / SAMPLES));
    if (plan.lookAhead() == 0) {
      WearersKernel wearers = WearersKernel.of(plan, WEARERS, limits, new ScalarRows());
      System.out.println(
          name + " wearers " + Counter.allocatedByWearers(wearers, plan, calls / 100));
    }
  }

  private static void onVectors(String name, Plan plan, int warmUp, int calls) {
    SensorLimits limits = SensorLimits.at(100);
    StudentKernel kernel = StudentKernel.of(plan, limits, new VectorRows());
    Counter.allocatedBySteps(kernel, warmUp);
    System.out.println(name + " step " + Counter.allocatedBySteps(kernel, calls));
    WindowKernel window = WindowKernel.of(plan, SAMPLES, limits, new VectorRows());
    Counter.allocatedByWindows(window, plan, warmUp / SAMPLES);
    System.out.println(
        name + " window " + Counter.allocatedByWindows(window, plan, calls / SAMPLES));
    WearersKernel wearers = WearersKernel.of(plan, WEARERS, limits, new VectorRows());
    Counter.allocatedByWearers(wearers, plan, warmUp / SAMPLES);
    System.out.println(
        name + " wearers " + Counter.allocatedByWearers(wearers, plan, calls / SAMPLES));
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

    static long allocatedByWearers(WearersKernel kernel, Plan plan, int calls) {
      float[] in = new float[kernel.wearers() * plan.inputs()];
      float[] out = new float[kernel.wearers() * plan.outputs()];
      int[] status = new int[kernel.wearers()];
      kernel.step(in, out, status);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 1; i < calls; i++) {
        in[i % in.length] = i % 7;
        kernel.step(in, out, status);
      }
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
