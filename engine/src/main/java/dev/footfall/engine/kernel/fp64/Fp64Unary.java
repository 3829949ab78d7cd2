package dev.footfall.engine.kernel.fp64;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.kernel.UnaryFunction;
import dev.footfall.engine.kernel.UnaryKernel;

/** Functions of one number by the JDK's own {@code exp}, {@code log}, {@code pow}. */
final class Fp64Unary implements UnaryKernel {
  private static final double CUBIC = 0.044715;
  private static final double SQRT_2_BY_PI = Math.sqrt(2 / Math.PI);

  @Override
  public void value(UnaryFunction f, int from, int to, Tensor x, Tensor y) {
    for (int i = from; i < to; i++) {
      y.doubles()[i] = value(f, x.doubles()[i]);
    }
  }

  @Override
  public void gradient(
      UnaryFunction f, int from, int to, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    for (int i = from; i < to; i++) {
      dx.doubles()[i] += dy.doubles()[i] * slope(f, x.doubles()[i], y.doubles()[i]);
    }
  }

  private static double value(UnaryFunction f, double x) {
    double alpha = f.alpha();
    double beta = f.beta();
    return switch (f.kind()) {
      case AFFINE -> alpha * x + beta;
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case X_LOG_X -> x == 0 ? 0 : x * Math.log(x);
      case POW -> Math.pow(x, alpha);
      case CLAMP -> Math.min(Math.max(x, alpha), beta);
      case LEAKY_RELU -> x > 0 ? x : alpha * x;
      case ELU -> x > 0 ? x : alpha * Math.expm1(x);
      case GELU -> x * normal(x);
      case GELU_TANH -> x * Fp64Activations.sigmoid(2 * geluArgument(x));
      case SILU -> x * Fp64Activations.sigmoid(x);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case HUBER -> Math.abs(x) <= alpha ? 0.5 * x * x : alpha * (Math.abs(x) - 0.5 * alpha);
      case PINBALL -> x > 0 ? alpha * x : (alpha - 1) * x;
    };
  }

  private static double slope(UnaryFunction f, double x, double y) {
    double alpha = f.alpha();
    return switch (f.kind()) {
      case AFFINE -> alpha;
      case ABS -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case SQRT -> 0.5 / y;
      case EXP -> y;
      case LOG -> 1 / x;
      case X_LOG_X -> Math.log(x) + 1;
      case POW -> alpha == 0 ? 0 : alpha * Math.pow(x, alpha - 1);
      case CLAMP -> x >= alpha && x <= f.beta() ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : alpha;
      case ELU -> x > 0 ? 1 : alpha * Math.exp(x);
      case GELU -> normal(x) + x * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
      case GELU_TANH -> {
        double s = Fp64Activations.sigmoid(2 * geluArgument(x));
        double slope = SQRT_2_BY_PI * (1 + 3 * CUBIC * x * x);
        yield s + 2 * x * s * (1 - s) * slope;
      }
      case SILU -> {
        double s = Fp64Activations.sigmoid(x);
        yield s * (1 + x * (1 - s));
      }
      case SOFTPLUS -> Fp64Activations.sigmoid(x);
      case HUBER -> Math.min(Math.max(x, -alpha), alpha);
      case PINBALL -> x > 0 ? alpha : x == 0 ? alpha - 0.5 : alpha - 1;
    };
  }

  private static double geluArgument(double x) {
    return SQRT_2_BY_PI * (x + CUBIC * x * x * x);
  }

  private static double normal(double x) {
    return 0.5 * (1 + erf(x / Math.sqrt(2)));
  }

  /**
   * The error function by its series of terms of one sign (Abramowitz and Stegun 1964, 7.1.6),
   * which loses nothing to cancellation: {@code 2 / sqrt(pi) exp(-x^2) sum 2^k x^(2k+1) / (1 3 5
   * ... (2k+1))}. Its error stays below 3e-15; beyond 6, 1 is nearer than 1e-16.
   */
  private static double erf(double x) {
    if (!(Math.abs(x) <= 6)) {
      return Math.signum(x);
    }
    double sum = 0;
    double term = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * x;
    for (int k = 1; sum + term != sum; k++) {
      sum += term;
      term *= 2 * x * x / (2 * k + 1);
    }
    return sum;
  }
}
