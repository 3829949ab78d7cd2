package dev.footfall.grf.eval;

import dev.footfall.autograd.tape.Tape;
import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.model.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * What a few seconds of a subject's measured force are worth: with them the last layer of the
 * network is refitted to the subject, and the error is that on the rest of the subject's
 * recordings, which the fit does not see.
 *
 * <p>A subject's recordings count as one, in the order of their trials. The rest begins where the
 * longest of the times ends, and so is the same for all of them; the first samples of each
 * recording are left out of both, as a causal network has not seen enough there.
 */
public final class SubjectCalibration {
  /**
   * Strength of the pull towards the trained weights, see {@link RidgeHead}: of the powers of ten
   * from 1e-5 to 1e-1 the one with the least error of cnn-s on the validation subjects of fold 0 of
   * gaitpdb, after 2, 5 and 10 s.
   */
  public static final double RIDGE = 1e-3;

  private final Model model;
  private final Kernels kernels;

  /**
   * The error after a time.
   *
   * @param seconds of measured force that the last layer was refitted to; 0: as it was trained
   * @param whole over stance and swing of the rest, all subjects pooled
   * @param stance over stance alone
   * @param better number of subjects whose error is less than without calibration
   */
  public record Point(double seconds, Metrics whole, Metrics stance, int better) {}

  /** One recording as the last layer sees it. */
  private record Walked(
      float[] features, float[][] trueN, int length, long before, double bodyWeightN) {}

  /** Calibrates this model, which is not changed. */
  public SubjectCalibration(Model model, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
  }

  /**
   * The error before calibration and after each of some times.
   *
   * @param seconds the times, ascending
   * @throws InputException if a subject's recordings are not longer than the last of them
   */
  public List<Point> points(RecordingSource source, List<String> subjects, List<Double> seconds) {
    List<Double> all = new ArrayList<>(List.of(0.0));
    all.addAll(seconds);
    List<MetricsAccumulator> whole = all.stream().map(_ -> new MetricsAccumulator()).toList();
    List<MetricsAccumulator> stance = all.stream().map(_ -> new MetricsAccumulator()).toList();
    int[] better = new int[all.size()];
    for (String subject : subjects) {
      List<Walked> walks = walks(source.recordings(subject));
      long rest = samples(all.getLast());
      double uncalibrated = 0;
      for (int i = 0; i < all.size(); i++) {
        double[][] head = head(walks, samples(all.get(i)));
        MetricsAccumulator own = new MetricsAccumulator();
        MetricsAccumulator ownStance = new MetricsAccumulator();
        walks.forEach(walk -> measure(walk, head, rest, own, ownStance));
        if (own.metrics().samples() == 0) {
          throw new InputException(
              "calibration: the recordings of subject "
                  + subject
                  + " are not longer than "
                  + all.getLast()
                  + " s");
        }
        double rmseN = own.metrics().rmseN();
        uncalibrated = i == 0 ? rmseN : uncalibrated;
        better[i] += rmseN < uncalibrated ? 1 : 0;
        whole.get(i).addAll(own);
        stance.get(i).addAll(ownStance);
      }
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      points.add(new Point(all.get(i), whole.get(i).metrics(), stance.get(i).metrics(), better[i]));
    }
    return points;
  }

  private long samples(double seconds) {
    return Math.round(seconds * model.task().samplingRateHz());
  }

  /** The last layer after a time, {@code [K][features + 1]}, for a person's recordings. */
  double[][] head(List<Recording> recordings, double seconds) {
    return head(walks(recordings), samples(seconds));
  }

  private double[][] head(List<Walked> walks, long until) {
    RidgeHead head = new RidgeHead(model.network().head());
    float[] scale = model.normalisation().targetScale();
    double[] y = new double[scale.length];
    for (Walked walk : walks) {
      for (int t = ModelEvaluator.WARM_UP; t < walk.length() && walk.before() + t < until; t++) {
        for (int k = 0; k < y.length; k++) {
          y[k] = walk.trueN()[k][t] / scale[k];
        }
        head.add(features(walk, t), y);
      }
    }
    return head.weights(RIDGE);
  }

  /** Measures a head on what of a recording is not before {@code rest}. */
  private void measure(
      Walked walk,
      double[][] head,
      long rest,
      MetricsAccumulator whole,
      MetricsAccumulator stance) {
    float[] scale = model.normalisation().targetScale();
    int first = (int) Math.max(ModelEvaluator.WARM_UP, rest - walk.before());
    for (int t = first; t < walk.length(); t++) {
      double[] p = features(walk, t);
      for (int k = 0; k < head.length; k++) {
        double force = walk.trueN()[k][t];
        double estimate = scale[k] * RidgeHead.dot(head[k], p);
        whole.add(force, estimate, walk.bodyWeightN());
        if (force >= Evaluator.STANCE_THRESHOLD_N) {
          stance.add(force, estimate, walk.bodyWeightN());
        }
      }
    }
  }

  private static double[] features(Walked walk, int t) {
    double[] p = new double[walk.features().length / walk.length() + 1];
    for (int c = 0; c < p.length - 1; c++) {
      p[c] = walk.features()[c * walk.length() + t];
    }
    p[p.length - 1] = 1;
    return p;
  }

  private List<Walked> walks(List<Recording> recordings) {
    List<Walked> walks = new ArrayList<>();
    long before = 0;
    for (Recording recording : recordings) {
      float[] x = model.normalisation().normalisedInputs(recording, model.task());
      Tape tape = Tape.inference(kernels);
      Tensor input = Tensor.of(Shape.of(1, model.network().inputs(), recording.length()), x);
      walks.add(
          new Walked(
              model.network().headInput(tape.constant(input)).value().floats(),
              model.task().targets(recording),
              recording.length(),
              before,
              Walk.of(recording, Double.NaN).bodyWeightN()));
      before += recording.length();
    }
    return walks;
  }
}
