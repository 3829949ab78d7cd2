package dev.footfall.grf.eval;

import dev.footfall.autograd.nn.Conv1d;

/**
 * The last layer of a network, {@code y_k = w_k p} with {@code p} the features and a constant 1,
 * refitted to measured forces in closed form: the {@code w_k} that minimise
 *
 * <pre>
 * sum_t (y_kt - w_k p_t)^2 + lambda |w_k - v_k|^2,   lambda = ridge trace(sum_t p_t p_t^T) / d
 * </pre>
 *
 * <p>where {@code v_k} are the weights that the network was trained to, so that few samples change
 * little, and d is the length of p. The normal equations are solved by Cholesky's decomposition in
 * double precision; gathering a sample costs {@code d^2}, solving {@code d^3}.
 */
final class RidgeHead {
  private final int d;
  private final double[][] trained; // v, [K][d]
  private final double[][] squares; // sum p p^T, [d][d]
  private final double[][] errors; // sum (y - v p) p, [K][d]

  /** Of a head that nothing was measured for yet; the head is not changed. */
  RidgeHead(Conv1d head) {
    int outputs = head.weight().shape().extent(0);
    int features = head.weight().shape().extent(1);
    d = features + 1;
    trained = new double[outputs][d];
    for (int k = 0; k < outputs; k++) {
      for (int c = 0; c < features; c++) {
        trained[k][c] = head.weight().value().get(k * features + c);
      }
      trained[k][features] = head.bias().value().get(k);
    }
    squares = new double[d][d];
    errors = new double[outputs][d];
  }

  /**
   * Adds a sample.
   *
   * @param p features, the last of them 1
   * @param y what the head should answer, in its own unit
   */
  void add(double[] p, double[] y) {
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        squares[i][j] += p[i] * p[j];
      }
    }
    for (int k = 0; k < y.length; k++) {
      double error = y[k] - dot(trained[k], p);
      for (int i = 0; i < d; i++) {
        errors[k][i] += error * p[i];
      }
    }
  }

  static double dot(double[] w, double[] p) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * p[i];
    }
    return sum;
  }

  /** The weights {@code [K][d]} for all samples so far; without any, those that were trained. */
  double[][] weights(double ridge) {
    double trace = 0;
    for (int i = 0; i < d; i++) {
      trace += squares[i][i];
    }
    double[][] weights = new double[trained.length][];
    double[][] lower = trace > 0 ? cholesky(ridge * trace / d) : null;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = trained[k].clone();
      if (lower != null) {
        double[] change = solve(lower, errors[k]);
        for (int i = 0; i < d; i++) {
          weights[k][i] += change[i];
        }
      }
    }
    return weights;
  }

  /** L with {@code L L^T = sum p p^T + lambda I}. */
  private double[][] cholesky(double lambda) {
    double[][] lower = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = squares[i][j] + (i == j ? lambda : 0);
        for (int m = 0; m < j; m++) {
          sum -= lower[i][m] * lower[j][m];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return lower;
  }

  private static double[] solve(double[][] lower, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= lower[i][j] * x[j];
      }
      x[i] /= lower[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int j = i + 1; j < x.length; j++) {
        x[i] -= lower[j][i] * x[j];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }
}
