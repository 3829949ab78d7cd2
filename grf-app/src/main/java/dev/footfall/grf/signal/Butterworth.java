package dev.footfall.grf.signal;

/**
 * A Butterworth low-pass filter that delays nothing: sections of second order, run forwards and
 * then backwards.
 *
 * <p>With {@code K = tan(pi cutoff / rate)} and the poles in pairs of quality {@code Q_i = 1 / (2
 * sin((2 i + 1) pi / (2 order)))}, a section is
 *
 * <pre>
 *   H(z) = K^2 (1 + 2 z^-1 + z^-2) / (a0 + a1 z^-1 + a2 z^-2)
 *   a0 = 1 + K / Q + K^2;  a1 = 2 (K^2 - 1);  a2 = 1 - K / Q + K^2
 * </pre>
 *
 * and an odd order has one of first order besides, {@code K (1 + z^-1) / (1 + K + (K - 1) z^-1)}.
 * The gain is 1 at 0 Hz; two runs square it, so that it is one half (-6 dB) at the cutoff, and the
 * slope is that of twice the order.
 *
 * <p>At either end the signal is continued by {@code 3 (order + 1)} samples, turned about its last
 * one, {@code 2 x[0] - x[i]}, and each run begins in the steady state of its first sample. This is
 * {@code scipy.signal.butter(..., output="sos")} and {@code sosfiltfilt} with its default padding;
 * golden data holds both equal. Immutable; a call allocates one array of the padded length.
 */
public final class Butterworth {
  private static final int HIGHEST_ORDER = 16;

  private final int order;
  private final Section[] sections;

  /** {@code y = b0 x + z1; z1 = b1 x - a1 y + z2; z2 = b2 x - a2 y}, with a gain of 1 at 0 Hz. */
  private record Section(double b0, double b1, double b2, double a1, double a2) {
    /** Filters in place, from {@code start} in steps of 1 or -1. */
    void run(double[] x, int start, int step) {
      // In the steady state of x[start], output equals input.
      double z2 = (b2 - a2) * x[start];
      double z1 = (b1 - a1) * x[start] + z2;
      for (int n = 0, i = start; n < x.length; n++, i += step) {
        double in = x[i];
        double out = b0 * in + z1;
        z1 = b1 * in - a1 * out + z2;
        z2 = b2 * in - a2 * out;
        x[i] = out;
      }
    }
  }

  private Butterworth(int order, Section[] sections) {
    this.order = order;
    this.sections = sections;
  }

  /**
   * A low-pass filter.
   *
   * @param order of one run, 1 to 16; running both ways doubles it
   * @param cutoffHz where two runs have a gain of one half, below half the rate
   */
  public static Butterworth lowPass(int order, double cutoffHz, double rateHz) {
    if (order < 1 || order > HIGHEST_ORDER) {
      throw new IllegalArgumentException("low-pass: order " + order + "; known: 1 to 16");
    }
    if (!(cutoffHz > 0 && cutoffHz < rateHz / 2)) {
      throw new IllegalArgumentException(
          "low-pass: the cutoff is "
              + cutoffHz
              + " Hz; at a rate of "
              + rateHz
              + " Hz it must be within 0 and "
              + rateHz / 2
              + " Hz");
    }
    double k = Math.tan(Math.PI * cutoffHz / rateHz);
    Section[] sections = new Section[(order + 1) / 2];
    for (int i = 0; i < order / 2; i++) {
      double inverseQ = 2 * Math.sin((2 * i + 1) * Math.PI / (2 * order));
      double a0 = 1 + k * inverseQ + k * k;
      double b = k * k / a0;
      sections[i] = new Section(b, 2 * b, b, 2 * (k * k - 1) / a0, (1 - k * inverseQ + k * k) / a0);
    }
    if (order % 2 == 1) {
      double b = k / (1 + k);
      sections[order / 2] = new Section(b, b, 0, (k - 1) / (1 + k), 0);
    }
    return new Butterworth(order, sections);
  }

  /** Samples that a signal must have more of, {@code 3 (order + 1)}. */
  public int paddingLength() {
    return 3 * (order + 1);
  }

  /**
   * The signal without what is above the cutoff.
   *
   * @param x more than {@link #paddingLength} samples
   */
  public double[] filter(double[] x) {
    int padding = paddingLength();
    if (x.length <= padding) {
      throw new IllegalArgumentException(
          "low-pass: there are "
              + x.length
              + " samples; order "
              + order
              + " needs more than "
              + padding);
    }
    int last = x.length - 1;
    double[] padded = new double[x.length + 2 * padding];
    System.arraycopy(x, 0, padded, padding, x.length);
    for (int i = 1; i <= padding; i++) {
      padded[padding - i] = 2 * x[0] - x[i];
      padded[padding + last + i] = 2 * x[last] - x[last - i];
    }
    for (Section section : sections) {
      section.run(padded, 0, 1);
    }
    for (Section section : sections) {
      section.run(padded, padded.length - 1, -1);
    }
    double[] y = new double[x.length];
    System.arraycopy(padded, padding, y, 0, x.length);
    return y;
  }
}
