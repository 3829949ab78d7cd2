package dev.footfall.autograd;

import dev.footfall.autograd.op.UnaryOp;
import dev.footfall.autograd.tape.Tape;
import dev.footfall.autograd.tape.Variable;
import dev.footfall.engine.kernel.UnaryFunction.Kind;

/**
 * Losses: scalars, each a short composition of the functions in {@link F}, whose gradients follow
 * from theirs. Prediction and target may be exchanged where a loss is symmetric; either may want a
 * gradient. The mean squared error, an operation of its own, is {@link F#mse}.
 *
 * <p>Cost: one temporary of the size of the prediction for every function in the composition.
 */
public final class Losses {
  /** Below this norm a vector has no direction; PyTorch's limit. */
  private static final double LEAST_NORM = 1e-8;

  /** What the sum of a Kullback-Leibler divergence is divided by. */
  public enum Divisor {
    /** The number of windows, the extent of axis 0: the divergence itself, averaged over them. */
    BATCH,
    /** The number of elements. */
    ELEMENTS
  }

  private Losses() {}

  /** Mean absolute error, {@code mean |a - b|}; its slope at a - b = 0 is 0. */
  public static Variable mae(Variable a, Variable b) {
    return F.mean(F.abs(difference("mae", a, b)));
  }

  /**
   * Mean of {@code r^2 / 2} where {@code |r| <= delta} and of {@code delta (|r| - delta / 2)}
   * elsewhere, with {@code r = a - b} (Huber 1964).
   *
   * @throws IllegalArgumentException if {@code delta} is not positive
   */
  public static Variable huber(Variable a, Variable b, double delta) {
    return huber("huber", a, b, delta);
  }

  /**
   * Huber's loss divided by its width: {@code r^2 / (2 beta)} where {@code |r| <= beta} and {@code
   * |r| - beta / 2} elsewhere; the mean absolute error for {@code beta = 0}.
   *
   * @throws IllegalArgumentException if {@code beta} is negative
   */
  public static Variable smoothL1(Variable a, Variable b, double beta) {
    return beta == 0
        ? F.mean(F.abs(difference("smoothL1", a, b)))
        : F.scale(1 / beta, huber("smoothL1", a, b, beta));
  }

  /**
   * Mean of {@code max(q r, (q - 1) r)} with {@code r = target - prediction}, least where a share q
   * of the targets lies below the prediction (Koenker and Bassett 1978). At r = 0 the slope is the
   * mean of both sides.
   *
   * @throws IllegalArgumentException if q is not in [0, 1]
   */
  public static Variable pinball(Variable prediction, Variable target, double q) {
    Variable r = difference("pinball", target, prediction);
    return F.mean(Tape.apply(UnaryOp.of(Kind.PINBALL, q), r));
  }

  /**
   * Mean of {@code 1 - <a, b> / (max(||a||, 1e-8) max(||b||, 1e-8))} over the vectors along an
   * axis. A vector of zeros is orthogonal to any.
   */
  public static Variable cosine(Variable a, Variable b, int axis) {
    requireSame("cosine", a, b);
    Variable product = F.sum(F.multiply(a, b), false, axis);
    Variable similarity = F.divide(product, F.multiply(norm(a, axis), norm(b, axis)));
    return F.affine(-1, F.mean(similarity), 1);
  }

  /**
   * Kullback-Leibler divergence {@code sum target (ln target - logProbability)}, divided as told;
   * {@code 0 ln 0 = 0}. The first argument is a logarithm, as of {@link F#logSoftmax}. PyTorch's
   * {@code kl_div} with {@code batchmean} or {@code mean}.
   *
   * @throws IllegalArgumentException if the shapes differ, or a scalar is to be averaged over
   *     windows
   */
  public static Variable klDivergence(Variable logProbability, Variable target, Divisor divisor) {
    requireSame("klDivergence", logProbability, target);
    Variable terms = F.subtract(F.xLogX(target), F.multiply(target, logProbability));
    return switch (divisor) {
      case BATCH -> F.scale(1.0 / windows(target), F.sum(terms, false));
      case ELEMENTS -> F.mean(terms);
    };
  }

  private static Variable huber(String loss, Variable a, Variable b, double delta) {
    return F.mean(Tape.apply(UnaryOp.of(Kind.HUBER, delta), difference(loss, a, b)));
  }

  private static int windows(Variable x) {
    if (x.shape().elements() == 0 || x.shape().rank() == 0) {
      throw new IllegalArgumentException("klDivergence: there are no windows (" + x.shape() + ")");
    }
    return x.shape().extent(0);
  }

  /** The square is limited, not the root, so that the gradient of a zero vector is 0. */
  private static Variable norm(Variable x, int axis) {
    Variable squares = F.sum(F.multiply(x, x), false, axis);
    double least = LEAST_NORM * LEAST_NORM;
    return F.sqrt(F.clamp(squares, least, Double.POSITIVE_INFINITY));
  }

  /** {@code a - b} of one shape: losses do not broadcast. */
  private static Variable difference(String loss, Variable a, Variable b) {
    requireSame(loss, a, b);
    return F.subtract(a, b);
  }

  private static void requireSame(String loss, Variable a, Variable b) {
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException(
          loss + ": shapes differ (" + a.shape() + ", " + b.shape() + ")");
    }
  }
}
