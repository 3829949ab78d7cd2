package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.RowKernel;
import java.util.Arrays;

/**
 * One trained network for many wearers in one call, for servers: each answer is to the bit that of
 * a {@link StudentKernel} of the wearer's own.
 *
 * <p>The wearers lie side by side in every row, so that a back end works on several of them at
 * once. Faults are handled for each wearer as in {@link StudentKernel}. No call allocates on the
 * scalar back end; on the vector back end none does once the JVM has compiled it. A kernel belongs
 * to one thread at a time.
 */
public final class WearersKernel {
  private final PlanRunner runner;
  private final InputGuard[] guards;
  private final boolean[] inGap;
  private final int wearers;
  private final int inputs;
  private final int outputs;
  private final int lookAhead;

  private WearersKernel(Plan plan, int wearers, SensorLimits limits, RowKernel kernel) {
    if (wearers < 1) {
      throw Refusal.noWearers(wearers);
    }
    this.runner = PlanRunner.streaming(plan, kernel, wearers);
    this.guards = new InputGuard[wearers];
    Arrays.setAll(guards, wearer -> new InputGuard(plan, limits));
    this.inGap = new boolean[wearers];
    this.wearers = wearers;
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
    this.lookAhead = plan.lookAhead();
  }

  /** A kernel on the back end that {@link KernelProvider} chooses. */
  public static WearersKernel of(Plan plan, int wearers, SensorLimits limits) {
    return of(plan, wearers, limits, KernelProvider.rows());
  }

  /** A kernel on this back end. */
  public static WearersKernel of(Plan plan, int wearers, SensorLimits limits, RowKernel kernel) {
    return new WearersKernel(plan, wearers, limits, kernel);
  }

  /**
   * Takes the next sample of every wearer and writes their estimates.
   *
   * @param in {@code [N, inputs]} raw sensor values, one wearer after the other
   * @param out receives {@code [N, outputs]} forces in newton
   * @param status receives the flags of {@link Status} for each wearer, {@code [N]}
   * @throws IllegalArgumentException if a length is wrong; the history is then unchanged
   * @throws IllegalStateException if the network looks ahead: its wearers would have to begin and
   *     end together, as they do in {@link #run}
   */
  public void step(float[] in, float[] out, int[] status) {
    if (lookAhead > 0) {
      throw Refusal.looksAhead(this);
    }
    if (in.length != wearers * inputs
        || out.length != wearers * outputs
        || status.length != wearers) {
      throw Refusal.wrongLengths(this, 1, in.length, out.length, status.length);
    }
    for (int w = 0; w < wearers; w++) {
      status[w] = guards[w].take(in, w * inputs, runner.m, runner.input + w, wearers);
    }
    runner.step(0, Long.MAX_VALUE);
    for (int w = 0; w < wearers; w++) {
      boolean gap = (status[w] & Status.GAP) != 0;
      if (gap) {
        // What it took in this time is forgotten too.
        runner.reset(w);
        status[w] |= Status.NO_ESTIMATE;
        if (!inGap[w]) {
          guards[w].forget();
        }
      }
      inGap[w] = gap;
      write(w, out, w * outputs, gap);
    }
  }

  /**
   * Estimates a window of each wearer: forgets every sample, takes these, and forgets them again.
   *
   * @param windows {@code [N, T, inputs]} raw sensor values
   * @param out receives {@code [N, T, outputs]} forces in newton
   * @param status receives the flags of all samples for each wearer, {@code [N]}; a gap, though
   *     flagged, forgets nothing
   * @throws IllegalArgumentException if a length is wrong
   */
  public void run(float[] windows, float[] out, int[] status) {
    int samples = windows.length / (wearers * inputs);
    if (windows.length != samples * wearers * inputs
        || out.length != samples * wearers * outputs
        || status.length != wearers) {
      throw Refusal.wrongLengths(this, samples, windows.length, out.length, status.length);
    }
    reset();
    Arrays.fill(status, 0);
    for (int t = 0; t < samples + lookAhead; t++) {
      for (int w = 0; t < samples && w < wearers; w++) {
        int from = (w * samples + t) * inputs;
        status[w] |= guards[w].take(windows, from, runner.m, runner.input + w, wearers);
      }
      runner.step(t, samples);
      for (int w = 0; t >= lookAhead && w < wearers; w++) {
        write(w, out, (w * samples + t - lookAhead) * outputs, false);
      }
    }
    reset();
  }

  private void write(int wearer, float[] out, int to, boolean missing) {
    for (int k = 0; k < outputs; k++) {
      out[to + k] = missing ? Float.NaN : runner.m[runner.output + k * wearers + wearer];
    }
  }

  /** Forgets every sample of all wearers. */
  public void reset() {
    for (int w = 0; w < wearers; w++) {
      reset(w);
    }
  }

  /** Forgets every sample of one wearer: the next one is the first of a recording. */
  public void reset(int wearer) {
    runner.reset(wearer);
    guards[wearer].reset();
    inGap[wearer] = false;
  }

  /** How many values of a sensor of a wearer were missing. */
  public long held(int wearer, int input) {
    return guards[wearer].held(input);
  }

  /** How many values of a sensor of a wearer lay at its limits. */
  public long saturated(int wearer, int input) {
    return guards[wearer].saturated(input);
  }

  /** Number of wearers. */
  public int wearers() {
    return wearers;
  }

  /** Apart from the kernel, whose methods must stand beside no string constant (see Stage). */
  private static final class Refusal {
    static IllegalArgumentException noWearers(int wearers) {
      return new IllegalArgumentException("wearers kernel: " + wearers + " wearers");
    }

    static IllegalStateException looksAhead(WearersKernel kernel) {
      return new IllegalStateException(
          "wearers kernel: the network looks "
              + kernel.lookAhead
              + " samples ahead and cannot go sample by sample; give it windows");
    }

    static IllegalArgumentException wrongLengths(
        WearersKernel kernel, int samples, int in, int out, int status) {
      return new IllegalArgumentException(
          ("wearers kernel: %s wearers have [%s, T, %s] values, [%s, T, %s] forces and [%s] flags"
                  + " (in [%s], out [%s], status [%s], T %s)")
              .formatted(
                  kernel.wearers,
                  kernel.wearers,
                  kernel.inputs,
                  kernel.wearers,
                  kernel.outputs,
                  kernel.wearers,
                  in,
                  out,
                  status,
                  samples));
    }
  }
}
