package dev.footfall.grf.cli;

import dev.footfall.grf.report.Figures;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressState;

/**
 * One line of a terminal that is written again and again, and cleared at the end:
 *
 * <pre>
 * cnn-s  42% [========            ] 1 min 3 s left, epoch 3/20, validation 71.2 N
 * </pre>
 */
final class TerminalBar implements AutoCloseable {
  private static final int REFRESH_MILLIS = 250;
  private static final int NARROWEST_BAR = 5;
  private static final int WIDEST_BAR = 40;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Console console;
  private final int columns;
  private final ProgressBar bar;

  /**
   * A bar of so many steps.
   *
   * @param title what stands before it
   */
  TerminalBar(Console console, String title, long steps) {
    this(console, title, steps, 0);
  }

  /** The same where some steps were done before, and do not count for the time left. */
  TerminalBar(Console console, String title, long steps, long before) {
    this.console = console;
    // A full last column would wrap on some terminals.
    this.columns = console.columns() - 1;
    this.bar =
        ProgressBar.builder()
            .setTaskName(title)
            .setInitialMax(steps)
            .startsFrom(before, Duration.ZERO)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setRenderer(TerminalBar::render)
            .setConsumer(new DelegatingProgressBarConsumer(this::draw, columns))
            .build();
  }

  /** So many steps are done. */
  void stepTo(long step) {
    bar.stepTo(step);
  }

  /** One more step is done. */
  void step() {
    bar.step();
  }

  /** What stands behind the bar from now on. */
  void message(String message) {
    bar.setExtraMessage(message);
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
    // Not left to the bar, which forgets to clear a line that it has hardly begun to draw.
    draw(" ".repeat(columns));
    draw("");
  }

  private void draw(String line) {
    console.err().print('\r' + line);
    console.err().flush();
  }

  private static String render(ProgressState state, int columns) {
    double share = state.getNormalizedProgress();
    String head = "%s %3d%% [".formatted(state.getTaskName(), (int) (100 * share));
    StringBuilder tail = new StringBuilder("]");
    long done = state.getCurrent() - state.getStart();
    if (done > 0) {
      double elapsedS = state.getElapsedAfterStart().toMillis() / MILLIS_PER_SECOND;
      double left = (double) (state.getMax() - state.getCurrent()) / done;
      tail.append(' ').append(Figures.span(elapsedS * left)).append(" left");
    }
    if (!state.getExtraMessage().isEmpty()) {
      tail.append(", ").append(state.getExtraMessage());
    }
    int room = columns - head.length() - tail.length();
    int width = Math.clamp(room, NARROWEST_BAR, WIDEST_BAR);
    int full = (int) (share * width);
    String line = head + "=".repeat(full) + " ".repeat(width - full) + tail;
    // To the end of the line, so that nothing of a longer one stays.
    return line.length() > columns
        ? line.substring(0, columns)
        : line + " ".repeat(columns - line.length());
  }
}
