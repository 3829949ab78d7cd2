package dev.footfall.grf.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finds offset and drift between the clock of an insole and that of a force plate from what both
 * felt, or says why they cannot be known.
 *
 * <p>The load of the insole and the vertical force, foot by foot where the plate tells feet apart,
 * are low-passed at 12 Hz and differentiated: landing and push-off count, slow drift does not. In
 * windows of 10 s, half of one apart, the products {@code c_w(lag) = sum a b} and the energies are
 * kept for each lag. Then
 *
 * <ol>
 *   <li>the pair of offset and drift is searched whose line through all windows has the highest
 *       correlation {@code S = sum_w c_w / sqrt(sum_w a^2 sum_w b^2)};
 *   <li>the best line more than 0.15 s away is its rival. Steps resemble their neighbours, and the
 *       rival is usually a step or a stride off; what tells them apart is that no two strides last
 *       equally long, besides the beginning and the end of walking. Where the rival explains nearly
 *       as much, nothing is accepted;
 *   <li>the peak of each window near the line is found between samples, by a parabola; a robust
 *       line through the peaks (Theil and Sen, then least squares of those near it) gives offset
 *       and drift.
 * </ol>
 *
 * <p>An alignment is refused if the recordings overlap for less than three windows, if S is below
 * 0.5, if {@code (1 - S of the rival) / (1 - S)} is below {@value #LEAST_DISTINCTION}, if it lies
 * at the limit of the search, if less than 70 % of the windows are near the line, or if the
 * standard error of the line at either end is above 1 ms.
 *
 * <p>Cost: about {@code 4 seconds rate^2 maximumOffset} products for each pair of signals, as far
 * as there are no more than 120 windows; longer recordings have theirs further apart.
 *
 * @param maximumOffsetS how far from the expected offset is searched, either way
 * @param maximumDrift largest drift, as a share
 */
public record ClockSync(double maximumOffsetS, double maximumDrift) {
  /** Up to 5 s and 500 parts in a million. */
  public static final ClockSync USUAL = new ClockSync(5, 500e-6);

  private static final double CUTOFF_HZ = 12;
  private static final double LEAST_RATE_HZ = 50;
  private static final double WINDOW_S = 10;
  private static final int MOST_WINDOWS = 120;
  private static final int LEAST_WINDOWS = 3;
  private static final double LEAST_CORRELATION = 0.5;
  private static final double LEAST_DISTINCTION = 1.3;
  private static final double APART_S = 0.15;
  private static final double NEAR_S = 0.08;
  private static final double MOST_ERROR_S = 1e-3;

  /** Checks the limits. */
  public ClockSync {
    if (!(maximumOffsetS > 0 && maximumDrift >= 0 && maximumDrift <= 0.01)) {
      throw new IllegalArgumentException(
          "clocks: an offset up to " + maximumOffsetS + " s and a drift up to " + maximumDrift);
    }
  }

  /**
   * What one device felt: a signal for each foot, or one for both.
   *
   * @param startS time of the first sample on the clock of the device
   * @param columns {@code [C][T]}
   */
  public record Felt(double startS, double[][] columns) {}

  /**
   * The outcome.
   *
   * @param map offset and drift; the best guess where it is refused
   * @param correlation S of the best line
   * @param distinction {@code (1 - S of the rival) / (1 - S)}
   * @param windows how many windows are near the line
   * @param errorS standard error of the line at the worse of its ends
   * @param refusal why it cannot be relied on; empty if it can
   */
  public record Alignment(
      ClockMap map,
      double correlation,
      double distinction,
      int windows,
      double errorS,
      String refusal) {
    /** Whether the alignment can be relied on. */
    public boolean accepted() {
      return refusal.isEmpty();
    }

    private static Alignment refused(String why) {
      return new Alignment(ClockMap.SAME, 0, 0, 0, Double.NaN, why);
    }
  }

  /**
   * Aligns two recordings.
   *
   * @param insole load on the insole, in any unit
   * @param force vertical force, as many signals
   * @param rateHz rate of both, at least 50
   * @param expectedS the difference of the clocks that the search is about, 0 for clocks that were
   *     set alike
   */
  public Alignment align(Felt insole, Felt force, double rateHz, double expectedS) {
    if (insole.columns.length != force.columns.length || insole.columns.length == 0) {
      throw new IllegalArgumentException(
          "clocks: "
              + insole.columns.length
              + " signals of the insole but "
              + force.columns.length
              + " of the force plate");
    }
    if (!(rateHz >= LEAST_RATE_HZ)) {
      throw new IllegalArgumentException(
          "clocks: a rate of " + rateHz + " Hz; at least 50 Hz are needed");
    }
    double shortestS = (LEAST_WINDOWS + 1) / 2.0 * WINDOW_S;
    double lengthS = Math.min(insole.columns[0].length, force.columns[0].length) / rateHz;
    if (lengthS < shortestS) {
      return Alignment.refused(
          text("%.1f s are too short to tell; at least %.0f s are needed", lengthS, shortestS));
    }
    return new Search(insole, force, rateHz, expectedS).alignment();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Sums over windows for every lag. Lag l pairs sample i of the insole with i + lowest + l. */
  private final class Search {
    private final double rateHz;
    private final double expectedS;

    /** Difference of the clocks at lag 0 of the arrays. */
    private final double baseS;

    private final int lowest;
    private final int lags;

    /** Centre of each window on the insole's clock, and the middle of all. */
    private final double[] centreS;

    private final double middleS;
    private final double[][] products;
    private final double[][] insoleEnergy;
    private final double[][] forceEnergy;

    Search(Felt insole, Felt force, double rateHz, double expectedS) {
      this.rateHz = rateHz;
      this.expectedS = expectedS;
      this.baseS = force.startS - insole.startS;
      this.lowest = (int) Math.floor((expectedS - maximumOffsetS - baseS) * rateHz);
      this.lags = (int) Math.ceil((expectedS + maximumOffsetS - baseS) * rateHz) - lowest + 1;
      int length = insole.columns[0].length;
      int window = (int) Math.rint(WINDOW_S * rateHz);
      int hop = Math.max(window / 2, (length - window) / (MOST_WINDOWS - 1));
      int count = (length - window) / hop + 1;
      this.centreS = new double[count];
      this.products = new double[count][lags];
      this.insoleEnergy = new double[count][lags];
      this.forceEnergy = new double[count][lags];
      for (int w = 0; w < count; w++) {
        centreS[w] = insole.startS + (w * hop + (window - 1) / 2.0) / rateHz;
      }
      this.middleS = (centreS[0] + centreS[count - 1]) / 2;
      for (int c = 0; c < insole.columns.length; c++) {
        add(changes(insole.columns[c]), changes(force.columns[c]), window, hop);
      }
    }

    /** The low-passed first difference, of mean square 1. */
    private double[] changes(double[] x) {
      double[] smooth = Butterworth.lowPass(2, Math.min(CUTOFF_HZ, 0.2 * rateHz), rateHz).filter(x);
      double[] y = new double[x.length];
      double squares = 0;
      for (int i = 1; i + 1 < y.length; i++) {
        y[i] = smooth[i + 1] - smooth[i - 1];
        squares += y[i] * y[i];
      }
      double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares / y.length);
      for (int i = 0; i < y.length; i++) {
        y[i] *= scale;
      }
      return y;
    }

    private void add(double[] a, double[] b, int window, int hop) {
      double[] squaresA = sumsOfSquares(a);
      double[] squaresB = sumsOfSquares(b);
      for (int w = 0; w < centreS.length; w++) {
        for (int l = 0; l < lags; l++) {
          int shift = lowest + l;
          int from = Math.max(w * hop, -shift);
          int to = Math.min(w * hop + window, b.length - shift);
          if (to - from < window / 2) {
            continue;
          }
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += a[i] * b[i + shift];
          }
          products[w][l] += sum;
          insoleEnergy[w][l] += squaresA[to] - squaresA[from];
          forceEnergy[w][l] += squaresB[to + shift] - squaresB[from + shift];
        }
      }
    }

    private double[] sumsOfSquares(double[] x) {
      double[] sums = new double[x.length + 1];
      for (int i = 0; i < x.length; i++) {
        sums[i + 1] = sums[i] + x[i] * x[i];
      }
      return sums;
    }

    /** S of a line: the lag at the middle of all windows, and the drift. */
    private double correlation(int lag, double drift, double leastEnergy) {
      double product = 0;
      double insole = 0;
      double force = 0;
      for (int w = 0; w < centreS.length; w++) {
        int l = lag + (int) Math.rint(drift * (centreS[w] - middleS) * rateHz);
        if (l >= 0 && l < lags) {
          product += products[w][l];
          insole += insoleEnergy[w][l];
          force += forceEnergy[w][l];
        }
      }
      return insole < leastEnergy || force == 0 ? -1 : product / Math.sqrt(insole * force);
    }

    Alignment alignment() {
      double energy = 0;
      for (double[] ofWindow : insoleEnergy) {
        energy += Arrays.stream(ofWindow).max().orElse(0);
      }
      // A drift that moves the ends by less than a sample is none.
      double halfS = Math.max(1, centreS[centreS.length - 1] - middleS);
      int steps = (int) Math.ceil(maximumDrift * halfS * rateHz);
      double[] best = new double[lags];
      double[] bestDrift = new double[lags];
      int peak = 0;
      for (int l = 0; l < lags; l++) {
        best[l] = -1;
        for (int s = -steps; s <= steps; s++) {
          double drift = s / (halfS * rateHz);
          double found = correlation(l, drift, 0.5 * energy);
          if (found > best[l]) {
            best[l] = found;
            bestDrift[l] = drift;
          }
        }
        if (best[l] > best[peak]) {
          peak = l;
        }
      }
      double rival = -1;
      for (int l = 0; l < lags; l++) {
        if (Math.abs(l - peak) > APART_S * rateHz) {
          rival = Math.max(rival, best[l]);
        }
      }
      double correlation = Math.max(0, best[peak]);
      double distinction = (1 - rival) / Math.max(1e-9, 1 - correlation);
      return fit(peak, bestDrift[peak], correlation, distinction);
    }

    /** Peaks between samples, and the line through them. */
    private Alignment fit(int peak, double drift, double correlation, double distinction) {
      List<double[]> peaks = new ArrayList<>();
      int asked = 0;
      double most = 0;
      for (double[] ofWindow : insoleEnergy) {
        most = Math.max(most, ofWindow[peak]);
      }
      for (int w = 0; w < centreS.length; w++) {
        if (insoleEnergy[w][peak] < 0.1 * most) {
          continue;
        }
        asked++;
        int near = peak + (int) Math.rint(drift * (centreS[w] - middleS) * rateHz);
        double lag = peakNear(w, near);
        if (!Double.isNaN(lag)) {
          peaks.add(new double[] {centreS[w] - middleS, baseS + (lowest + lag) / rateHz});
        }
      }
      if (peaks.size() < LEAST_WINDOWS) {
        return new Alignment(
            new ClockMap(baseS + (lowest + peak) / rateHz, 0),
            correlation,
            distinction,
            peaks.size(),
            Double.NaN,
            text("%d of %d windows agree; insole and force are no match", peaks.size(), asked));
      }
      RobustLine line = RobustLine.through(peaks);
      double halfS = centreS[centreS.length - 1] - middleS + WINDOW_S / 2;
      double errorS = line.standardError(halfS);
      ClockMap map = new ClockMap(line.level() - line.slope() * middleS, line.slope());
      return new Alignment(
          map,
          correlation,
          distinction,
          line.points(),
          errorS,
          refusal(line, asked, correlation, distinction, errorS));
    }

    private String refusal(
        RobustLine line, int asked, double correlation, double distinction, double errorS) {
      if (correlation < LEAST_CORRELATION) {
        return text("the best correlation is %.2f; insole and force are no match", correlation);
      }
      if (distinction < LEAST_DISTINCTION) {
        return text(
            "another offset explains nearly as much (distinction %.2f, needed %.1f); steps are too"
                + " much alike",
            distinction, LEAST_DISTINCTION);
      }
      if (Math.abs(line.level() - expectedS) > maximumOffsetS - NEAR_S) {
        return text("the offset is at the limit of the search, %.1f s", maximumOffsetS);
      }
      if (Math.abs(line.slope()) > maximumDrift) {
        return text(
            "the drift is %.0f ppm, beyond %.0f ppm", 1e6 * line.slope(), 1e6 * maximumDrift);
      }
      if (line.points() < Math.max(LEAST_WINDOWS, 0.7 * asked)) {
        return text("%d of %d windows agree on a line", line.points(), asked);
      }
      return errorS <= MOST_ERROR_S
          ? ""
          : text("the windows scatter: the error is %.1f ms", 1e3 * errorS);
    }

    /** The lag of the highest correlation of a window near another lag; NaN if there is no peak. */
    private double peakNear(int w, int near) {
      int reach = (int) Math.rint(NEAR_S * rateHz);
      int from = Math.max(1, near - reach);
      int to = Math.min(lags - 2, near + reach);
      int at = from;
      for (int l = from; l <= to; l++) {
        if (ofWindow(w, l) > ofWindow(w, at)) {
          at = l;
        }
      }
      double here = ofWindow(w, at);
      double left = ofWindow(w, at - 1);
      double right = ofWindow(w, at + 1);
      double bend = left - 2 * here + right;
      if (from > to || at == from || at == to || here < LEAST_CORRELATION || !(bend < 0)) {
        return Double.NaN;
      }
      return at + 0.5 * (left - right) / bend;
    }

    private double ofWindow(int w, int l) {
      double energy = insoleEnergy[w][l] * forceEnergy[w][l];
      return energy > 0 ? products[w][l] / Math.sqrt(energy) : -1;
    }
  }
}
