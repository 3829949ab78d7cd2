package dev.footfall.engine.kernel;

/**
 * A differentiable function of one number. With {@code s} the logistic function, {@code P} the
 * distribution function of the standard normal and {@code p} its density:
 *
 * <pre>
 * kind         y                                   dy/dx
 * affine       alpha x + beta                      alpha
 * abs          |x|                                 sign(x), 0 at 0
 * sqrt         sqrt(x)                             1 / (2 y)
 * exp          e^x                                 y
 * log          ln x                                1 / x
 * x_log_x      x ln x, 0 at 0                      ln x + 1
 * pow          x^alpha                             alpha x^(alpha - 1), 0 if alpha = 0
 * clamp        min(max(x, alpha), beta)            1 if alpha &lt;= x &lt;= beta, else 0
 * leaky_relu   x if x &gt; 0, else alpha x            1 if x &gt; 0, else alpha
 * elu          x if x &gt; 0, else alpha (e^x - 1)    1 if x &gt; 0, else alpha e^x
 * gelu         x P(x)                              P(x) + x p(x)
 * gelu_tanh    x (1 + tanh u) / 2 = x s(2u)        s(2u) + 2 x u' s(2u) (1 - s(2u))
 *              with u = sqrt(2/pi) (x + 0.044715 x^3)
 * silu         x s(x)                              s(x) (1 + x (1 - s(x)))
 * softplus     ln(1 + e^x)                         s(x)
 * huber        x^2 / 2 if |x| &lt;= alpha,            x between -alpha and alpha,
 *              else alpha (|x| - alpha / 2)        else alpha sign(x)
 * pinball      alpha x if x &gt; 0,                   alpha if x &gt; 0, alpha - 1/2 at 0,
 *              else (alpha - 1) x                  else alpha - 1
 * </pre>
 *
 * <p>At a kink the derivative is the one that PyTorch takes; that of the pinball, which PyTorch
 * does not have, is the mean of both sides, as of max(alpha x, (alpha - 1) x) there. A NaN gives
 * NaN.
 *
 * <p>Sources: Maas et al. 2013 (leaky relu), Clevert et al. 2016 (elu), Hendrycks and Gimpel 2016
 * (gelu and silu), Huber 1964, Koenker and Bassett 1978 (pinball).
 *
 * @param kind which one
 * @param alpha first parameter, 0 where there is none
 * @param beta second parameter, 0 where there is none
 */
public record UnaryFunction(Kind kind, double alpha, double beta) {

  /** The functions, as in the table. */
  public enum Kind {
    /** {@code alpha x + beta}. */
    AFFINE,
    /** Magnitude. */
    ABS,
    /** Square root. */
    SQRT,
    /** Exponential. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** {@code x ln x}, a term of the entropy. */
    X_LOG_X,
    /** Power. */
    POW,
    /** Limits to an interval. */
    CLAMP,
    /** Rectifier with a slope for negative numbers. */
    LEAKY_RELU,
    /** Exponential linear unit. */
    ELU,
    /** Gaussian error linear unit. */
    GELU,
    /** The same with tanh in place of the error function. */
    GELU_TANH,
    /** Sigmoid linear unit. */
    SILU,
    /** Smooth rectifier. */
    SOFTPLUS,
    /** Quadratic near 0, linear beyond. */
    HUBER,
    /** The error of a quantile. */
    PINBALL
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public UnaryFunction {
    String fault =
        switch (kind) {
          case CLAMP -> alpha <= beta ? null : "the lower bound must not be above the upper";
          case HUBER -> alpha > 0 ? null : "delta must be positive";
          case PINBALL -> alpha >= 0 && alpha <= 1 ? null : "the quantile must be in [0, 1]";
          default ->
              Double.isFinite(alpha) && Double.isFinite(beta) ? null : "parameters must be finite";
        };
    if (fault != null) {
      boolean two = kind == Kind.CLAMP || kind == Kind.AFFINE;
      throw new IllegalArgumentException(
          name(kind) + ": " + fault + " (" + alpha + (two ? ", " + beta : "") + ")");
    }
  }

  /** A function without parameters. */
  public static UnaryFunction of(Kind kind) {
    return new UnaryFunction(kind, 0, 0);
  }

  /** A function of one parameter. */
  public static UnaryFunction of(Kind kind, double alpha) {
    return new UnaryFunction(kind, alpha, 0);
  }

  /** The name in the table. */
  public String name() {
    return name(kind);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
