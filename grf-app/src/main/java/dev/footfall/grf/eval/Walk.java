package dev.footfall.grf.eval;

import dev.footfall.grf.data.Recording;
import dev.footfall.grf.sim.SubjectProfile;

/**
 * What an evaluation has to know of a recording beside its forces.
 *
 * @param subject who walked
 * @param rateHz samples per second
 * @param bodyMassKg mass of the subject, NaN where it is unknown
 * @param speedMps walking speed in m/s, NaN where it is unknown
 */
public record Walk(String subject, double rateHz, double bodyMassKg, double speedMps) {
  /** The walk of a recording. */
  public static Walk of(Recording recording, double speedMps) {
    return new Walk(
        recording.subject(), recording.samplingRateHz(), recording.bodyMassKg(), speedMps);
  }

  /** Weight of the subject in N; NaN where the mass is unknown. */
  public double bodyWeightN() {
    return bodyMassKg * SubjectProfile.GRAVITY_MPS2;
  }
}
