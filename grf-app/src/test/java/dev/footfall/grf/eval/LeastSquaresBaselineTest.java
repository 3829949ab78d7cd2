package dev.footfall.grf.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.GaitpdbData;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Task;
import org.junit.jupiter.api.Test;

/**
 * Reader, task, folds and metrics together give what an independent computation gives: least
 * squares on the present sample of sparse-4, trained on folds 2 to 4 and tested on fold 0, errs by
 * 109.9913 N with r 0.962658 (NumPy 2.4, {@code linalg.lstsq} in double precision with an
 * intercept). Skipped where the recordings are not.
 */
class LeastSquaresBaselineTest {
  private static final Task TASK = Task.named("sparse-4");

  @Test
  void leastSquaresOnThePresentSampleErrsBy110Newton() {
    RecordingSource source = RecordingSource.open(GaitpdbData.folderOrSkip());
    Fold fold = Fold.of(source.subjects(), 0);
    int features = TASK.inputs().size() + 1;
    int targets = TASK.targets().size();
    // Normal equations, the right-hand sides in the last columns.
    double[][] normal = new double[features][features + targets];
    for (String subject : fold.training()) {
      for (Recording recording : source.recordings(subject)) {
        accumulate(recording, normal);
      }
    }
    eliminate(normal);

    Evaluator evaluator = new Evaluator(TASK.targets(), 0, Evaluator.STANCE_THRESHOLD_N);
    for (String subject : fold.test()) {
      for (Recording recording : source.recordings(subject)) {
        float[][] x = TASK.inputs(recording);
        float[] estimate = new float[targets * recording.length()];
        for (int k = 0; k < targets; k++) {
          for (int t = 0; t < recording.length(); t++) {
            double force = 0;
            for (int i = 0; i < features; i++) {
              force += feature(x, i, t) * normal[i][features + k];
            }
            estimate[k * recording.length() + t] = (float) force;
          }
        }
        evaluator.add(Walk.of(recording, Double.NaN), TASK.targets(recording), estimate);
      }
    }
    Evaluation evaluation = evaluator.evaluation();
    assertEquals(109.99128, evaluation.pooled().whole().rmseN(), 1e-4);
    assertEquals(0.962658, evaluation.pooled().whole().r(), 1e-6);
    assertEquals(27, evaluation.subjects());
    assertEquals(27 * 2000, evaluation.samples());
  }

  private static double feature(float[][] x, int i, int t) {
    return i < x.length ? x[i][t] : 1;
  }

  private static void accumulate(Recording recording, double[][] normal) {
    float[][] x = TASK.inputs(recording);
    float[][] y = TASK.targets(recording);
    int features = normal.length;
    for (int t = 0; t < recording.length(); t++) {
      for (int i = 0; i < features; i++) {
        for (int j = 0; j < features; j++) {
          normal[i][j] += feature(x, i, t) * feature(x, j, t);
        }
        for (int k = 0; k < y.length; k++) {
          normal[i][features + k] += feature(x, i, t) * y[k][t];
        }
      }
    }
  }

  /** Gauss-Jordan; the matrix is positive definite, so no pivoting. */
  private static void eliminate(double[][] rows) {
    for (int p = 0; p < rows.length; p++) {
      double pivot = rows[p][p];
      for (int j = 0; j < rows[p].length; j++) {
        rows[p][j] /= pivot;
      }
      for (int i = 0; i < rows.length; i++) {
        double factor = rows[i][p];
        for (int j = 0; i != p && j < rows[i].length; j++) {
          rows[i][j] -= factor * rows[p][j];
        }
      }
    }
  }
}
