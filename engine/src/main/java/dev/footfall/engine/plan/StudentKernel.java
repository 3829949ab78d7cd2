package dev.footfall.engine.plan;

import dev.footfall.engine.kernel.RowKernel;
import dev.footfall.engine.kernel.scalar.ScalarRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A trained network that takes one sample of raw sensor values and answers with force, sample by
 * sample, to the bit as {@link WindowKernel} answers for the whole recording.
 *
 * <pre>{@code
 * StudentKernel kernel = StudentKernel.load(Path.of("student.safetensors"));
 * float[] in = new float[kernel.inputs()];
 * float[] forceN = new float[kernel.outputs()];
 * while (sensors.read(in)) {
 *   int status = kernel.step(in, forceN);
 *   if ((status & Status.NO_ESTIMATE) == 0) {
 *     use(forceN);
 *   }
 * }
 * }</pre>
 *
 * <p>Before the first sample and after the last a convolution sees zeros in its input, the first
 * layer zeros of the standardised signal; an LSTM or GRU begins with a state of zeros. A network
 * that looks ahead answers {@link #lookAhead} samples late: the first calls have no estimate, and
 * {@link #flush} gives the last ones.
 *
 * <p><b>Faults.</b> A value that is NaN or infinite is missing: the last value of its sensor takes
 * its place (at first the mean of the training data), it is counted, and the answer is flagged
 * {@link Status#HELD}. A value at a limit of the sensor is used, counted and flagged {@link
 * Status#SATURATED}. Where whole samples are missing, all values NaN, for longer than {@link
 * SensorLimits#longestGap}, the recording is over: the answers are flagged {@link Status#GAP} and
 * {@link Status#NO_ESTIMATE}, and the next sample that arrives is the first of another recording.
 *
 * <p>{@link #step} allocates nothing, in the interpreter and compiled. (On a JVM without an
 * archived heap, as with ZGC, some hundred bytes come once more with a recurrent layer: those of
 * the string constants of {@link Math}, when the JVM compiles it.) A kernel holds the history of
 * one recording and belongs to one thread at a time; it may go from thread to thread if the hand
 * over is synchronised. The plan may be shared.
 */
public final class StudentKernel {
  private final Plan plan;
  private final PlanRunner runner;
  private final InputGuard guard;
  private final int inputs;
  private final int outputs;
  private final int lookAhead;
  // Samples taken since the beginning of the recording, those of the flush included.
  private long now;
  // Length of the recording, once it is known.
  private long end = Long.MAX_VALUE;
  private boolean inGap;

  private StudentKernel(Plan plan, SensorLimits limits, RowKernel kernel) {
    this.plan = plan;
    this.runner = PlanRunner.streaming(plan, kernel, 1);
    this.guard = new InputGuard(plan, limits);
    this.inputs = plan.inputs();
    this.outputs = plan.outputs();
    this.lookAhead = plan.lookAhead();
  }

  /**
   * Reads a model and makes a kernel of it, with {@link SensorLimits#at} its sampling rate.
   *
   * @throws dev.footfall.engine.format.ModelFormatException if the content is damaged or is not a
   *     network that a plan can hold: one line that names the file
   * @throws IOException if the file cannot be read
   */
  public static StudentKernel load(Path model) throws IOException {
    StudentModel student = StudentModel.read(model);
    return of(student.plan(), SensorLimits.at(student.samplingRateHz()));
  }

  /** A kernel at the beginning of a recording, on the scalar back end. */
  public static StudentKernel of(Plan plan, SensorLimits limits) {
    return of(plan, limits, new ScalarRows());
  }

  /** A kernel at the beginning of a recording, on this back end. */
  public static StudentKernel of(Plan plan, SensorLimits limits, RowKernel kernel) {
    return new StudentKernel(plan, limits, kernel);
  }

  /**
   * Takes the next sample and writes an estimate, that of {@link #lookAhead} samples ago.
   *
   * @param in {@link #inputs} raw sensor values, NaN where one is missing
   * @param out receives {@link #outputs} forces in newton, or NaN where there is no estimate; may
   *     be the same array as {@code in}
   * @return flags of {@link Status}; 0 where all is well
   * @throws IllegalArgumentException if a length is wrong; the history is then unchanged
   * @throws IllegalStateException if the recording was flushed and the kernel not reset
   */
  public int step(float[] in, float[] out) {
    if (in.length != inputs || out.length != outputs) {
      throw Refusal.wrongLength(this, in.length, out.length);
    }
    if (end != Long.MAX_VALUE) {
      throw Refusal.flushed();
    }
    return take(in, 0, out, 0);
  }

  private int take(float[] in, int from, float[] out, int to) {
    int status = guard.take(in, from, runner.m, runner.input, 1);
    if ((status & Status.GAP) != 0) {
      if (!inGap) {
        runner.reset();
        guard.forget();
        now = 0;
      }
      inGap = true;
      Arrays.fill(out, to, to + outputs, Float.NaN);
      return status | Status.NO_ESTIMATE;
    }
    inGap = false;
    return status | advance(out, to);
  }

  private int advance(float[] out, int to) {
    runner.step(now, end);
    now++;
    if (now <= lookAhead || now - 1 - lookAhead >= end) {
      Arrays.fill(out, to, to + outputs, Float.NaN);
      return Status.NO_ESTIMATE;
    }
    System.arraycopy(runner.m, runner.output, out, to, outputs);
    return 0;
  }

  /**
   * After the last sample: writes the next of the estimates that have not come yet. {@link
   * #lookAhead} calls give them all.
   *
   * @param out receives {@link #outputs} forces in newton, or NaN where there is no estimate
   * @return {@link Status#NO_ESTIMATE} or 0
   * @throws IllegalArgumentException if the length is wrong
   */
  public int flush(float[] out) {
    if (out.length != outputs) {
      throw Refusal.wrongLength(this, inputs, out.length);
    }
    return flush(out, 0);
  }

  private int flush(float[] out, int to) {
    end = Math.min(end, now);
    return advance(out, to);
  }

  /**
   * Estimates a whole recording: forgets every sample, takes these one after the other, and forgets
   * them again.
   *
   * @param samples {@code [T, inputs]}, one sample after the other
   * @param out receives {@code [T, outputs]}
   * @return the flags of all samples, {@link Status#NO_ESTIMATE} where one or more has none
   * @throws IllegalArgumentException if a length is wrong
   */
  public int run(float[] samples, float[] out) {
    int length = samples.length / inputs;
    if (samples.length != length * inputs || out.length != length * outputs) {
      throw Refusal.wrongLengths(this, samples.length, out.length);
    }
    reset();
    int status = 0;
    for (int t = 0; length > 0 && t < length + lookAhead; t++) {
      // The first answers are to no sample of these; their place is taken by later ones.
      int to = Math.max(0, t - lookAhead) * outputs;
      int flags = t < length ? take(samples, t * inputs, out, to) : flush(out, to);
      status |= t < lookAhead ? flags & ~Status.NO_ESTIMATE : flags;
    }
    reset();
    return status;
  }

  /** Forgets every sample: the next one is the first of a recording. The counts stay. */
  public void reset() {
    runner.reset();
    guard.reset();
    now = 0;
    end = Long.MAX_VALUE;
    inGap = false;
  }

  /** How many values of a sensor were missing. */
  public long held(int input) {
    return guard.held(input);
  }

  /** How many values of a sensor lay at its limits. */
  public long saturated(int input) {
    return guard.saturated(input);
  }

  /** Sets all counts to 0. */
  public void resetCounts() {
    guard.resetCounts();
  }

  /** Number of sensor values of a sample. */
  public int inputs() {
    return inputs;
  }

  /** Number of forces of a sample. */
  public int outputs() {
    return outputs;
  }

  /** How many samples late an estimate comes. */
  public int lookAhead() {
    return lookAhead;
  }

  /** Bytes of all that a call only reads: the numbers of the plan's steps. */
  public int weightBytes() {
    return Float.BYTES * plan.parameters();
  }

  /** Bytes of all that a call writes to: history, recurrent state and rows between steps. */
  public int stateBytes() {
    return Float.BYTES * memory().elements();
  }

  /** What the kernel runs. */
  public Plan plan() {
    return plan;
  }

  /** Where its buffers lie. */
  public MemoryPlan memory() {
    return runner.places();
  }

  /** Apart from the kernel, whose methods must stand beside no string constant (see Stage). */
  private static final class Refusal {
    static IllegalArgumentException wrongLength(StudentKernel kernel, int in, int out) {
      return new IllegalArgumentException(
          "student kernel: takes %s values and gives %s (in [%s], out [%s])"
              .formatted(kernel.inputs, kernel.outputs, in, out));
    }

    static IllegalArgumentException wrongLengths(StudentKernel kernel, int samples, int out) {
      return new IllegalArgumentException(
          "student kernel: takes %s values a sample and gives %s (samples [%s], out [%s])"
              .formatted(kernel.inputs, kernel.outputs, samples, out));
    }

    static IllegalStateException flushed() {
      return new IllegalStateException(
          "student kernel: the recording was flushed; reset before the first sample of another");
    }
  }
}
