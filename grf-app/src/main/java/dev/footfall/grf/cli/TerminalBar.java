package dev.footfall.grf.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line of a terminal that a progress bar writes again and again, and clears at the end. */
final class TerminalBar implements ProgressBarConsumer {
  private static final int REFRESH_MILLIS = 250;

  private final Console console;

  private TerminalBar(Console console) {
    this.console = console;
  }

  /**
   * A bar of so many steps; it shows the time left.
   *
   * @param title what stands before it
   */
  static ProgressBar of(Console console, String title, long steps) {
    return ProgressBar.builder()
        .setTaskName(title)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new TerminalBar(console))
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public int getMaxRenderedLength() {
    // A full last column would wrap on some terminals.
    return console.columns() - 1;
  }

  @Override
  public void accept(String line) {
    console.err().print('\r' + line);
    console.err().flush();
  }

  @Override
  public void clear() {
    accept(" ".repeat(getMaxRenderedLength()) + '\r');
  }

  @Override
  public void close() {
    console.err().flush();
  }
}
