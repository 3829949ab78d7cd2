package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ForcePlotTest {

  @Test
  void forcesStandWhereTheirShareOfTheWidthIs() {
    ForcePlot plot =
        new ForcePlot(11, 1000)
            .add(0, 0, 100)
            .add(0.05, 500, 540)
            .add(0.1, 1000, 900)
            .add(0.15, 2000, -50);
    assertEquals(
        """
        time [s]  measured [N]  estimated [N]
            0.00             0            100  |ox
            0.05           500            540  |     *
            0.10          1000            900  |         xo
            0.15          2000            -50  |x         o
        """,
        plot.toString());
  }

  @Test
  void aPlotWithoutRoomOrScaleIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ForcePlot(1, 1000));
    assertThrows(IllegalArgumentException.class, () -> new ForcePlot(10, 0));
  }
}
