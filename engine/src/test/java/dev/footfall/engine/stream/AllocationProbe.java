package dev.footfall.engine.stream;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A program that prints how many bytes the steps of the students allocate from the second on. */
final class AllocationProbe {
  private AllocationProbe() {}

  /**
   * Counts.
   *
   * @param arguments how many steps
   */
  public static void main(String[] arguments) {
    int steps = Integer.parseInt(arguments[0]);
    // So that an answer of 0 means something.
    long control = Counter.allocatedByAnArray(1 << 16);
    System.out.println("control " + (control >= 1 << 16 && control < 1 << 17));
    System.out.println("cnn-s " + Counter.allocatedBySteps(Students.cnnS(8, 2), steps));
    System.out.println("lstm-s " + Counter.allocatedBySteps(Students.lstmS(8, 2), steps));
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

    static long allocatedBySteps(StreamingKernel kernel, int steps) {
      float[] in = new float[kernel.inputs()];
      float[] out = new float[kernel.outputs()];
      kernel.step(in, out);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int t = 1; t < steps; t++) {
        in[0] = t % 7;
        kernel.step(in, out);
      }
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
