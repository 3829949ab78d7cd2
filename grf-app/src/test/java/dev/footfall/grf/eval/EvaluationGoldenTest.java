package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.eval.StepMetrics.Deviation;
import dev.footfall.grf.signal.Interval;
import dev.footfall.grf.signal.StanceDetector;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All metrics against NumPy and SciPy. */
class EvaluationGoldenTest {

  private static List<Json> cases(String file) throws IOException {
    try (InputStream in = Golden.open(file)) {
      return Json.parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .get("cases")
          .elements();
    }
  }

  private static double[] input(Json golden, String name) {
    return golden.get("inputs").get(name).get("data").asDoubles();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void assertGolden(Json golden, double... found) {
    double[] expected = golden.get("outputs").get("y").get("data").asDoubles();
    assertEquals(expected.length, found.length);
    for (int i = 0; i < found.length; i++) {
      assertEquals(
          expected[i], found[i], 1e-9 * (1 + Math.abs(expected[i])), golden.get("name") + " " + i);
    }
  }

  @Test
  void metrics() throws IOException {
    List<Json> cases = cases("metrics");
    assertEquals(2, cases.size());
    for (Json golden : cases) {
      double[] force = input(golden, "force");
      double[] estimate = input(golden, "estimate");
      double bodyWeightN = golden.get("spec").get("body_weight_n").asDouble();
      MetricsAccumulator all = new MetricsAccumulator();
      MetricsAccumulator left = new MetricsAccumulator();
      MetricsAccumulator right = new MetricsAccumulator();
      for (int t = 0; t < force.length; t++) {
        all.add(force[t], estimate[t], bodyWeightN);
        (t < 100 ? left : right).add(force[t], estimate[t], bodyWeightN);
      }
      left.addAll(right);
      for (Metrics m : List.of(all.metrics(), left.metrics())) {
        assertEquals(force.length, m.samples());
        assertGolden(golden, m.rmseN(), m.rmseBw(), m.nrmsePercent(), m.maeN(), m.r(), m.r2());
      }
    }
  }

  @Test
  void steps() throws IOException {
    List<Json> cases = cases("steps");
    assertEquals(2, cases.size());
    for (Json golden : cases) {
      float[] force = floats(input(golden, "force"));
      float[] estimate = floats(input(golden, "estimate"));
      double rateHz = golden.get("spec").get("rate_hz").asDouble();
      List<Interval> stances =
          StanceDetector.ofSteps(golden.get("spec").get("threshold_n").asDouble())
              .wholeStances(force, rateHz);
      double[] ends = golden.get("outputs").get("phases").get("data").asDoubles();
      assertEquals(
          Arrays.toString(ends),
          Arrays.toString(
              stances.stream()
                  .flatMapToInt(s -> IntStream.of(s.from(), s.to()))
                  .asDoubleStream()
                  .toArray()));
      List<Step> steps = new ArrayList<>();
      for (Interval stance : stances) {
        steps.add(
            new Step(
                "a",
                "f",
                Step.Shape.of(force, 0, stance, rateHz),
                Step.Shape.of(estimate, 0, stance, rateHz)));
      }
      StepMetrics m = StepMetrics.of(steps);
      List<Deviation> deviations =
          List.of(
              m.firstPeakPercent(),
              m.firstPeakMs(),
              m.secondPeakPercent(),
              m.secondPeakMs(),
              m.impulsePercent(),
              m.loadingRatePercent());
      assertGolden(
          golden,
          deviations.stream()
              .flatMapToDouble(d -> Arrays.stream(new double[] {d.bias(), d.absolute()}))
              .toArray());
    }
  }

  @Test
  void agreement() throws IOException {
    List<Json> cases = cases("agreement");
    assertEquals(4, cases.size());
    for (Json golden : cases) {
      List<Moments> subjects = new ArrayList<>();
      for (int i = 0; i < golden.get("inputs").members().size(); i++) {
        Moments moments = new Moments();
        Arrays.stream(input(golden, "d" + i)).forEach(moments::add);
        subjects.add(moments);
      }
      Agreement a = Agreement.of("force", "N", subjects);
      assertGolden(golden, a.bias(), a.sd(), a.lower(), a.upper());
    }
  }

  @Test
  void comparison() throws IOException {
    List<Json> cases = cases("comparison");
    assertEquals(2, cases.size());
    for (Json golden : cases) {
      Comparison c = Comparison.of("other", input(golden, "x"), input(golden, "y"));
      assertGolden(golden, c.meanN(), c.wilcoxonP(), c.tP(), c.effect(), c.rankBiserial());
    }
  }

  @Test
  void bootstrap() throws IOException {
    Json golden = cases("bootstrap").get(0);
    assertEquals(Bootstrap.LEVEL, golden.get("spec").get("level").asDouble());
    List<MetricsAccumulator> subjects = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double[] force = input(golden, "f" + i);
      double[] estimate = input(golden, "e" + i);
      MetricsAccumulator subject = new MetricsAccumulator();
      for (int t = 0; t < force.length; t++) {
        subject.add(force[t], estimate[t], Double.NaN);
      }
      subjects.add(subject);
    }
    double[] drawn = input(golden, "draws");
    int[][] draws = new int[drawn.length / 4][4];
    for (int i = 0; i < drawn.length; i++) {
      draws[i / 4][i % 4] = (int) drawn[i];
    }
    Confidence confidence = Confidence.of(new Bootstrap(draws), subjects);
    Bootstrap.Interval rmse = confidence.rmseN();
    Bootstrap.Interval r = confidence.r();
    assertGolden(golden, rmse.lower(), rmse.upper(), r.lower(), r.upper());
    assertEquals(Double.NaN, confidence.rmseBw().lower());
  }
}
