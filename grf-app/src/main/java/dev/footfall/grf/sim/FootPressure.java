package dev.footfall.grf.sim;

import static dev.footfall.grf.sim.InsoleGeometry.CELLS;
import static dev.footfall.grf.sim.InsoleGeometry.COLUMNS;
import static dev.footfall.grf.sim.InsoleGeometry.ROWS;

import java.util.Arrays;

/**
 * Spreads the vertical force of a foot over the cells under it.
 *
 * <p>The pressure of cell {@code i} is {@code F w_i / (A sum w)}, A being the area of a cell, so
 * that pressure times area sums to the force. The weight {@code w_i = m_i exp(-d_i^2 / 2)} is the
 * anatomy of the foot (heel, arch, metatarsal heads, toes; 0 beside the foot) around a centre that
 * travels from heel to toe during stance; {@code d_i} is the distance to it in units of the spread.
 *
 * <p>Allocates nothing after construction. Not for use by several threads at once.
 */
final class FootPressure {
  private static final double SPREAD_ALONG = 0.17;
  private static final double SPREAD_ACROSS = 0.45;

  /** Share of the foot's turn that the centre of pressure follows. */
  private static final double PROGRESSION_FOLLOWED = 0.3;

  private final SubjectProfile.FootProfile foot;
  private final double newtonPerKilopascal;

  /** Drift of the centre to the medial side for each length of the foot, in widths. */
  private final double medialSlope;

  private final double[] anatomy = new double[CELLS];
  private final double[] along = new double[ROWS];
  private final double[] across = new double[COLUMNS];

  FootPressure(SubjectProfile.FootProfile foot, InsoleGeometry insole) {
    this.foot = foot;
    this.newtonPerKilopascal = 1000 * insole.cellAreaM2();
    this.medialSlope =
        PROGRESSION_FOLLOWED
            * StrictMath.tan(StrictMath.toRadians(foot.progressionAngleDeg()))
            * insole.lengthM()
            / insole.widthM();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        anatomy[row * COLUMNS + column] =
            anatomy(InsoleGeometry.along(row), InsoleGeometry.across(column));
      }
    }
  }

  /** Support of the foot at a place: a sum of regions, within the outline of the sole. */
  private double anatomy(double u, double v) {
    // The sole is as wide as the insole at the metatarsals and narrow at the arch and the ends.
    double medialEdge = 0.02 + 0.30 * bell(u, 0.42, 0.14) + 0.12 * bell(u, 0.05, 0.10);
    double lateralEdge = 0.98 - 0.14 * bell(u, 0.08, 0.14) - 0.30 * bell(u, 1.0, 0.10);
    if (v < medialEdge || v > lateralEdge) {
      return 0;
    }
    return foot.heel() * bell(u, 0.13, 0.09) * bell(v, 0.50, 0.28)
        + foot.arch() * 0.25 * bell(u, 0.42, 0.14) * bell(v, 0.75, 0.18)
        + foot.metatarsals() * bell(u, 0.70, 0.07) * bell(v, 0.45, 0.32)
        + foot.toes() * 0.9 * bell(u, 0.90, 0.05) * bell(v, 0.25, 0.14)
        + foot.toes() * 0.45 * bell(u, 0.86, 0.05) * bell(v, 0.60, 0.22)
        // Soft tissue carries a little everywhere, so that the weights never vanish together.
        + 0.01;
  }

  private static double bell(double x, double centre, double spread) {
    double d = (x - centre) / spread;
    return StrictMath.exp(-0.5 * d * d);
  }

  /** Centre of the spread along the foot: quick over the heel, slow over the arch, then on. */
  private static double centreAlong(double s) {
    return 0.10
        + 0.78
            * (s
                + 0.07 * StrictMath.sin(2 * StrictMath.PI * s)
                + 0.05 * StrictMath.sin(StrictMath.PI * s));
  }

  /** Centre across: towards the lateral side at midstance, to the great toe at the end. */
  private double centreAcross(double s, double u, double stepOffset) {
    return 0.5
        + foot.lateralOffset()
        + stepOffset
        + 0.10 * StrictMath.sin(StrictMath.PI * s)
        - 0.14 * s * s
        - medialSlope * (u - 0.3);
  }

  /**
   * Pressures at one instant.
   *
   * @param forceN vertical force of the foot
   * @param s time since heel strike over stance time, 0 to 1; any value where the force is 0
   * @param stepOffset how far this step is to the lateral side, in widths
   * @param outKPa receives a pressure for each cell
   */
  void spread(double forceN, double s, double stepOffset, double[] outKPa) {
    if (forceN == 0) {
      Arrays.fill(outKPa, 0);
      return;
    }
    double u = centreAlong(s);
    double v = centreAcross(s, u, stepOffset);
    for (int row = 0; row < ROWS; row++) {
      along[row] = bell(InsoleGeometry.along(row), u, SPREAD_ALONG);
    }
    for (int column = 0; column < COLUMNS; column++) {
      across[column] = bell(InsoleGeometry.across(column), v, SPREAD_ACROSS);
    }
    double sum = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      double weight = anatomy[cell] * along[cell / COLUMNS] * across[cell % COLUMNS];
      outKPa[cell] = weight;
      sum += weight;
    }
    double scale = forceN / (newtonPerKilopascal * sum);
    for (int cell = 0; cell < CELLS; cell++) {
      outKPa[cell] *= scale;
    }
  }
}
