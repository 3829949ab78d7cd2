package dev.footfall.grf.sim;

import dev.footfall.grf.data.Draws;
import dev.footfall.grf.data.Foot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The strides of both feet in a walk, from before its first sample until after its last.
 *
 * <p>A slow stride tends to follow a slow one: the stride time is a first-order autoregressive
 * sequence. The right heel strikes at a share of the left stride that is the subject's own. Force
 * pattern and place of each step vary a little from stride to stride, but never the weight that a
 * foot carries in the mean.
 */
final class Steps {
  private static final double PERSISTENCE = 0.6;

  /** Last steps of the paths to independent draws. */
  private static final long TIMES = 0;

  private static final long LEFT = 1;
  private static final long RIGHT = 2;

  /** Standard deviation of the right heel strike, as a share of the left stride. */
  private static final double PHASE_VARIATION = 0.006;

  /** Standard deviation of the place of the foot's centre of pressure, in widths. */
  private static final double PLACE_VARIATION = 0.02;

  /**
   * One stride of one foot.
   *
   * @param strikeS when the heel strikes
   * @param pattern the force of its stance
   * @param stepOffset how far to the lateral side the foot is loaded, in widths
   */
  record Stride(double strikeS, GaitPattern pattern, double stepOffset) {}

  private final List<Stride> left;
  private final List<Stride> right;

  private Steps(List<Stride> left, List<Stride> right) {
    this.left = left;
    this.right = right;
  }

  List<Stride> left() {
    return left;
  }

  List<Stride> right() {
    return right;
  }

  /** The strides of a foot. */
  List<Stride> of(Foot foot) {
    return foot == Foot.LEFT ? left : right;
  }

  /**
   * Walks for at least {@code durationS}; time 0 is somewhere within a stride. A longer walk begins
   * with the shorter one, because what is drawn for times and for each foot does not mix.
   *
   * @param seed of {@link Draws#of}, as is the path
   */
  static Steps draw(
      SubjectProfile subject, double speedMps, double durationS, long seed, long... path) {
    Draws draws = Draws.of(seed, step(path, TIMES));
    GaitPattern left = GaitPattern.of(subject, subject.leftShare(), speedMps);
    GaitPattern right = GaitPattern.of(subject, 1 - subject.leftShare(), speedMps);
    double usualS = left.strideTimeS();
    List<Double> leftStrikes = new ArrayList<>();
    List<Double> rightStrikes = new ArrayList<>();
    double innovation = StrictMath.sqrt(1 - PERSISTENCE * PERSISTENCE);
    double slowness = draws.bell();
    double strikeS = -usualS * draws.uniform(2, 3);
    // Beyond the last sample, since a stride ends where the next begins.
    while (strikeS < durationS + 4 * usualS) {
      double strideS = usualS * (1 + subject.strideVariation() * slowness);
      leftStrikes.add(strikeS);
      rightStrikes.add(strikeS + strideS * (subject.rightPhase() + PHASE_VARIATION * draws.bell()));
      strikeS += strideS;
      slowness = PERSISTENCE * slowness + innovation * draws.bell();
    }
    return new Steps(
        strides(leftStrikes, left, Draws.of(seed, step(path, LEFT))),
        strides(rightStrikes, right, Draws.of(seed, step(path, RIGHT))));
  }

  private static long[] step(long[] path, long last) {
    long[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = last;
    return longer;
  }

  private static List<Stride> strides(List<Double> strikes, GaitPattern usual, Draws draws) {
    List<Stride> strides = new ArrayList<>();
    for (int i = 0; i + 1 < strikes.size(); i++) {
      double factor = (strikes.get(i + 1) - strikes.get(i)) / usual.strideTimeS();
      strides.add(
          new Stride(strikes.get(i), usual.varied(factor, draws), PLACE_VARIATION * draws.bell()));
    }
    return strides;
  }
}
