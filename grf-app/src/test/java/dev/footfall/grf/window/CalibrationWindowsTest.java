package dev.footfall.grf.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationWindowsTest {
  private static final Task TASK =
      new Task("two-in", 100, List.of("a", "b"), Unit.NEWTON, List.of("x"), "made up");

  /** Channel a counts from {@code first}, channel b is its negative. */
  private static Recording ramp(int first, int length) {
    float[][] columns = new float[3][length];
    for (int t = 0; t < length; t++) {
      columns[0][t] = first + t;
      columns[1][t] = -(first + t);
    }
    List<Channel> channels =
        List.of("a", "b", "x").stream().map(name -> new Channel(name, Unit.NEWTON)).toList();
    return new Recording("r" + first, "s", "t", 100, Double.NaN, channels, columns);
  }

  @Test
  void allAreTakenWhereTheyAreFew() {
    List<float[]> windows = CalibrationWindows.cut(List.of(ramp(0, 300), ramp(1000, 127)), TASK);
    assertEquals(2, windows.size());
    for (int t = 0; t < 128; t++) {
      assertEquals(128 + t, windows.get(1)[2 * t]);
      assertEquals(-128 - t, windows.get(1)[2 * t + 1]);
    }
  }

  /** Of 300 windows 128: never more than three apart, and as many as wanted. */
  @Test
  void moreAreThinnedEvenly() {
    List<Recording> recordings =
        IntStream.range(0, 100).mapToObj(i -> ramp(i * 3 * 128, 3 * 128 + 5)).toList();
    List<float[]> windows = CalibrationWindows.cut(recordings, TASK);
    assertEquals(CalibrationWindows.MOST, windows.size());
    for (int i = 1; i < windows.size(); i++) {
      int apart = (int) (windows.get(i)[0] - windows.get(i - 1)[0]) / 128;
      assertEquals(2.5, apart, 0.5, "window " + i);
    }
  }

  @Test
  void recordingsThatAreTooShortAreRefused() {
    assertEquals(
        "calibration: no recording has the 128 samples of a window (2 recordings)",
        assertThrows(
                InputException.class,
                () -> CalibrationWindows.cut(List.of(ramp(0, 127), ramp(0, 3)), TASK))
            .getMessage());
  }
}
