package dev.footfall.grf.data;

import dev.footfall.engine.format.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of the cells of a good insole those of a cheap one. For cell {@code c} of a subject, with
 * {@code x} the recorded value at time {@code t} in minutes:
 *
 * <pre>
 *   answer = x (1 + gainError g_c) (1 + driftPerMinute d_c t) + noise n
 *            limited to 0 ... fullScale, rounded to one of 2^bits values in equal steps
 * </pre>
 *
 * {@code g_c} and {@code d_c} are drawn for each cell of each subject, {@code n} for each sample,
 * all bell-shaped with deviation 1 ({@link Draws#bell}). A share of the frames is lost, all cells
 * at once: the frame before is repeated, as a receiver does. All of it follows from the seed,
 * subject and trial, and is the same bits on every machine.
 *
 * @param seed decides everything random
 * @param gainError standard deviation of the gain of a cell, 0 to 0.25
 * @param driftPerMinute standard deviation of the relative change of the gain in a minute, 0 to 0.1
 * @param noise standard deviation of the noise, in the unit of the inputs
 * @param bits 1 to 16
 * @param fullScale highest answer, in the unit of the inputs
 * @param droppedShare share of frames that are lost, 0 to 0.5
 */
public record WorseSensor(
    long seed,
    double gainError,
    double driftPerMinute,
    double noise,
    int bits,
    double fullScale,
    double droppedShare) {

  /** The inputs as they were recorded. */
  public static final WorseSensor NONE =
      new WorseSensor(0, 0, 0, 0, 16, Double.POSITIVE_INFINITY, 0);

  private static final long CELL = 0;
  private static final long NOISE = 1;
  private static final long DROPS = 2;

  /** Checks the ranges. */
  public WorseSensor {
    require("gain_error", gainError, 0, 0.25);
    require("drift_per_minute", driftPerMinute, 0, 0.1);
    require("noise", noise, 0, Float.MAX_VALUE);
    require("bits", bits, 1, 16);
    require("full_scale", fullScale, Float.MIN_NORMAL, Double.POSITIVE_INFINITY);
    require("dropped_share", droppedShare, 0, 0.5);
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          "sensor: "
              + name
              + " must be "
              + Decimals.text(least)
              + " to "
              + Decimals.text(most)
              + " ("
              + Decimals.text(value)
              + ")");
    }
  }

  /**
   * Reads what {@link #json} writes, every member of it.
   *
   * @throws dev.footfall.engine.format.JsonException if a member is missing, or a number is out of
   *     range
   */
  public static WorseSensor of(Json json) {
    try {
      return new WorseSensor(
          json.get("seed").asLong(),
          json.get("gain_error").asDouble(),
          json.get("drift_per_minute").asDouble(),
          json.get("noise").asDouble(),
          json.get("bits").asInt(),
          json.get("full_scale").asDouble(),
          json.get("dropped_share").asDouble());
    } catch (InputException e) {
      throw json.problem(e.getMessage().substring("sensor: ".length()));
    }
  }

  /** The members of a JSON object. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", seed);
    json.put("gain_error", gainError);
    json.put("drift_per_minute", driftPerMinute);
    json.put("noise", noise);
    json.put("bits", bits);
    json.put("full_scale", fullScale);
    json.put("dropped_share", droppedShare);
    return json;
  }

  /**
   * What the sensor would have recorded.
   *
   * @param inputs the channels of the cells; others are handed on as they are. A recording without
   *     one of them is handed on as a whole, for the task to refuse
   */
  Recording answer(Recording recording, List<String> inputs) {
    if (!inputs.stream().allMatch(recording::has)) {
      return recording;
    }
    long who = recording.subject().hashCode();
    long walk = recording.trial().hashCode();
    boolean[] dropped = dropped(recording.length(), Draws.of(seed, DROPS, who, walk));
    float[][] columns = new float[recording.channels().size()][];
    for (int c = 0; c < columns.length; c++) {
      String name = recording.channels().get(c).name();
      int cell = inputs.indexOf(name);
      columns[c] =
          cell < 0
              ? recording.column(name)
              : answer(
                  recording.column(name),
                  recording.samplingRateHz(),
                  dropped,
                  Draws.of(seed, CELL, who, cell),
                  Draws.of(seed, NOISE, who, walk, cell));
    }
    return new Recording(
        recording.name(),
        recording.subject(),
        recording.trial(),
        recording.samplingRateHz(),
        recording.bodyMassKg(),
        recording.repairs(),
        recording.channels(),
        columns);
  }

  private float[] answer(
      float[] values, double rateHz, boolean[] dropped, Draws make, Draws draws) {
    double gain = 1 + gainError * make.bell();
    double drift = driftPerMinute * make.bell();
    double quantum = fullScale / ((1 << bits) - 1);
    float[] answer = new float[values.length];
    for (int t = 0; t < values.length; t++) {
      double minutes = t / rateHz / 60;
      double value = values[t] * gain * (1 + drift * minutes) + noise * draws.bell();
      answer[t] = (float) (Math.rint(Math.clamp(value, 0, fullScale) / quantum) * quantum);
      if (dropped[t]) {
        answer[t] = answer[t - 1];
      }
    }
    return answer;
  }

  /** Which frames are lost; never the first, before which there is none. */
  private boolean[] dropped(int length, Draws draws) {
    boolean[] dropped = new boolean[length];
    for (int t = 1; t < length; t++) {
      dropped[t] = draws.chance(droppedShare);
    }
    return dropped;
  }
}
