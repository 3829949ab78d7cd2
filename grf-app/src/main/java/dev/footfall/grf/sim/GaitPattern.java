package dev.footfall.grf.sim;

import dev.footfall.grf.data.Draws;

/**
 * Force under one foot during one stance, vertical and antero-posterior.
 *
 * <p>With {@code s} from 0 at heel strike to 1 at toe-off, in body weights:
 *
 * <pre>
 *   f(s) = a (sin(pi s) + q sin(3 pi s) + h sin(2 pi s)) + p bump(s)
 *   bump(s) = sin^2(pi s / w) for s &lt; w, else 0
 * </pre>
 *
 * The first two terms are Alexander's and Jayes' description of human walking (J. Biomechanics
 * 13(4), 1980), {@code q > 1/9} giving two humps that grow and part as {@code q} does with speed;
 * {@code h} makes the first hump higher than the second, and the bump is the transient of the heel.
 *
 * <p>The height {@code a} is not free. Over a stride the body neither rises nor falls, so the mean
 * force of both feet is the body weight, and a foot that carries the share {@code c} has
 *
 * <pre>
 *   stance time * (a (2 + 2 q / 3) / pi + p w / 2) = c * stride time
 * </pre>
 *
 * (the sine of even order has no mean). Faster walking has shorter stance, hence higher force.
 *
 * <p>Along the walk, the foot brakes the body, then pushes it on, as much as it braked, for the
 * speed stays the same:
 *
 * <pre>
 *   g(s) = -b (sin(2 pi s) + sin(4 pi s) / 4)
 * </pre>
 *
 * which is lowest at a fifth of stance and highest at four fifths, by {@code 1.1 b}, and has no
 * mean. Its height grows with speed, as that of people does (Nilsson and Thorstensson, Acta
 * Physiologica Scandinavica 136(2), 1989).
 *
 * @param strideTimeS from heel strike to the next one of the same foot
 * @param stanceShare stance time over stride time
 * @param shareOfWeight {@code c}: 0.5 where both feet carry the same
 * @param humpDepth {@code q}
 * @param humpBalance {@code h}
 * @param heelStrikeBw {@code p}
 * @param pushBw {@code b}
 */
public record GaitPattern(
    double strideTimeS,
    double stanceShare,
    double shareOfWeight,
    double humpDepth,
    double humpBalance,
    double heelStrikeBw,
    double pushBw) {

  /** {@code w}, the end of the heel-strike transient as a share of stance. */
  private static final double HEEL_STRIKE_END = 0.14;

  /** The dimensionless speed that the usual values below belong to: 1.25 m/s, legs of 0.91 m. */
  private static final double USUAL_SPEED = 0.42;

  private static final double USUAL_PUSH_BW = 0.17;

  /**
   * The usual pattern of a person at a speed.
   *
   * <p>People of different size walk alike at equal {@code u = v / sqrt(g l)}, {@code l} being the
   * length of the leg; so stride time is {@code 3.57 sqrt(l / g) (u / 0.42)^-0.45}, the stance
   * share falls and the humps deepen linearly with {@code u}. The constants are set to usual values
   * of healthy adults: at 1.25 m/s a stride of 1.08 s, stance 62 % of it, humps of 1.1 body weights
   * and a valley of 0.7. From 0.8 to 1.4 m/s everybody stays within published ranges: humps of 1.0
   * to 1.3 body weights that grow with speed, a valley of 0.6 to 0.9, stance 58 to 66 %.
   *
   * @param shareOfWeight share of the weight that the foot carries
   * @param speedMps walking speed in m/s
   */
  public static GaitPattern of(SubjectProfile subject, double shareOfWeight, double speedMps) {
    double legLengthM = subject.legLengthM();
    double speed = speedMps / StrictMath.sqrt(SubjectProfile.GRAVITY_MPS2 * legLengthM);
    double pendulumS = StrictMath.sqrt(legLengthM / SubjectProfile.GRAVITY_MPS2);
    return new GaitPattern(
        3.57
            * pendulumS
            * StrictMath.pow(speed / USUAL_SPEED, -0.45)
            * (1 + subject.strideTimeOffset()),
        0.62 - 0.10 * (speed - USUAL_SPEED) + subject.stanceOffset(),
        shareOfWeight,
        0.39 + 0.22 * (speed - USUAL_SPEED) + subject.humpOffset(),
        subject.humpBalance(),
        subject.heelStrikeBw() * (speed / USUAL_SPEED),
        USUAL_PUSH_BW * (speed / USUAL_SPEED));
  }

  /** This pattern as one stride of many shows it: every number a little off, the weight kept. */
  GaitPattern varied(double strideTimeFactor, Draws draws) {
    return new GaitPattern(
        strideTimeS * strideTimeFactor,
        stanceShare + 0.004 * draws.bell(),
        shareOfWeight,
        humpDepth + 0.015 * draws.bell(),
        humpBalance + 0.01 * draws.bell(),
        heelStrikeBw * (1 + 0.2 * draws.bell()),
        pushBw);
  }

  /** Time from heel strike to toe-off, in s. */
  public double stanceTimeS() {
    return stanceShare * strideTimeS;
  }

  /** The height {@code a} that the body weight demands. */
  private double heightBw() {
    double meanBw = shareOfWeight / stanceShare - heelStrikeBw * HEEL_STRIKE_END / 2;
    return meanBw * StrictMath.PI / (2 + 2 * humpDepth / 3);
  }

  /**
   * The antero-posterior force in body weights, positive where it pushes the body forward.
   *
   * @param s time since heel strike over stance time; outside 0 to 1 the foot is in the air
   */
  public double forwardForceBw(double s) {
    if (s <= 0 || s >= 1) {
      return 0;
    }
    double angle = 2 * StrictMath.PI * s;
    return -pushBw * (StrictMath.sin(angle) + StrictMath.sin(2 * angle) / 4);
  }

  /**
   * The vertical force in body weights.
   *
   * @param s time since heel strike over stance time; outside 0 to 1 the foot is in the air
   */
  public double forceBw(double s) {
    if (s <= 0 || s >= 1) {
      return 0;
    }
    double angle = StrictMath.PI * s;
    double humps =
        StrictMath.sin(angle)
            + humpDepth * StrictMath.sin(3 * angle)
            + humpBalance * StrictMath.sin(2 * angle);
    double bump = s < HEEL_STRIKE_END ? StrictMath.sin(angle / HEEL_STRIKE_END) : 0;
    return heightBw() * humps + heelStrikeBw * bump * bump;
  }
}
