package dev.footfall.grf.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.engine.format.Json;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorseSensorTest {
  private static final List<String> INPUTS = List.of("a", "b");
  private static final int LENGTH = 6000;

  /** Two cells under 100 N and a force of 200 N, for a minute. */
  private static Recording recording(String subject, String trial) {
    float[][] columns = new float[3][LENGTH];
    for (float[] column : columns) {
      Arrays.fill(column, 100);
    }
    return new Recording(
        "walk",
        subject,
        trial,
        100,
        70,
        List.of(
            new Channel("a", Unit.NEWTON),
            new Channel("b", Unit.NEWTON),
            new Channel("grf_left", Unit.NEWTON)),
        columns);
  }

  private static WorseSensor sensor(double gain, double drift, double noise, double dropped) {
    return new WorseSensor(7, gain, drift, noise, 16, 65535, dropped);
  }

  private static float[] answer(WorseSensor sensor, String channel) {
    return sensor.answer(recording("S01", "1"), INPUTS).column(channel);
  }

  @Test
  void aPerfectSensorOnlyRounds() {
    assertArrayEquals(recording("S01", "1").column("a"), answer(sensor(0, 0, 0, 0), "a"));
    // 255 steps of 0.5 up to 127.5, and 100.2 is nearest to 100.
    WorseSensor coarse = new WorseSensor(7, 0, 0, 0, 8, 127.5, 0);
    assertEquals(100, answer(coarse, "a")[0]);
    WorseSensor low = new WorseSensor(7, 0, 0, 0, 8, 51, 0);
    assertEquals(51, answer(low, "a")[0]);
  }

  @Test
  void eachCellOfEachSubjectHasItsGain() {
    WorseSensor sensor = sensor(0.1, 0, 0, 0);
    float a = answer(sensor, "a")[0];
    assertNotEquals(100, a);
    assertNotEquals(a, answer(sensor, "b")[0]);
    assertEquals(a, sensor.answer(recording("S01", "2"), INPUTS).column("a")[5]);
    assertNotEquals(a, sensor.answer(recording("S02", "1"), INPUTS).column("a")[0]);
  }

  @Test
  void theGainDriftsFromNothing() {
    float[] a = answer(sensor(0, 0.05, 0, 0), "a");
    assertEquals(100, a[0]);
    double halfway = a[LENGTH / 2] - 100;
    assertTrue(Math.abs(halfway) >= 1, "drifts by " + halfway);
    // Steps of 1 at either end.
    assertEquals(2 * halfway, a[LENGTH - 1] - 100, 2);
  }

  @Test
  void noiseHasItsDeviation() {
    double squares = 0;
    for (float value : answer(sensor(0, 0, 20, 0), "a")) {
      squares += (value - 100) * (value - 100);
    }
    // The variance of a variance of 6000 samples is below 2/6000 of its square; five deviations.
    assertEquals(400, squares / LENGTH, 400 * 5 * Math.sqrt(2.0 / LENGTH));
  }

  @Test
  void aLostFrameRepeatsTheOneBeforeInAllCells() {
    WorseSensor sensor = sensor(0, 0, 20, 0.2);
    float[] a = answer(sensor, "a");
    float[] b = answer(sensor, "b");
    int lost = 0;
    for (int t = 1; t < LENGTH; t++) {
      lost += a[t] == a[t - 1] && b[t] == b[t - 1] ? 1 : 0;
    }
    assertEquals(0.2, (double) lost / LENGTH, 5 * Math.sqrt(0.2 * 0.8 / LENGTH));
  }

  @Test
  void targetsStay() {
    Recording recording = recording("S01", "1");
    Recording worse = sensor(0.1, 0.05, 20, 0.2).answer(recording, INPUTS);
    assertSame(recording.column("grf_left"), worse.column("grf_left"));
  }

  @Test
  void aSeedDecidesEveryBit() {
    WorseSensor sensor = Task.named("sparse-4-noisy").sensor();
    float[] a = answer(sensor, "a");
    assertArrayEquals(a, answer(sensor, "a"));
    // Pinned: results on sparse-4-noisy compare only while its inputs are these.
    assertEquals(-1163115915, Arrays.hashCode(a));
  }

  @Test
  void aTaskWithoutASensorSeesTheSourceItself() {
    RecordingSource source = new OneWalk();
    assertSame(source, Task.named("sparse-4").source(source));
    RecordingSource worse = Task.named("sparse-4-noisy").source(source);
    assertNotEquals(source.digest(), worse.digest());
    assertEquals(64, worse.digest().length());
    Task noisy = Task.named("sparse-4-noisy");
    assertNotEquals(worse.digest(), new WorseSource(other(noisy), source).digest());
    assertEquals(source.subjects(), worse.subjects());
    assertEquals(source.name(), worse.name());
    assertEquals(source.attribution(), worse.attribution());
    // The walk lacks the task's cells, and the task says so itself.
    assertSame(source.recordings("S01").get(0), worse.recordings("S01").get(0));
  }

  /** The same task with another sensor. */
  private static Task other(Task task) {
    return new Task(
        task.name(),
        task.samplingRateHz(),
        task.inputs(),
        task.inputUnit(),
        task.targets(),
        task.note(),
        sensor(0.1, 0.02, 3, 0.02));
  }

  @Test
  void jsonIsReadBack() {
    WorseSensor sensor = Task.named("sparse-4-noisy").sensor();
    Json json = Json.parse("t", Json.write(sensor.json()));
    assertEquals(sensor, WorseSensor.of(json));
    assertFalse(sensor.equals(WorseSensor.NONE));
  }

  @Test
  void refusesWhatIsNoSensor() {
    assertEquals(
        "sensor: gain_error must be 0 to 0.25 (0.5)",
        assertThrows(InputException.class, () -> sensor(0.5, 0, 0, 0)).getMessage());
    assertEquals(
        "sensor: dropped_share must be 0 to 0.5 (1)",
        assertThrows(InputException.class, () -> sensor(0, 0, 0, 1)).getMessage());
  }

  private static final class OneWalk implements RecordingSource {
    private final List<Recording> walks = List.of(recording("S01", "1"));

    @Override
    public String name() {
      return "one walk";
    }

    @Override
    public List<String> subjects() {
      return List.of("S01");
    }

    @Override
    public List<Recording> recordings(String subject) {
      return walks;
    }

    @Override
    public String digest() {
      return "0".repeat(64);
    }

    @Override
    public String attribution() {
      return "made up for a test";
    }
  }
}
