package dev.footfall.grf.window;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import java.util.Arrays;
import java.util.List;

/**
 * The affine map between sensor values and what a network sees: {@code x' = (x - mean_c) / std_c}
 * for input channel {@code c}, {@code y' = y / scale_k} for target channel {@code k}. The target
 * keeps its zero, so that no force stays no force.
 *
 * <p>Kept in float, because that is what runs: both formulas are float arithmetic, one operation
 * after the other, on every path. Two normalisations are equal if all their numbers are.
 *
 * @param inputMean mean of each input channel, in its unit
 * @param inputStd standard deviation of each input channel, in its unit; 1 for a constant channel,
 *     which thereby becomes 0
 * @param targetScale standard deviation of each target channel, in N; 1 for a constant one
 */
public record Normalisation(float[] inputMean, float[] inputStd, float[] targetScale) {

  /** Copies the arrays; refuses numbers that are not finite and divisors that are not positive. */
  public Normalisation {
    if (inputMean.length != inputStd.length) {
      throw new IllegalArgumentException(
          "normalisation: "
              + inputMean.length
              + " means but "
              + inputStd.length
              + " standard deviations");
    }
    for (int c = 0; c < inputMean.length; c++) {
      if (!Float.isFinite(inputMean[c])) {
        throw new IllegalArgumentException(
            "normalisation: mean of input " + c + " is " + inputMean[c]);
      }
    }
    checkPositive("standard deviation of input ", inputStd);
    checkPositive("scale of target ", targetScale);
    inputMean = inputMean.clone();
    inputStd = inputStd.clone();
    targetScale = targetScale.clone();
  }

  private static void checkPositive(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0) || Float.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "normalisation: " + what + i + " is " + values[i] + "; it must be positive");
      }
    }
  }

  /**
   * Fits to recordings, those of the training subjects and no others: mean and population standard
   * deviation over all samples, in double precision and two passes, rounded to float at the end.
   *
   * @throws InputException if a recording does not fit the task or holds a value that is not finite
   */
  public static Normalisation fit(List<Recording> training, Task task) {
    if (training.isEmpty()) {
      throw new IllegalArgumentException("normalisation: no recording to fit to");
    }
    List<float[][]> inputs = training.stream().map(task::inputs).toList();
    List<float[][]> targets = training.stream().map(task::targets).toList();
    int channels = task.inputs().size();
    float[] mean = new float[channels];
    float[] std = new float[channels];
    for (int c = 0; c < channels; c++) {
      double exactMean = mean(inputs, c, training, task.inputs().get(c));
      mean[c] = (float) exactMean;
      std[c] = divisor(inputs, c, exactMean);
    }
    float[] scale = new float[task.targets().size()];
    for (int k = 0; k < scale.length; k++) {
      scale[k] = divisor(targets, k, mean(targets, k, training, task.targets().get(k)));
    }
    return new Normalisation(mean, std, scale);
  }

  private static double mean(
      List<float[][]> recordings, int channel, List<Recording> named, String channelName) {
    double sum = 0;
    long count = 0;
    for (int r = 0; r < recordings.size(); r++) {
      for (float value : recordings.get(r)[channel]) {
        sum += value;
        count++;
      }
      if (!Double.isFinite(sum)) {
        throw new InputException(
            named.get(r).name()
                + ": column \""
                + channelName
                + "\" holds a value that is not finite");
      }
    }
    return sum / count;
  }

  /** The standard deviation, or 1 where there is none to divide by. */
  private static float divisor(List<float[][]> recordings, int channel, double mean) {
    double sum = 0;
    long count = 0;
    for (float[][] recording : recordings) {
      for (float value : recording[channel]) {
        sum += (value - mean) * (value - mean);
        count++;
      }
    }
    float std = (float) Math.sqrt(sum / count);
    return std > 0 ? std : 1;
  }

  /**
   * Network input of a whole recording, row-major {@code [C, T]}; allocates it.
   *
   * @throws InputException if the recording does not fit the task
   */
  public float[] normalisedInputs(Recording recording, Task task) {
    float[][] columns = task.inputs(recording);
    checkCount("inputs", columns.length, inputMean.length);
    int length = recording.length();
    float[] x = new float[columns.length * length];
    for (int c = 0; c < columns.length; c++) {
      for (int t = 0; t < length; t++) {
        x[c * length + t] = (columns[c][t] - inputMean[c]) / inputStd[c];
      }
    }
    return x;
  }

  /**
   * What the network should answer for a whole recording, row-major {@code [K, T]}; allocates it.
   *
   * @throws InputException if the recording does not fit the task
   */
  public float[] normalisedTargets(Recording recording, Task task) {
    float[][] columns = task.targets(recording);
    checkCount("targets", columns.length, targetScale.length);
    int length = recording.length();
    float[] y = new float[columns.length * length];
    for (int k = 0; k < columns.length; k++) {
      for (int t = 0; t < length; t++) {
        y[k * length + t] = columns[k][t] / targetScale[k];
      }
    }
    return y;
  }

  private static void checkCount(String what, int task, int normalisation) {
    if (task != normalisation) {
      throw new IllegalArgumentException(
          "normalisation: fitted to " + normalisation + " " + what + " but the task has " + task);
    }
  }

  /** A copy. */
  @Override
  public float[] inputMean() {
    return inputMean.clone();
  }

  /** A copy. */
  @Override
  public float[] inputStd() {
    return inputStd.clone();
  }

  /** A copy. */
  @Override
  public float[] targetScale() {
    return targetScale.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalisation that
        && Arrays.equals(inputMean, that.inputMean)
        && Arrays.equals(inputStd, that.inputStd)
        && Arrays.equals(targetScale, that.targetScale);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(inputMean) + Arrays.hashCode(inputStd))
        + Arrays.hashCode(targetScale);
  }

  @Override
  public String toString() {
    return "Normalisation[inputMean="
        + Arrays.toString(inputMean)
        + ", inputStd="
        + Arrays.toString(inputStd)
        + ", targetScale="
        + Arrays.toString(targetScale)
        + "]";
  }
}
