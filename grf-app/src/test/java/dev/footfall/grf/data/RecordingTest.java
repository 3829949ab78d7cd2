package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final Channel A = new Channel("a", Unit.NEWTON);
  private static final Channel B = new Channel("b", Unit.KILOPASCAL);

  private static Recording recording(
      double rateHz, double massKg, List<Channel> channels, float[]... columns) {
    return new Recording("S01/walk", "S01", "walk", rateHz, massKg, channels, columns);
  }

  @Test
  void keepsWhatItWasGiven() {
    Recording recording =
        recording(100, 70, List.of(A, B), new float[] {1, 2, 3}, new float[] {4, 5, 6});
    assertEquals("S01/walk", recording.name());
    assertEquals("S01", recording.subject());
    assertEquals("walk", recording.trial());
    assertEquals(100, recording.samplingRateHz());
    assertEquals(70, recording.bodyMassKg());
    assertEquals(List.of(A, B), recording.channels());
    assertEquals(3, recording.length());
    assertEquals(B, recording.channel("b"));
    assertArrayEquals(new float[] {4, 5, 6}, recording.column("b"));
    assertTrue(recording.has("a"));
    assertFalse(recording.has("c"));
    assertEquals("S01/walk (2 channels, 3 samples)", recording.toString());
  }

  @Test
  void bodyMassMayBeUnknown() {
    assertTrue(Double.isNaN(recording(100, Double.NaN, List.of(A), new float[1]).bodyMassKg()));
  }

  @Test
  void refusesColumnsOfDifferentLength() {
    assertRefused(
        "S01/walk: channel \"b\" has 1 samples but \"a\" has 2",
        () -> recording(100, 70, List.of(A, B), new float[2], new float[1]));
  }

  @Test
  void refusesTheSameNameTwice() {
    assertRefused(
        "S01/walk: channel \"a\" occurs twice",
        () -> recording(100, 70, List.of(A, A), new float[2], new float[2]));
  }

  @Test
  void refusesAnotherNumberOfColumnsThanChannels() {
    assertRefused(
        "S01/walk: 2 channels but 1 columns",
        () -> recording(100, 70, List.of(A, B), new float[2]));
  }

  @Test
  void refusesARateOrMassThatIsNotPositive() {
    assertRefused(
        "S01/walk: sampling rate is 0.0 Hz; it must be positive",
        () -> recording(0, 70, List.of(A), new float[2]));
    assertRefused(
        "S01/walk: sampling rate is NaN Hz; it must be positive",
        () -> recording(Double.NaN, 70, List.of(A), new float[2]));
    assertRefused(
        "S01/walk: body mass is -1.0 kg; it must be positive, or NaN if unknown",
        () -> recording(100, -1, List.of(A), new float[2]));
  }

  @Test
  void refusesToInventAChannel() {
    Recording recording = recording(100, 70, List.of(A), new float[2]);
    assertRefused("S01/walk: there is no channel \"x\"", () -> recording.column("x"));
  }

  @Test
  void namesCellsAndForcesOfAFoot() {
    assertEquals("insole_left_01", Foot.LEFT.insole(1));
    assertEquals("insole_right_128", Foot.RIGHT.insole(128));
    assertEquals("grf_right", Foot.RIGHT.grf());
    assertRefused("insole cell 0: cells are numbered from 1", () -> Foot.LEFT.insole(0));
    assertRefused("channel: the name is blank", () -> new Channel(" ", Unit.NEWTON));
  }

  @Test
  void unitsAreFoundByTheirSymbol() {
    for (Unit unit : Unit.values()) {
      assertEquals(unit, Unit.of(unit.symbol()));
    }
    InputException e = assertThrows(InputException.class, () -> Unit.of("psi"));
    assertEquals("unit \"psi\" is unknown; known: s, N, kPa", e.getMessage());
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
