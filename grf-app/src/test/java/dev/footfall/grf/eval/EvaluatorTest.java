package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final List<String> CHANNELS = List.of("grf_left", "grf_right");

  private static Walk walk(String subject) {
    return new Walk(subject, 100, Double.NaN, Double.NaN);
  }

  @Test
  void poolsAllSamplesOfAllChannelsAndSubjects() {
    Evaluator evaluator = new Evaluator(CHANNELS, 0, 20);
    // Errors: left 1, 1; right 3, 3. Then left 0, 0, 0, 0 and right 5, 5, 5, 5.
    evaluator.add(walk("a"), new float[][] {{0, 100}, {200, 0}}, new float[] {1, 101, 203, 3});
    evaluator.add(
        walk("b"),
        new float[][] {{0, 0, 0, 0}, {0, 0, 0, 400}},
        new float[] {0, 0, 0, 0, 5, 5, 5, 405});
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
    evaluator.add(walk("a"), new float[][] {{0, 19.9f, 20, 500}}, new float[] {50, 19.9f, 22, 500});
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(2, evaluation.pooled().stance().samples());
    assertEquals(Math.sqrt(2), evaluation.pooled().stance().rmseN(), 1e-15);
    assertEquals(4, evaluation.pooled().whole().samples());
    assertEquals(20, evaluation.stanceThresholdN());
  }

  @Test
  void theVerticalForceOfAFootTellsTheStanceOfItsAnteroPosteriorForce() {
    Evaluator evaluator = new Evaluator(List.of("grf_ap_left", "grf_left", "grf_right"), 0, 20);
    evaluator.add(
        walk("a"),
        new float[][] {{-90, 90, 30}, {500, 500, 0}, {0, 0, 600}},
        new float[] {-80, 80, 0, 500, 500, 0, 0, 0, 600});
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(2, evaluation.channels().get(0).stance().samples());
    assertEquals(10, evaluation.channels().get(0).stance().rmseN(), 1e-15);
    assertEquals(1, evaluation.channels().get(2).stance().samples());
    assertEquals(
        List.of("grf_left", "grf_right"),
        evaluation.cycles().stream().map(GaitCycle::channel).toList());
  }

  @Test
  void theForcesOfATaskHaveTheStanceOfTheirFoot() {
    Evaluator evaluator = new Evaluator(Task.named("insole-16x8-ap").targets(), 0, 20);
    // The left foot is on the ground for three samples, the right one for one.
    evaluator.add(
        walk("a"),
        new float[][] {{500, 500, 500, 0}, {0, 0, 0, 600}, {-90, 0, 90, 5}, {30, 30, 30, -7}},
        new float[16]);
    assertEquals(
        List.of(3L, 1L, 3L, 1L),
        evaluator.evaluation().channels().stream().map(c -> c.stance().samples()).toList());
  }

  @Test
  void anAnteroPosteriorForceAloneHasTheStanceOfItsOwn() {
    Evaluator evaluator = new Evaluator(List.of("grf_ap_left", "grf_right"), 0, 20);
    evaluator.add(walk("a"), new float[][] {{-90, 90, 30}, {600, 0, 0}}, new float[6]);
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(2, evaluation.channels().get(0).stance().samples());
    assertEquals(1, evaluation.channels().get(1).stance().samples());
  }

  @Test
  void errorsInBodyWeightsAreOfTheSubjectsWhoseMassIsKnown() {
    Evaluator evaluator = new Evaluator(List.of("f"), 0, 20);
    float[][] truth = {{0, 100}};
    float[] estimate = {98.1f, 198.1f};
    evaluator.add(new Walk("a", 100, 50, Double.NaN), truth, estimate);
    evaluator.add(new Walk("b", 100, 100, Double.NaN), truth, estimate);
    evaluator.add(new Walk("c", 100, Double.NaN, Double.NaN), truth, estimate);
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(Math.sqrt((0.04 + 0.01) / 2), evaluation.pooled().whole().rmseBw(), 1e-7);
    assertEquals(0.1, evaluation.bySubject().get(1).whole().rmseBw(), 1e-7);
    assertEquals(Double.NaN, evaluation.bySubject().get(2).whole().rmseBw());
  }

  @Test
  void walksOfAKnownSpeedAreClassed() {
    Evaluator evaluator = new Evaluator(List.of("f"), 0, 20);
    double[] speeds = {1.4, 0.8, 0.99, 1.0, Double.NaN};
    for (int i = 0; i < speeds.length; i++) {
      evaluator.add(
          new Walk("a", 100, 50, speeds[i]), new float[][] {{0, 100}}, new float[] {i, 100 + i});
    }
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(
        List.of("0.8 to 1.0 m/s", "1.0 to 1.2 m/s", "1.4 to 1.6 m/s"),
        evaluation.bySpeed().stream().map(Evaluation.Part::name).toList());
    assertEquals(Math.sqrt(2.5), evaluation.bySpeed().get(0).whole().rmseN(), 1e-12);
    assertEquals(10, evaluation.pooled().whole().samples());
  }

  @Test
  void stepsAreCountedForTheirChannelAndTheirSubject() {
    Evaluator evaluator = new Evaluator(CHANNELS, 32, 20);
    float[][] truth = new float[2][400];
    for (int t = 0; t < 400; t++) {
      truth[t % 110 < 60 ? 0 : 1][t] = 500;
    }
    float[] estimate = new float[800];
    System.arraycopy(truth[0], 0, estimate, 0, 400);
    for (int t = 0; t < 400; t++) {
      estimate[400 + t] = 1.1f * truth[1][t];
    }
    evaluator.add(walk("a"), truth, estimate);
    evaluator.add(walk("b"), truth, estimate);
    Evaluation evaluation = evaluator.evaluation();
    // Left from 110, 220 and 330 on, right from 60, 170 and 280 on; one each touches an end.
    assertEquals(2 * 3, evaluation.channels().get(0).steps().steps());
    assertEquals(2 * 3, evaluation.channels().get(1).steps().steps());
    assertEquals(6, evaluation.bySubject().get(1).steps().steps());
    assertEquals(12, evaluation.pooled().steps().steps());
    assertEquals(12, evaluation.steps().size());
    assertEquals(0, evaluation.channels().get(0).steps().impulsePercent().absolute());
    assertEquals(10, evaluation.channels().get(1).steps().firstPeakPercent().bias(), 1e-4);
    assertEquals(2 * 2, evaluation.cycles().get(0).strides());
    Agreement peaks = evaluation.agreement().get(1);
    assertEquals("first peak", peaks.quantity());
    assertEquals(12, peaks.differences());
    assertEquals(25, peaks.bias(), 1e-3);
  }

  @Test
  void oneSubjectHasAnIntervalWithoutWidth() {
    Evaluator evaluator = new Evaluator(List.of("f"), 0, 20);
    evaluator.add(walk("a"), new float[][] {{0, 100, 200}}, new float[] {1, 99, 201});
    Bootstrap.Interval interval = evaluator.evaluation().whole().rmseN();
    assertEquals(1, interval.lower(), 1e-12);
    assertEquals(1, interval.upper(), 1e-12);
  }

  @Test
  void leavesOutTheWarmUpOfEachRecording() {
    Evaluator evaluator = new Evaluator(List.of("f"), 2, 20);
    evaluator.add(walk("a"), new float[][] {{0, 0, 10}}, new float[] {99, 99, 11});
    evaluator.add(walk("a"), new float[][] {{0, 0, 20, 30}}, new float[] {99, 99, 21, 31});
    evaluator.add(walk("b"), new float[][] {{0}}, new float[] {99});
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
                    walk("S01"), new float[][] {{0, 1}, {2, 3}}, new float[] {0, 1, 2, Float.NaN}));
    assertEquals(
        "evaluation: the estimate of grf_right is NaN at sample 1 (subject S01)", e.getMessage());
  }

  @Test
  void refusesAnotherNumberOfEstimates() {
    Evaluator evaluator = new Evaluator(CHANNELS, 0, 20);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> evaluator.add(walk("S01"), new float[2][3], new float[5]));
    assertEquals(
        "evaluation: 5 estimates for [2, 3] true forces of 2 channels (subject S01)",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> evaluator.add(walk("S01"), new float[1][3], new float[3]));
    assertThrows(IllegalArgumentException.class, () -> new Evaluator(CHANNELS, -1, 20));
  }

  @Test
  void refusesToJudgeNothing() {
    Evaluator evaluator = new Evaluator(CHANNELS, 32, 20);
    evaluator.add(walk("a"), new float[2][32], new float[64]);
    InputException e = assertThrows(InputException.class, evaluator::evaluation);
    assertEquals(
        "evaluation: no sample is left after a warm-up of 32 samples (1 recordings)",
        e.getMessage());
  }
}
