package dev.footfall.grf.deploy;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.SensorLimits;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingReader;
import dev.footfall.grf.data.RecordingWriter;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import dev.footfall.grf.model.Model;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the force that a model estimates for each sample of a recording, as CSV with the time of
 * the recording and a column for each target, {@code time [s],grf_left [N],grf_right [N]}.
 *
 * <p>A recording needs the task's input channels in any order, at the task's rate; others are
 * passed over, so that the forces need not have been measured.
 */
public final class Prediction {
  private static final int FIRST_CAPACITY = 4096;

  private Prediction() {}

  /**
   * The kernel that runs a trained student sample by sample.
   *
   * @throws InputException if the network looks ahead in time and so has to wait
   */
  public static StudentKernel kernel(Model model) {
    Plan plan = model.plan();
    if (plan.lookAhead() > 0) {
      throw new InputException(
          "model "
              + model.network().name()
              + " looks ahead in time and cannot stream; distil a student such as cnn-s from"
              + " it, or estimate a whole file");
    }
    return StudentKernel.of(plan, SensorLimits.at(model.task().samplingRateHz()));
  }

  /**
   * Estimates sample by sample: the row of a sample is written before the next one is read.
   *
   * @param kernel of the model, at the beginning of a recording
   * @param live whether each row is handed on at once, for a reader that waits for it
   * @return number of samples
   * @throws InputException if the recording cannot be used
   */
  public static long stream(
      Model model, StudentKernel kernel, RecordingReader reader, Writer out, boolean live)
      throws IOException {
    int[] indices = accept(model.task(), reader);
    RecordingWriter writer = new RecordingWriter(out, targets(model.task()));
    float[] row = new float[reader.channels().size()];
    float[] sample = new float[indices.length];
    float[] forceN = new float[kernel.outputs()];
    long samples = 0;
    while (reader.next(row)) {
      select(row, indices, sample);
      kernel.step(sample, forceN);
      write(writer, reader.name(), reader.timeS(), forceN);
      samples++;
      if (live) {
        writer.flush();
      }
    }
    requireSamples(reader, samples);
    writer.flush();
    return samples;
  }

  /**
   * Reads the whole recording, then estimates: for networks that look ahead.
   *
   * @return number of samples
   * @throws InputException if the recording cannot be used
   */
  public static long whole(Model model, Kernels kernels, RecordingReader reader, Writer out)
      throws IOException {
    Task task = model.task();
    int[] indices = accept(task, reader);
    float[] row = new float[reader.channels().size()];
    float[][] columns = new float[indices.length][FIRST_CAPACITY];
    double[] timesS = new double[FIRST_CAPACITY];
    int length = 0;
    for (; reader.next(row); length++) {
      if (length == timesS.length) {
        timesS = Arrays.copyOf(timesS, 2 * length);
        for (int c = 0; c < columns.length; c++) {
          columns[c] = Arrays.copyOf(columns[c], 2 * length);
        }
      }
      timesS[length] = reader.timeS();
      for (int c = 0; c < columns.length; c++) {
        columns[c][length] = row[indices[c]];
      }
    }
    requireSamples(reader, length);
    for (int c = 0; c < columns.length; c++) {
      columns[c] = Arrays.copyOf(columns[c], length);
    }
    List<Channel> channels = Arrays.stream(indices).mapToObj(reader.channels()::get).toList();
    Recording recording =
        new Recording(reader.name(), "", "", task.samplingRateHz(), Double.NaN, channels, columns);
    float[] estimateN = model.estimate(recording, kernels);
    RecordingWriter writer = new RecordingWriter(out, targets(task));
    float[] forceN = new float[task.targets().size()];
    for (int t = 0; t < length; t++) {
      for (int k = 0; k < forceN.length; k++) {
        forceN[k] = estimateN[k * length + t];
      }
      write(writer, reader.name(), timesS[t], forceN);
    }
    writer.flush();
    return length;
  }

  private static int[] accept(Task task, RecordingReader reader) {
    int[] indices = task.inputIndices(reader.name(), reader.channels());
    reader.requireSamplingRate(task.samplingRateHz());
    return indices;
  }

  private static List<Channel> targets(Task task) {
    return task.targets().stream().map(name -> new Channel(name, Unit.NEWTON)).toList();
  }

  private static void select(float[] row, int[] indices, float[] sample) {
    for (int c = 0; c < indices.length; c++) {
      sample[c] = row[indices[c]];
    }
  }

  private static void write(RecordingWriter writer, String name, double timeS, float[] forceN)
      throws IOException {
    for (float force : forceN) {
      if (!Float.isFinite(force)) {
        throw new ArithmeticException(
            name + ": the estimate is " + force + " at time " + timeS + " s");
      }
    }
    writer.write(timeS, forceN);
  }

  private static void requireSamples(RecordingReader reader, long samples) {
    if (samples == 0) {
      throw new InputException(reader.name() + ": a header but no samples");
    }
  }
}
