package dev.footfall.grf.emit;

import java.util.Arrays;
import java.util.List;

/**
 * Processors of microcontrollers with the cycles that a multiply-accumulate takes on them, from the
 * published results of MLPerf Tiny: network inference in native code, all overhead of the layers
 * included. They are the basis of estimates, and say nothing about a Java VM.
 */
public enum Core {
  /** Cortex-M7. */
  M7("Cortex-M7", "int8", 1.2, 1.5, 216),
  /** Cortex-M33 and M4 with kernels that were tuned for them. */
  M33_TUNED("Cortex-M33, M4, tuned kernels", "int8", 2, 4.5, 64),
  /** Cortex-M33 and M4 with the reference kernels. */
  M33_REFERENCE("Cortex-M33, M4, reference kernels", "int8", 4.5, 8, 64),
  /** Cortex-M0+. */
  M0_PLUS("Cortex-M0+", "int8", 10, 11, 48),
  /** Cortex-M4 with a unit for floats. */
  M4F("Cortex-M4F", "float32", 9, 10, 64);

  private static final double HZ = 1e6;

  private final String title;
  private final String format;
  private final double leastCyclesPerMac;
  private final double mostCyclesPerMac;
  private final double clockMhz;

  Core(String title, String format, double least, double most, double clockMhz) {
    this.title = title;
    this.format = format;
    this.leastCyclesPerMac = least;
    this.mostCyclesPerMac = most;
    this.clockMhz = clockMhz;
  }

  /** Those for which there are results in this format. */
  public static List<Core> of(String format) {
    return Arrays.stream(values()).filter(core -> core.format.equals(format)).toList();
  }

  /** What the processor is called. */
  public String title() {
    return title;
  }

  /** The fewest cycles of a multiply-accumulate. */
  public double leastCyclesPerMac() {
    return leastCyclesPerMac;
  }

  /** The most cycles of a multiply-accumulate. */
  public double mostCyclesPerMac() {
    return mostCyclesPerMac;
  }

  /** A usual clock of such a processor. */
  public double clockMhz() {
    return clockMhz;
  }

  /**
   * The share of its time that the processor computes, at its usual clock.
   *
   * @param cyclesPerMac of a multiply-accumulate
   * @param macsPerSecond multiply-accumulates
   */
  public double load(double cyclesPerMac, double macsPerSecond) {
    return cyclesPerMac * macsPerSecond / (HZ * clockMhz);
  }
}
