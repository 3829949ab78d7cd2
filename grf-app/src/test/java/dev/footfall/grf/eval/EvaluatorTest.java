package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final List<String> CHANNELS = List.of("grf_left", "grf_right");

  @Test
  void poolsAllSamplesOfAllChannelsAndSubjects() {
    Evaluator evaluator = new Evaluator(CHANNELS, 0, 20);
    // Errors: left 1, 1; right 3, 3. Then left 0, 0, 0, 0 and right 5, 5, 5, 5.
    evaluator.add("a", new float[][] {{0, 100}, {200, 0}}, new float[] {1, 101, 203, 3});
    evaluator.add(
        "b", new float[][] {{0, 0, 0, 0}, {0, 0, 0, 400}}, new float[] {0, 0, 0, 0, 5, 5, 5, 405});
    Evaluation evaluation = evaluator.evaluation();

    // Not the mean over channels, nor over subjects: sqrt((2 * 1 + 2 * 9 + 4 * 25) / 12).
    assertEquals(Math.sqrt(10), evaluation.pooled().whole().rmseN(), 1e-15);
    assertEquals(100 * Math.sqrt(10) / 400, evaluation.pooled().whole().nrmsePercent(), 1e-15);
    assertEquals(12, evaluation.pooled().whole().samples());
    assertEquals(6, evaluation.samples());
    assertEquals(2, evaluation.subjects());

    assertEquals("grf_left", evaluation.channels().get(0).name());
    assertEquals(Math.sqrt(2.0 / 6), evaluation.channels().get(0).whole().rmseN(), 1e-15);
    assertEquals(Math.sqrt(118.0 / 6), evaluation.channels().get(1).whole().rmseN(), 1e-15);

    assertEquals("b", evaluation.bySubject().get(1).name());
    assertEquals(Math.sqrt(20.0 / 4), evaluation.bySubject().get(0).whole().rmseN(), 1e-15);
    assertEquals(8, evaluation.bySubject().get(1).whole().samples());
  }

  @Test
  void stanceIsWhereTheTrueForceReachesTheThreshold() {
    Evaluator evaluator = new Evaluator(List.of("f"), 0, 20);
    evaluator.add("a", new float[][] {{0, 19.9f, 20, 500}}, new float[] {50, 19.9f, 22, 500});
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(2, evaluation.pooled().stance().samples());
    assertEquals(Math.sqrt(2), evaluation.pooled().stance().rmseN(), 1e-15);
    assertEquals(4, evaluation.pooled().whole().samples());
    assertEquals(20, evaluation.stanceThresholdN());
  }

  @Test
  void leavesOutTheWarmUpOfEachRecording() {
    Evaluator evaluator = new Evaluator(List.of("f"), 2, 20);
    evaluator.add("a", new float[][] {{0, 0, 10}}, new float[] {99, 99, 11});
    evaluator.add("a", new float[][] {{0, 0, 20, 30}}, new float[] {99, 99, 21, 31});
    evaluator.add("b", new float[][] {{0}}, new float[] {99});
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(1, evaluation.pooled().whole().rmseN());
    assertEquals(3, evaluation.samples());
    assertEquals(2, evaluation.subjects());
    assertEquals(3, evaluation.bySubject().get(0).whole().samples());
    assertEquals(0, evaluation.bySubject().get(1).whole().samples());
    assertEquals(2, evaluation.warmUp());
  }

  @Test
  void refusesAnEstimateThatIsNotFinite() {
    Evaluator evaluator = new Evaluator(CHANNELS, 0, 20);
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () ->
                evaluator.add(
                    "S01", new float[][] {{0, 1}, {2, 3}}, new float[] {0, 1, 2, Float.NaN}));
    assertEquals(
        "evaluation: the estimate of grf_right is NaN at sample 1 (subject S01)", e.getMessage());
  }

  @Test
  void refusesAnotherNumberOfEstimates() {
    Evaluator evaluator = new Evaluator(CHANNELS, 0, 20);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> evaluator.add("S01", new float[2][3], new float[5]));
    assertEquals(
        "evaluation: 5 estimates for [2, 3] true forces of 2 channels (subject S01)",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> evaluator.add("S01", new float[1][3], new float[3]));
    assertThrows(IllegalArgumentException.class, () -> new Evaluator(CHANNELS, -1, 20));
  }

  @Test
  void refusesToJudgeNothing() {
    Evaluator evaluator = new Evaluator(CHANNELS, 32, 20);
    evaluator.add("a", new float[2][32], new float[64]);
    InputException e = assertThrows(InputException.class, evaluator::evaluation);
    assertEquals(
        "evaluation: no sample is left after a warm-up of 32 samples (1 recordings)",
        e.getMessage());
  }
}
