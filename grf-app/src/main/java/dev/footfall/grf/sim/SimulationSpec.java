package dev.footfall.grf.sim;

import dev.footfall.grf.data.InputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to simulate. Equal specifications yield equal recordings, bit by bit, on every machine;
 * subject {@code k} is the same person whatever the number of subjects, speeds and seconds.
 *
 * @param seed decides everything random
 * @param subjects number of people, 1 to 999
 * @param durationS seconds of each recording, 2 to 3600
 * @param speedsMps walking speeds in m/s, a recording of each subject at each, within 0.5 to 2,
 *     ascending
 * @param sensor the insoles
 */
public record SimulationSpec(
    long seed, int subjects, double durationS, List<Double> speedsMps, SensorModel sensor) {
  /** Slow, usual and brisk walking, in m/s. */
  public static final List<Double> USUAL_SPEEDS_MPS = List.of(0.8, 1.1, 1.4);

  /** Sampling rate of insole and force, in Hz. */
  public static final double SAMPLING_RATE_HZ = 200;

  /** Checks the ranges. */
  public SimulationSpec {
    if (subjects < 1 || subjects > 999) {
      throw new InputException("simulation: " + subjects + " subjects; known: 1 to 999");
    }
    if (!(durationS >= 2 && durationS <= 3600)) {
      throw new InputException("simulation: a duration of " + durationS + " s; known: 2 to 3600 s");
    }
    if (speedsMps.isEmpty()) {
      throw new InputException("simulation: no walking speed; known: 0.5 to 2 m/s");
    }
    double last = Double.NEGATIVE_INFINITY;
    for (double speed : speedsMps) {
      if (!(speed >= 0.5 && speed <= 2)) {
        throw new InputException(
            "simulation: a walking speed of " + speed + " m/s; known: 0.5 to 2 m/s");
      }
      if (speed <= last) {
        throw new InputException(
            "simulation: walking speeds must ascend, but " + speed + " follows " + last);
      }
      last = speed;
    }
    speedsMps = List.copyOf(speedsMps);
  }

  /** The usual speeds on cheap insoles. */
  public static SimulationSpec of(long seed, int subjects, double durationS) {
    return new SimulationSpec(seed, subjects, durationS, USUAL_SPEEDS_MPS, SensorModel.CHEAP);
  }

  /** One line for people: seed, subjects, seconds and speeds. */
  public String summary() {
    return "seed "
        + seed
        + ", subjects "
        + subjects
        + ", "
        + durationS
        + " s at "
        + speedsMps.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + " m/s";
  }
}
