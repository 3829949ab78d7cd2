package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.kernel.scalar.ScalarRows;

/**
 * A trained network that takes windows of one length, step after step over all samples, to the bit
 * as {@link StudentKernel} does sample by sample.
 *
 * <p>It needs memory for all samples of a value, allocated once; {@link #run} allocates nothing. A
 * kernel belongs to one thread at a time. Missing and saturated values are handled as there, except
 * that a gap, though flagged, forgets nothing.
 */
public final class WindowKernel {
  private final PlanRunner runner;
  private final InputGuard guard;
  private final int samples;
  private final int inputs;
  private final int outputs;

  private WindowKernel(Plan plan, int samples, SensorLimits limits, RowKernel kernel) {
    if (samples < 1) {
      throw Refusal.noSamples(samples);
    }
    this.runner = PlanRunner.window(plan, kernel, samples, 1);
    this.guard = new InputGuard(plan, limits);
    this.samples = samples;
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
  }

  /** A kernel for windows of so many samples, on the scalar back end. */
  public static WindowKernel of(Plan plan, int samples, SensorLimits limits) {
    return of(plan, samples, limits, new ScalarRows());
  }

  /** A kernel for windows of so many samples, on this back end. */
  public static WindowKernel of(Plan plan, int samples, SensorLimits limits, RowKernel kernel) {
    return new WindowKernel(plan, samples, limits, kernel);
  }

  /**
   * Estimates a window.
   *
   * @param window {@code [T, inputs]} raw sensor values, one sample after the other
   * @param out receives {@code [T, outputs]} forces in newton
   * @return the flags of all samples, see {@link Status}
   * @throws IllegalArgumentException if a length is wrong
   */
  public int run(float[] window, float[] out) {
    if (window.length != samples * inputs || out.length != samples * outputs) {
      throw Refusal.wrongLengths(this, window.length, out.length);
    }
    guard.reset();
    int status = 0;
    for (int t = 0; t < samples; t++) {
      status |= guard.take(window, t * inputs, runner.m, runner.input + t * inputs, 1);
    }
    runner.window(samples);
    System.arraycopy(runner.m, runner.output, out, 0, out.length);
    return status;
  }

  /** Number of samples of a window. */
  public int samples() {
    return samples;
  }

  /** Where its buffers lie. */
  public MemoryPlan memory() {
    return runner.places();
  }

  /** Apart from the kernel, whose methods must stand beside no string constant (see Stage). */
  private static final class Refusal {
    static IllegalArgumentException noSamples(int samples) {
      return new IllegalArgumentException("window kernel: a window of " + samples + " samples");
    }

    static IllegalArgumentException wrongLengths(WindowKernel kernel, int window, int out) {
      return new IllegalArgumentException(
          "window kernel: takes [%s, %s] values and gives [%s, %s] (window [%s], out [%s])"
              .formatted(
                  kernel.samples, kernel.inputs, kernel.samples, kernel.outputs, window, out));
    }
  }
}
