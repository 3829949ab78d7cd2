package dev.footfall.grf.cli;

import dev.footfall.autograd.train.Trainer;
import dev.footfall.grf.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how far a training has come: a bar with the time left on a terminal, a line for each epoch
 * elsewhere. It remembers the epochs.
 */
final class TrainingProgress implements Trainer.Progress, AutoCloseable {
  private static final double NANOS = 1e9;

  private final Console console;
  private final String title;
  private final int epochs;
  private final LongSupplier nanoTime;
  private final long start;
  private final List<Trainer.Epoch> done = new ArrayList<>();
  private int before; // epochs of an earlier process
  private TerminalBar bar;

  /**
   * Begins, and starts the clock.
   *
   * @param title name of what is trained
   * @param epochs how many there will be
   */
  TrainingProgress(Console console, String title, int epochs) {
    this(console, title, epochs, System::nanoTime);
  }

  TrainingProgress(Console console, String title, int epochs, LongSupplier nanoTime) {
    this.console = console;
    this.title = title;
    this.epochs = epochs;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void step(int step, int steps) {
    if (console.columns() > 0) {
      if (bar == null) {
        bar = new TerminalBar(console, title, steps, step - 1);
      }
      bar.stepTo(step);
    }
  }

  @Override
  public void resumed(List<Trainer.Epoch> kept) {
    done.addAll(kept);
    before = kept.size();
    console.note("%s goes on after epoch %d/%d".formatted(title, before, epochs));
  }

  @Override
  public void epoch(Trainer.Epoch epoch) {
    done.add(epoch);
    String validation = "validation " + Figures.fixed(epoch.validation(), 1) + " N";
    if (bar != null) {
      bar.message("epoch %d/%d, %s".formatted(epoch.number(), epochs, validation));
      return;
    }
    double seconds = seconds();
    console.note(
        "%s epoch %d/%d: loss %s, %s%s, %s elapsed, %s left"
            .formatted(
                title,
                epoch.number(),
                epochs,
                Figures.fixed(epoch.loss(), 4),
                validation,
                epoch.best() ? " (best)" : "",
                Figures.span(seconds),
                Figures.span(seconds / (epoch.number() - before) * (epochs - epoch.number()))));
  }

  /** Seconds since the beginning. */
  double seconds() {
    return (nanoTime.getAsLong() - start) / NANOS;
  }

  /** The epochs so far, for {@link dev.footfall.engine.format.Json}. */
  List<Map<String, Object>> json() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Trainer.Epoch epoch : done) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("epoch", epoch.number());
      json.put("loss", epoch.loss());
      json.put(
          "validation_rmse_n", Double.isFinite(epoch.validation()) ? epoch.validation() : null);
      json.put("best", epoch.best());
      list.add(json);
    }
    return list;
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
