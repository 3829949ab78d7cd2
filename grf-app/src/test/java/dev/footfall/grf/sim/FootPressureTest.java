package dev.footfall.grf.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.grf.data.Draws;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class FootPressureTest {
  private static final SubjectProfile SUBJECT = SubjectProfile.draw("S01", Draws.of(3));

  private static double[] pressure(double forceN, double s, double stepOffset) {
    double[] outKPa = new double[InsoleGeometry.CELLS];
    Arrays.fill(outKPa, Double.NaN);
    new FootPressure(SUBJECT.left(), SUBJECT.insole()).spread(forceN, s, stepOffset, outKPa);
    return outKPa;
  }

  /** Sum over the rows, as shares of the whole. */
  private static double share(double[] pressure, int fromRow, int toRow) {
    int columns = InsoleGeometry.COLUMNS;
    double part = Arrays.stream(pressure, fromRow * columns, toRow * columns).sum();
    return part / Arrays.stream(pressure).sum();
  }

  private static double centreAlong(double[] pressure) {
    double sum = 0;
    double moment = 0;
    for (int cell = 0; cell < pressure.length; cell++) {
      sum += pressure[cell];
      moment += pressure[cell] * InsoleGeometry.along(cell / InsoleGeometry.COLUMNS);
    }
    return moment / sum;
  }

  private static double centreAcross(double[] pressure) {
    double sum = 0;
    double moment = 0;
    for (int cell = 0; cell < pressure.length; cell++) {
      sum += pressure[cell];
      moment += pressure[cell] * InsoleGeometry.across(cell % InsoleGeometry.COLUMNS);
    }
    return moment / sum;
  }

  @Test
  void anInsoleHas128CellsOfTwoSquareCentimetres() {
    InsoleGeometry insole = new InsoleGeometry(0.256, 0.1);
    assertEquals(128, InsoleGeometry.CELLS);
    assertEquals(2.0e-4, insole.cellAreaM2(), 1e-18);
    assertEquals(0.256 * 0.1, insole.cellAreaM2() * InsoleGeometry.CELLS, 1e-15);
  }

  @Property
  void pressureTimesAreaSumsToTheForce(
      @ForAll @DoubleRange(min = 0.1, max = 2000) double forceN,
      @ForAll @DoubleRange(min = 0, max = 1) double s,
      @ForAll @DoubleRange(min = -0.1, max = 0.1) double stepOffset) {
    double sum = 0;
    for (double kPa : pressure(forceN, s, stepOffset)) {
      assertTrue(kPa >= 0);
      sum += kPa * 1000 * SUBJECT.insole().cellAreaM2();
    }
    assertEquals(forceN, sum, 1e-12 * forceN);
  }

  @Test
  void noForceIsNoPressure() {
    assertArrayEquals(new double[InsoleGeometry.CELLS], pressure(0, 7, 0));
  }

  @Test
  void theLoadTravelsFromHeelToToe() {
    double last = 0;
    for (int i = 0; i <= 20; i++) {
      double centre = centreAlong(pressure(700, i / 20.0, 0));
      assertTrue(centre > last, "at " + i);
      last = centre;
    }
    assertTrue(centreAlong(pressure(700, 0.02, 0)) < 0.2);
    assertTrue(centreAlong(pressure(700, 0.98, 0)) > 0.75);
  }

  @Test
  void aHighArchCarriesLittle() {
    double[] midstance = pressure(700, 0.5, 0);
    double heel = share(midstance, 0, 5);
    double arch = share(midstance, 5, 9);
    double forefoot = share(midstance, 9, 16);
    assertTrue(heel > 0.05 && forefoot > 0.4 && arch < 0.35, heel + " " + arch + " " + forefoot);
  }

  @Test
  void aStepToTheLateralSideLoadsIt() {
    double inner = centreAcross(pressure(700, 0.4, -0.05));
    double outer = centreAcross(pressure(700, 0.4, 0.05));
    assertTrue(outer > inner + 0.01, inner + " " + outer);
  }

  @Test
  void cellsBesideTheSoleCarryNothing() {
    double[] midstance = pressure(700, 0.5, 0);
    int archRow = 6;
    assertEquals(0, midstance[archRow * InsoleGeometry.COLUMNS]);
    assertEquals(0, midstance[InsoleGeometry.CELLS - 1], "lateral of the toes");
    assertTrue(midstance[11 * InsoleGeometry.COLUMNS] > 0, "medial of the metatarsals");
  }
}
