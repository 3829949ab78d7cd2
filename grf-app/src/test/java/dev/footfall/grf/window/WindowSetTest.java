package dev.footfall.grf.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowSetTest {
  private static final Task TASK =
      new Task("t", 100, List.of("a", "b"), Unit.NEWTON, List.of("f"), "A task for tests.");

  /** Inputs pass unchanged, the target is halved. */
  private static final Normalisation HALVE =
      new Normalisation(new float[2], new float[] {1, 1}, new float[] {2});

  /** Sample t of a is {@code first + t}, of b minus that, of f twice that. */
  private static Recording ramp(int first, int length) {
    float[][] columns = new float[3][length];
    for (int t = 0; t < length; t++) {
      columns[0][t] = first + t;
      columns[1][t] = -(first + t);
      columns[2][t] = 2 * (first + t);
    }
    List<Channel> channels =
        List.of(
            new Channel("a", Unit.NEWTON),
            new Channel("b", Unit.NEWTON),
            new Channel("f", Unit.NEWTON));
    return new Recording("r", "s", "t", 100, Double.NaN, channels, columns);
  }

  @Test
  void cutsOverlappingWindowsOfEachRecording() {
    WindowSet set = WindowSet.cut(List.of(ramp(0, 8), ramp(100, 4)), TASK, HALVE, 4, 2);
    assertEquals(4, set.size());
    assertEquals(2, set.inputChannels());
    assertEquals(1, set.targetChannels());
    assertEquals(4, set.length());
    assertEquals(0, set.skippedRecordings());
    assertArrayEquals(
        new float[] {
          0, 1, 2, 3, 0, -1, -2, -3, //
          2, 3, 4, 5, -2, -3, -4, -5, //
          4, 5, 6, 7, -4, -5, -6, -7, //
          100, 101, 102, 103, -100, -101, -102, -103
        },
        set.inputs());
    assertArrayEquals(
        new float[] {0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 100, 101, 102, 103}, set.targets());
  }

  @Test
  void leavesOutWhatDoesNotFillAWindow() {
    WindowSet set = WindowSet.cut(List.of(ramp(0, 3), ramp(10, 7), ramp(20, 1)), TASK, HALVE, 4, 2);
    assertEquals(2, set.size());
    assertEquals(2, set.skippedRecordings());
    assertArrayEquals(new float[] {10, 11, 12, 13, 12, 13, 14, 15}, set.targets());
  }

  @Test
  void usuallyCuts128SamplesEvery64() {
    WindowSet set = WindowSet.cut(List.of(ramp(0, 2000)), TASK, HALVE);
    assertEquals(128, set.length());
    assertEquals(30, set.size());
    assertEquals(64, set.targets()[128]);
  }

  @Test
  void copiesOneWindowToAnOffset() {
    WindowSet set = WindowSet.cut(List.of(ramp(0, 6)), TASK, HALVE, 2, 2);
    float[] out = new float[6];
    set.copyInputs(2, out, 1);
    assertArrayEquals(new float[] {0, 4, 5, -4, -5, 0}, out);
    set.copyTargets(1, out, 4);
    assertArrayEquals(new float[] {0, 4, 5, -4, 2, 3}, out);
  }

  @Property
  void windowsAreWhatTheRecordingHoldsThere(
      @ForAll @IntRange(min = 1, max = 20) int length,
      @ForAll @IntRange(min = 1, max = 25) int hop,
      @ForAll @IntRange(min = 0, max = 60) int beyond) {
    int samples = length + beyond;
    WindowSet set = WindowSet.cut(List.of(ramp(0, samples)), TASK, HALVE, length, hop);
    List<Float> expected = new ArrayList<>();
    int windows = 0;
    for (int start = 0; start + length <= samples; start += hop, windows++) {
      for (int t = 0; t < length; t++) {
        expected.add((float) start + t);
      }
    }
    assertEquals(windows, set.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), set.targets()[i]);
    }
  }

  @Test
  void refusesToReturnNothing() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> WindowSet.cut(List.of(ramp(0, 3), ramp(0, 5)), TASK, HALVE, 6, 1));
    assertEquals(
        "windows: no recording has the 6 samples of a window (2 recordings, the longest of 5"
            + " samples)",
        e.getMessage());
    assertEquals(
        "windows: no recording has the 128 samples of a window (0 recordings, the longest of 0"
            + " samples)",
        assertThrows(InputException.class, () -> WindowSet.cut(List.of(), TASK, HALVE))
            .getMessage());
  }

  @Test
  void refusesALengthOrHopBelowOne() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> WindowSet.cut(List.of(ramp(0, 3)), TASK, HALVE, 0, 1));
    assertEquals("windows: length 0 and hop 1 must be at least 1", e.getMessage());
  }

  @Test
  void refusesMoreThanAnArrayHolds() {
    // 50,000 windows of 2 x 25,000 samples from one recording.
    InputException e =
        assertThrows(
            InputException.class,
            () -> WindowSet.cut(List.of(ramp(0, 74_999)), TASK, HALVE, 25_000, 1));
    assertEquals(
        "windows: [50000, 2, 25000] is more than an array holds; use a longer hop or fewer"
            + " recordings",
        e.getMessage());
  }
}
