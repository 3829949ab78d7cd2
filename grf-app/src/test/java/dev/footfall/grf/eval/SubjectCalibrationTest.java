package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.engine.DType;
import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.eval.SubjectCalibration.Point;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import dev.footfall.grf.window.Normalisation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On networks that nobody trained: their features are as good as any for a last layer. */
class SubjectCalibrationTest {
  private static final Kernels KERNELS = KernelProvider.kernels(DType.FLOAT32, Workers.of(1));
  private static final Task TASK = Task.named("insole-16x8");

  /** Two people, three walks of 4 s each. */
  private static final SimulatedSource SOURCE = new SimulatedSource(SimulationSpec.of(2, 2, 4));

  private static Model model(String network) {
    return new Model(
        Networks.named(network, 256, 2, new Initializer(DType.FLOAT32, new SplittableRandom(1))),
        TASK,
        Normalisation.fit(SOURCE.recordings("S01"), TASK),
        new Provenance(
            "0", "", "", "", Fold.unrecorded(new Protocol.KFold(5, 0)), 0, 0, 0, 0, "none", ""));
  }

  private static SubjectCalibration calibration(String network) {
    return new SubjectCalibration(model(network), KERNELS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-s", "lstm-s", "wrn16-1"})
  void calibrationHelpsAndWithoutItTheErrorIsThatOfTheModel(String network) {
    List<Point> points = calibration(network).points(SOURCE, List.of("S02"), List.of(1.0, 4.0));
    assertEquals(List.of(0.0, 1.0, 4.0), points.stream().map(Point::seconds).toList());
    assertEquals(List.of(0, 1, 1), points.stream().map(Point::better).toList());
    assertTrue(points.get(1).whole().rmseN() < points.get(0).whole().rmseN());
    // The rest is the second and the third walk, as for an evaluation of those two.
    Evaluator evaluator =
        new Evaluator(TASK.targets(), ModelEvaluator.WARM_UP, Evaluator.STANCE_THRESHOLD_N);
    for (Recording walk : SOURCE.recordings("S02").subList(1, 3)) {
      evaluator.add(
          Walk.of(walk, Double.NaN), TASK.targets(walk), model(network).estimate(walk, KERNELS));
    }
    Metrics expected = evaluator.evaluation().pooled().whole();
    assertEquals(expected.samples(), points.get(0).whole().samples());
    assertEquals(expected.samples(), points.get(2).whole().samples());
    // Float sums of some 64 features against double ones.
    assertEquals(expected.rmseN(), points.get(0).whole().rmseN(), 1e-4 * expected.rmseN());
    assertEquals(
        evaluator.evaluation().pooled().stance().samples(), points.get(0).stance().samples());
  }

  /** The recordings with the true force of the samples from a time on, in s, made another. */
  private static List<Recording> alteredFrom(double seconds) {
    Recording first = SOURCE.recordings("S02").getFirst();
    float[][] columns =
        first.channels().stream()
            .map(
                channel -> {
                  float[] column = first.column(channel.name()).clone();
                  if (TASK.targets().contains(channel.name())) {
                    Arrays.fill(column, (int) Math.round(seconds * 200), column.length, 777);
                  }
                  return column;
                })
            .toArray(float[][]::new);
    return List.of(
        new Recording("r", "S02", "1", 200, 70, first.channels(), columns),
        SOURCE.recordings("S02").get(1));
  }

  @Test
  void theRestLeavesNoTraceAndALeakOfOneSampleIsCaught() {
    SubjectCalibration calibration = calibration("cnn-s");
    double[][] head = calibration.head(SOURCE.recordings("S02"), 2);
    assertArrayEquals(head, calibration.head(alteredFrom(2), 2));
    assertFalse(Arrays.deepEquals(head, calibration.head(alteredFrom(2), 2.005)));
    assertFalse(Arrays.deepEquals(head, calibration.head(alteredFrom(1.995), 2)));
  }

  @Test
  void oneSubjectTellsNothingOfAnother() {
    SubjectCalibration calibration = calibration("cnn-s");
    List<Double> seconds = List.of(2.0);
    double first = calibration.points(SOURCE, List.of("S01"), seconds).get(1).whole().rmseN();
    double second = calibration.points(SOURCE, List.of("S02"), seconds).get(1).whole().rmseN();
    Point both = calibration.points(SOURCE, List.of("S01", "S02"), seconds).get(1);
    assertEquals(Math.sqrt((first * first + second * second) / 2), both.whole().rmseN(), 1e-9);
  }

  @Test
  void theModelIsNotChanged() {
    Model model = model("cnn-s");
    float[] before = model.network().head().weight().value().floats().clone();
    new SubjectCalibration(model, KERNELS).points(SOURCE, List.of("S01"), List.of(2.0));
    assertArrayEquals(before, model.network().head().weight().value().floats());
  }

  @Test
  void aSubjectWithoutARestIsRefused() {
    assertEquals(
        "calibration: the recordings of subject S01 are not longer than 12.0 s",
        assertThrows(
                InputException.class,
                () -> calibration("cnn-s").points(SOURCE, List.of("S01"), List.of(12.0)))
            .getMessage());
  }
}
