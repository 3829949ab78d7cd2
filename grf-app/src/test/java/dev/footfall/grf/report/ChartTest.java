package dev.footfall.grf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartTest {
  /** The plot is 382 wide from 64 on and 146 high from 12 on. */
  private static Chart chart() {
    return new Chart(
        new Chart.Axis("time [s]", 0, 382), new Chart.Axis("force [N]", -46, 100), 200);
  }

  private static List<String> paths(String svg, String style) {
    return Pattern.compile("<path class=\"" + style + "\" d=\"([^\"]*)\"/>")
        .matcher(svg)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void pointsAreWhereTheAxesSay() {
    String svg =
        chart()
            .line("measured", new double[] {0, 191, 382}, new double[] {-46, 27, 100})
            .svg("", "");
    assertEquals(List.of("M64 158L255 85L446 12"), paths(svg, "measured"));
  }

  @Test
  void whatIsNotKnownLeavesAGap() {
    double[] xs = {0, 1, 2, 3};
    String svg = chart().line("m", xs, new double[] {0, 0, Double.NaN, 0}).svg("", "");
    assertEquals(List.of("M64 112L65 112M67 112"), paths(svg, "m"));
  }

  @Test
  void aBandGoesForthAboveAndBackBelow() {
    double[] xs = {0, 10};
    String svg = chart().band("b", xs, new double[] {0, 10}, new double[] {20, 30}).svg("", "");
    assertEquals(List.of("M64 92L74 82L74 102L64 112Z"), paths(svg, "b"));
  }

  @Test
  void ticksAreRoundNumbers() {
    String svg = chart().svg("", "");
    for (String tick : List.of(">\u221240<", ">0<", ">80<", ">100<", ">300<")) {
      assertTrue(svg.contains(tick), tick + " in " + svg);
    }
    assertEquals(0.2, new Chart.Axis("x", 0, 1).step(), 1e-12);
    assertEquals(2, new Chart.Axis("x", 0, 10).step());
    assertEquals(500, new Chart.Axis("x", 0, 2400).step());
    assertEquals(20_000, new Chart.Axis("x", 0, 99_999).step());
  }

  @Test
  void anEmptyAxisIsRefused() {
    assertEquals(
        "chart: axis \"x\" from 1.0 to 1.0",
        assertThrows(IllegalArgumentException.class, () -> new Chart.Axis("x", 1, 1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Chart.Axis("x", 0, Double.NaN));
  }

  @Test
  void wordsStandInForThePicture() {
    String svg = chart().svg("a < b", "c & d");
    assertTrue(svg.contains("role=\"img\""), svg);
    assertTrue(svg.contains("<title>a &lt; b</title><desc>c &amp; d</desc>"), svg);
    assertTrue(svg.contains("aria-label=\"a &lt; b. c &amp; d\""), svg);
  }
}
