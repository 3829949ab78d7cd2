package dev.footfall.grf.window;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows that a model's 8-bit ranges are taken from: raw sensor values of the training
 * recordings, {@code [T, C]} each, one sample after the other.
 */
public final class CalibrationWindows {
  /** The most windows. */
  public static final int MOST = 128;

  private CalibrationWindows() {}

  /**
   * Cuts {@value #MOST} windows of {@value WindowSet#LENGTH} samples, evenly spread over all that
   * lie one behind the other in the recordings, or all of these if they are fewer.
   *
   * @throws InputException if a recording does not fit the task, or all are shorter than a window
   */
  public static List<float[]> cut(List<Recording> recordings, Task task) {
    int length = WindowSet.LENGTH;
    long all = recordings.stream().mapToLong(recording -> recording.length() / length).sum();
    if (all == 0) {
      throw new InputException(
          "calibration: no recording has the %s samples of a window (%s recordings)"
              .formatted(length, recordings.size()));
    }
    long wanted = Math.min(all, MOST);
    List<float[]> windows = new ArrayList<>();
    long index = 0;
    for (Recording recording : recordings) {
      float[][] inputs = task.inputs(recording);
      for (int i = 0; i < recording.length() / length; i++, index++) {
        // The windows 0, all / wanted, 2 all / wanted, ... in whole numbers.
        if (index * wanted % all < wanted) {
          windows.add(samples(inputs, i * length, length));
        }
      }
    }
    return windows;
  }

  private static float[] samples(float[][] inputs, int start, int length) {
    float[] samples = new float[length * inputs.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = inputs[i % inputs.length][start + i / inputs.length];
    }
    return samples;
  }
}
