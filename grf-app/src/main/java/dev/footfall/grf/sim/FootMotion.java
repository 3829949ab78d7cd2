package dev.footfall.grf.sim;

import java.util.List;

/**
 * One foot of a walk at instants that never go back. Allocates nothing. Not for use by several
 * threads at once.
 */
final class FootMotion {
  private static final double FORCE_QUANTA_PER_N = 10;

  private final List<Steps.Stride> strides;
  private final double bodyWeightN;
  private int next;
  private Steps.Stride stride;
  private double stance;

  FootMotion(List<Steps.Stride> strides, double bodyWeightN) {
    this.strides = strides;
    this.bodyWeightN = bodyWeightN;
  }

  /** Goes on to an instant, in s since the beginning of the walk. */
  void moveTo(double timeS) {
    while (strides.get(next + 1).strikeS() <= timeS) {
      next++;
    }
    stride = strides.get(next);
    stance = (timeS - stride.strikeS()) / stride.pattern().stanceTimeS();
  }

  /** Time since heel strike over stance time; beyond 1 the foot is in the air. */
  double stance() {
    return stance;
  }

  /** How far to the lateral side the foot is loaded, in widths. */
  double stepOffset() {
    return stride.stepOffset();
  }

  /** Vertical force. */
  double forceN() {
    return bodyWeightN * stride.pattern().forceBw(stance);
  }

  /** Vertical force as a plate reports it, in steps of 0.1 N. */
  float measuredForceN() {
    return measured(forceN());
  }

  /** Antero-posterior force as a plate reports it, in steps of 0.1 N. */
  float measuredForwardForceN() {
    return measured(bodyWeightN * stride.pattern().forwardForceBw(stance));
  }

  private static float measured(double forceN) {
    // Adding 0 turns the -0 of a small braking force into 0.
    return (float) (Math.rint(forceN * FORCE_QUANTA_PER_N) / FORCE_QUANTA_PER_N + 0.0);
  }
}
