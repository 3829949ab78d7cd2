package dev.footfall.grf.sim;

import dev.footfall.grf.data.Draws;
import java.util.List;

/**
 * A simulated person: body, habits of walking, feet.
 *
 * @param name what recordings call the subject, {@code S01}
 * @param bodyMassKg body mass
 * @param heightM height, from which the length of leg and foot follow
 * @param leftShare share of the body weight that the left foot carries over a stride; above 0.5 the
 *     left foot is loaded more
 * @param rightPhase when the right heel strikes, as a share of the left stride; 0.5 is symmetric
 * @param strideTimeOffset relative difference of the stride time from the usual one
 * @param stanceOffset difference of the stance share of a stride from the usual one
 * @param humpOffset difference of the hump depth from the usual one, see {@link GaitPattern}
 * @param humpBalance how much higher the first hump is than the mean of both, as a share
 * @param heelStrikeBw height of the transient at heel strike, in body weights
 * @param strideVariation standard deviation of the stride time from stride to stride, as a share
 * @param left left foot
 * @param right right foot
 */
public record SubjectProfile(
    String name,
    double bodyMassKg,
    double heightM,
    double leftShare,
    double rightPhase,
    double strideTimeOffset,
    double stanceOffset,
    double humpOffset,
    double humpBalance,
    double heelStrikeBw,
    double strideVariation,
    FootProfile left,
    FootProfile right) {

  /** Standard gravity rounded as the field does, in m/s^2. */
  public static final double GRAVITY_MPS2 = 9.81;

  /**
   * How a foot meets the insole.
   *
   * @param progressionAngleDeg outward turn of the foot from the walking direction: it sends the
   *     centre of pressure to the medial side as the body rolls over the foot
   * @param lateralOffset where the centre of pressure is across the foot, as a share of the width
   *     to the lateral side of the usual place
   * @param heel weight of the heel in the pressure map, 1 being usual
   * @param arch weight of the arch: low for a high arch
   * @param metatarsals weight of the metatarsal heads
   * @param toes weight of the toes
   */
  public record FootProfile(
      double progressionAngleDeg,
      double lateralOffset,
      double heel,
      double arch,
      double metatarsals,
      double toes) {}

  /** Draws a person. Each range is that of healthy adults, narrow enough to need no rejection. */
  static SubjectProfile draw(String name, Draws draws) {
    double heightM = 1.71 + 0.08 * draws.bell();
    double bodyMassIndex = draws.uniform(19.5, 29);
    return new SubjectProfile(
        name,
        bodyMassIndex * heightM * heightM,
        heightM,
        0.5 + 0.002 * draws.bell(),
        0.5 + 0.006 * draws.bell(),
        0.03 * draws.bell(),
        0.003 * draws.bell(),
        0.008 * draws.bell(),
        0.008 + 0.005 * draws.bell(),
        draws.uniform(0.02, 0.08),
        draws.uniform(0.012, 0.025),
        drawFoot(draws),
        drawFoot(draws));
  }

  private static FootProfile drawFoot(Draws draws) {
    return new FootProfile(
        7 + 3 * draws.bell(),
        0.02 * draws.bell(),
        draws.uniform(0.85, 1.15),
        draws.uniform(0.4, 1.6),
        draws.uniform(0.85, 1.15),
        draws.uniform(0.6, 1.4));
  }

  /** Weight in N. */
  public double bodyWeightN() {
    return bodyMassKg * GRAVITY_MPS2;
  }

  /** Length of the leg, 0.53 of the height, in m (Winter, Biomechanics and Motor Control). */
  public double legLengthM() {
    return 0.53 * heightM;
  }

  /** An insole that fits the foot: 0.152 of the height long, 0.38 of that wide. */
  public InsoleGeometry insole() {
    double lengthM = 0.152 * heightM;
    return new InsoleGeometry(lengthM, 0.38 * lengthM);
  }

  /** Both feet, left first. */
  List<FootProfile> feet() {
    return List.of(left, right);
  }
}
