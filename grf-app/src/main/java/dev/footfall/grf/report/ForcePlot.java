package dev.footfall.grf.report;

import java.util.Locale;

/**
 * Measured and estimated force over time, drawn with characters: a line for each instant, time
 * downwards, force to the right; {@code o} is measured, {@code x} estimated, {@code *} both.
 */
public final class ForcePlot {
  private static final String HEADER = "%8s  %12s  %13s";

  private final int width;
  private final double fullScaleN;
  private final StringBuilder text = new StringBuilder();

  /**
   * An empty plot.
   *
   * @param width characters from no force to full scale
   * @param fullScaleN largest force that is drawn, in N; forces beyond it are drawn there
   */
  public ForcePlot(int width, double fullScaleN) {
    if (width < 2 || !(fullScaleN > 0)) {
      throw new IllegalArgumentException(
          "plot: width " + width + " and full scale " + fullScaleN + " N are too small");
    }
    this.width = width;
    this.fullScaleN = fullScaleN;
    text.append(HEADER.formatted("time [s]", "measured [N]", "estimated [N]")).append('\n');
  }

  /** Draws one instant. */
  public ForcePlot add(double timeS, double measuredN, double estimatedN) {
    char[] line = " ".repeat(width).toCharArray();
    int measured = column(measuredN);
    int estimated = column(estimatedN);
    line[estimated] = 'x';
    line[measured] = measured == estimated ? '*' : 'o';
    text.append(
            String.format(Locale.ROOT, "%8.2f  %12.0f  %13.0f  |", timeS, measuredN, estimatedN))
        .append(new String(line).stripTrailing())
        .append('\n');
    return this;
  }

  private int column(double forceN) {
    return Math.clamp(Math.round(forceN / fullScaleN * (width - 1)), 0, width - 1);
  }

  /** The lines so far, under a header. */
  @Override
  public String toString() {
    return text.toString();
  }
}
