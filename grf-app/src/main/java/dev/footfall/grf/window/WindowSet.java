package dev.footfall.grf.window;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import java.util.List;

/**
 * Windows of equal length cut from normalised recordings, ready for batches: inputs {@code [n, C,
 * T]} and targets {@code [n, K, T]}, each in one row-major array.
 *
 * <p>A recording of {@code L} samples yields the windows that begin at 0, hop, 2 hop, ... and end
 * within it, {@code (L - T) / hop + 1} of them; samples behind the last window are not used. A
 * recording shorter than a window yields none and is counted in {@link #skippedRecordings()}.
 * Windows are in the order of the recordings. Immutable by agreement: {@link #inputs()} and {@link
 * #targets()} are the arrays themselves.
 */
public final class WindowSet {
  /** Samples of a window, unless another length is asked for. */
  public static final int LENGTH = 128;

  /** Samples from one window to the next, unless another hop is asked for. */
  public static final int HOP = 64;

  private final int size;
  private final int inputChannels;
  private final int targetChannels;
  private final int length;
  private final float[] inputs;
  private final float[] targets;
  private final int skippedRecordings;

  private WindowSet(int size, Task task, int length, int skippedRecordings) {
    this.size = size;
    this.inputChannels = task.inputs().size();
    this.targetChannels = task.targets().size();
    this.length = length;
    this.inputs = new float[elements(size, inputChannels, length)];
    this.targets = new float[elements(size, targetChannels, length)];
    this.skippedRecordings = skippedRecordings;
  }

  private static int elements(int size, int channels, int length) {
    long elements = (long) size * channels * length;
    if (elements > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "windows: ["
              + size
              + ", "
              + channels
              + ", "
              + length
              + "] is more than an array holds;"
              + " use a longer hop or fewer recordings");
    }
    return (int) elements;
  }

  /** Cuts windows of {@value #LENGTH} samples every {@value #HOP}. */
  public static WindowSet cut(List<Recording> recordings, Task task, Normalisation normalisation) {
    return cut(recordings, task, normalisation, LENGTH, HOP);
  }

  /**
   * Cuts windows.
   *
   * @param length samples of a window, at least 1
   * @param hop samples from one window to the next, at least 1
   * @throws InputException if a recording does not fit the task, or all are shorter than a window
   */
  public static WindowSet cut(
      List<Recording> recordings, Task task, Normalisation normalisation, int length, int hop) {
    if (length < 1 || hop < 1) {
      throw new IllegalArgumentException(
          "windows: length " + length + " and hop " + hop + " must be at least 1");
    }
    int size = 0;
    int skipped = 0;
    for (Recording recording : recordings) {
      int windows = count(recording, length, hop);
      size = Math.addExact(size, windows);
      skipped += windows == 0 ? 1 : 0;
    }
    if (size == 0) {
      throw new InputException(
          "windows: no recording has the "
              + length
              + " samples of a window ("
              + recordings.size()
              + " recordings, the longest of "
              + recordings.stream().mapToInt(Recording::length).max().orElse(0)
              + " samples)");
    }
    WindowSet set = new WindowSet(size, task, length, skipped);
    int next = 0;
    for (Recording recording : recordings) {
      int windows = count(recording, length, hop);
      if (windows > 0) {
        float[] x = normalisation.normalisedInputs(recording, task);
        float[] y = normalisation.normalisedTargets(recording, task);
        for (int w = 0; w < windows; w++, next++) {
          copy(x, recording.length(), w * hop, set.inputs, next, set.inputChannels, length);
          copy(y, recording.length(), w * hop, set.targets, next, set.targetChannels, length);
        }
      }
    }
    return set;
  }

  private static int count(Recording recording, int length, int hop) {
    return recording.length() < length ? 0 : (recording.length() - length) / hop + 1;
  }

  /** Samples from {@code start} on of a recording {@code [C, L]} to window {@code index}. */
  private static void copy(
      float[] recording,
      int recordingLength,
      int start,
      float[] windows,
      int index,
      int channels,
      int length) {
    for (int c = 0; c < channels; c++) {
      System.arraycopy(
          recording, c * recordingLength + start, windows, (index * channels + c) * length, length);
    }
  }

  /** Number of windows, n. */
  public int size() {
    return size;
  }

  /** Number of input channels, C. */
  public int inputChannels() {
    return inputChannels;
  }

  /** Number of target channels, K. */
  public int targetChannels() {
    return targetChannels;
  }

  /** Samples of a window, T. */
  public int length() {
    return length;
  }

  /** All inputs, {@code [n, C, T]}: the array itself, to be read and never written. */
  public float[] inputs() {
    return inputs;
  }

  /** All targets, {@code [n, K, T]}: the array itself, to be read and never written. */
  public float[] targets() {
    return targets;
  }

  /** Number of recordings that were too short for a window. */
  public int skippedRecordings() {
    return skippedRecordings;
  }

  /** Copies the input of one window, {@code [C, T]}. */
  public void copyInputs(int index, float[] out, int outOffset) {
    int elements = inputChannels * length;
    System.arraycopy(inputs, index * elements, out, outOffset, elements);
  }

  /** Copies the target of one window, {@code [K, T]}. */
  public void copyTargets(int index, float[] out, int outOffset) {
    int elements = targetChannels * length;
    System.arraycopy(targets, index * elements, out, outOffset, elements);
  }
}
