package dev.footfall.grf.signal;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Changes the rate of a signal by a ratio of whole numbers, with a filter against aliasing.
 *
 * <p>Between the samples {@code up - 1} zeros are put in, the result is filtered and every {@code
 * down}-th sample of it kept; in one step, with {@code up / down} in lowest terms,
 *
 * <pre>
 *   y[k] = sum_j h[k down - j up + m] x[j],   m = 10 max(up, down)
 *   h[n] = up c w[n] sinc((n - m) / max(up, down)),   n = 0 ... 2 m
 * </pre>
 *
 * where {@code w} is the Kaiser window with beta 5 and {@code c} makes {@code h} sum to {@code up}:
 * a constant stays what it is, up to 0.2 % where only {@code up} > 1 puts in zeros. The filter is
 * symmetric, so nothing is delayed: {@code y[k]} belongs to the time of {@code x[k down / up]}. Its
 * gain is one half at the lower of the two Nyquist frequencies.
 *
 * <p>For n samples the result has {@code ceil(n up / down)}, and costs about {@code 20 max(1, down
 * / up)} products for each. With {@link Padding#ZERO} this is {@code scipy.signal.resample_poly} as
 * it is by default; golden data holds both equal. Immutable.
 */
public final class Resampler {
  /** What is assumed of the signal before its first sample and behind its last. */
  public enum Padding {
    /** It is 0: right for a force that begins and ends in the air. */
    ZERO,
    /**
     * It is the straight line through the first and the last sample, which is taken off before and
     * added after: a constant and a ramp stay exactly what they are.
     */
    LINE
  }

  private static final double KAISER_BETA = 5;

  /** Half the length of the filter, in samples of the lower rate. */
  private static final int HALF_LENGTH = 10;

  private static final int LARGEST = 10_000;

  private final int up;
  private final int down;
  private final int half;
  private final double[] filter;

  /**
   * A resampler to {@code up / down} times the rate.
   *
   * @param up factor, 1 to 10,000 in lowest terms
   * @param down divisor, 1 to 10,000 in lowest terms
   */
  public Resampler(int up, int down) {
    if (up < 1 || down < 1) {
      throw new IllegalArgumentException(
          "resample: the ratio is " + up + " / " + down + "; both must be positive");
    }
    int divisor = BigInteger.valueOf(up).gcd(BigInteger.valueOf(down)).intValueExact();
    this.up = up / divisor;
    this.down = down / divisor;
    int most = Math.max(this.up, this.down);
    if (most > LARGEST) {
      throw new IllegalArgumentException(
          "resample: the ratio is "
              + this.up
              + " / "
              + this.down
              + "; the largest number is 10000");
    }
    this.half = HALF_LENGTH * most;
    this.filter = filter(half, most, this.up);
  }

  /**
   * A resampler from one rate to another, both with at most three decimals.
   *
   * @throws IllegalArgumentException if a rate is not positive, has more decimals, or the ratio has
   *     no numbers up to 10,000
   */
  public static Resampler of(double fromHz, double toHz) {
    BigInteger up = thousandths(toHz);
    BigInteger down = thousandths(fromHz);
    BigInteger divisor = up.gcd(down);
    up = up.divide(divisor);
    down = down.divide(divisor);
    if (up.max(down).compareTo(BigInteger.valueOf(LARGEST)) > 0) {
      throw new IllegalArgumentException(
          "resample: from "
              + fromHz
              + " Hz to "
              + toHz
              + " Hz is a ratio of "
              + up
              + " / "
              + down
              + "; the largest number is 10000");
    }
    return new Resampler(up.intValueExact(), down.intValueExact());
  }

  private static BigInteger thousandths(double rateHz) {
    if (!(rateHz > 0) || Double.isInfinite(rateHz)) {
      throw new IllegalArgumentException(
          "resample: a rate is " + rateHz + " Hz; it must be positive");
    }
    try {
      return new BigDecimal(Double.toString(rateHz)).movePointRight(3).toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "resample: a rate is " + rateHz + " Hz; it may have three decimals", e);
    }
  }

  private static double[] filter(int half, int most, int up) {
    double[] h = new double[2 * half + 1];
    double sum = 0;
    for (int n = 0; n < h.length; n++) {
      double x = (double) (n - half) / half;
      double angle = Math.PI * (n - half) / most;
      double sinc = n == half ? 1 : Math.sin(angle) / angle;
      h[n] = sinc * bessel(KAISER_BETA * Math.sqrt(1 - x * x));
      sum += h[n];
    }
    for (int n = 0; n < h.length; n++) {
      h[n] *= up / sum;
    }
    return h;
  }

  /** The modified Bessel function of order 0: {@code sum_k ((x / 2)^k / k!)^2}. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  /** The factor of the rate, in lowest terms. */
  public int up() {
    return up;
  }

  /** The divisor of the rate, in lowest terms. */
  public int down() {
    return down;
  }

  /**
   * The signal at the new rate; a copy where the rate stays.
   *
   * @param x at least one sample
   */
  public double[] resample(double[] x, Padding padding) {
    if (x.length == 0) {
      throw new IllegalArgumentException("resample: there are no samples");
    }
    if (up == down) {
      return x.clone();
    }
    double first = padding == Padding.LINE ? x[0] : 0;
    double slope =
        padding == Padding.LINE && x.length > 1 ? (x[x.length - 1] - x[0]) / (x.length - 1) : 0;
    double[] y = new double[Math.toIntExact(((long) x.length * up + down - 1) / down)];
    for (int k = 0; k < y.length; k++) {
      long centre = (long) k * down;
      int from = (int) Math.max(0, Math.ceilDiv(centre - half, (long) up));
      int to = (int) Math.min(x.length - 1, Math.floorDiv(centre + half, (long) up));
      double sum = 0;
      for (int j = from; j <= to; j++) {
        sum += filter[(int) (centre - (long) j * up) + half] * (x[j] - (first + slope * j));
      }
      y[k] = sum + first + slope * ((double) centre / up);
    }
    return y;
  }
}
