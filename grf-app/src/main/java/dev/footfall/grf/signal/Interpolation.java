package dev.footfall.grf.signal;

/** The values of a signal in double precision, and between its samples. */
final class Interpolation {
  private Interpolation() {}

  /**
   * The value at a position in samples, on the cubic through the four samples around it (two before
   * and two behind; at the ends, the end is repeated). It is exact for parabolas within the signal,
   * and for a sine of frequency f errs by at most {@code 0.024 (2 pi f / rate)^4} of its height: a
   * ten-thousandth at an eighth of the Nyquist frequency.
   *
   * @param position 0 to {@code x.length - 1}
   */
  static double cubic(double[] x, double position) {
    int i = Math.min((int) position, x.length - 1);
    double t = position - i;
    double before = x[Math.max(0, i - 1)];
    double from = x[i];
    double to = x[Math.min(x.length - 1, i + 1)];
    double after = x[Math.min(x.length - 1, i + 2)];
    // Lagrange's polynomial on -1, 0, 1, 2.
    return before * (-t * (t - 1) * (t - 2) / 6)
        + from * ((t + 1) * (t - 1) * (t - 2) / 2)
        + to * (-(t + 1) * t * (t - 2) / 2)
        + after * ((t + 1) * t * (t - 1) / 6);
  }

  /** The same values in double precision. */
  static double[] widened(float[] x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }
}
