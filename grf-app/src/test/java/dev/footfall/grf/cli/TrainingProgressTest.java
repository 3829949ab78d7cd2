package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.footfall.autograd.train.Trainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  private TrainingProgress progress(int columns) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            columns);
    return new TrainingProgress(console, "cnn-s", 4, nanos::get);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutATerminalEachEpochIsALineWithTheTimeLeft() {
    try (TrainingProgress progress = progress(0)) {
      progress.step(1, 2);
      nanos.set(30_000_000_000L);
      progress.epoch(new Trainer.Epoch(1, 0.5, 80.04, true));
      progress.step(2, 2);
      nanos.set(50_000_000_000L);
      progress.epoch(new Trainer.Epoch(2, 0.25, 81.06, false));
    }
    assertEquals(
        """
        cnn-s epoch 1/4: loss 0.5000, validation 80.0 N (best), 30 s elapsed, 1 min 30 s left
        cnn-s epoch 2/4: loss 0.2500, validation 81.1 N, 50 s elapsed, 50 s left
        """,
        said());
  }

  @Test
  void epochsOfAnEarlierProcessAreToldAndDoNotCountForTheTimeLeft() {
    try (TrainingProgress progress = progress(0)) {
      progress.resumed(
          List.of(new Trainer.Epoch(1, 0.5, 80, true), new Trainer.Epoch(2, 0.25, 81, false)));
      nanos.set(30_000_000_000L);
      progress.epoch(new Trainer.Epoch(3, 0.125, 79, true));
      assertEquals(3, progress.json().size());
    }
    assertEquals(
        """
        cnn-s goes on after epoch 2/4
        cnn-s epoch 3/4: loss 0.1250, validation 79.0 N (best), 30 s elapsed, 30 s left
        """,
        said());
  }

  @Test
  void onATerminalABarIsDrawnOnOneLineAndTakenAway() {
    int columns = 60;
    try (TrainingProgress progress = progress(columns)) {
      progress.step(1, 8);
      progress.step(2, 8);
      progress.epoch(new Trainer.Epoch(1, 0.5, 80, true));
    }
    String said = said();
    assertTrue(said.contains("cnn-s"), said);
    assertTrue(said.contains("left, epoch 1/4, validation 80.0 N"), said);
    assertFalse(said.contains("\n"), said);
    for (String drawn : said.split("\r")) {
      assertTrue(drawn.length() < columns, drawn);
    }
    assertTrue(said.endsWith("\r" + " ".repeat(columns - 1) + "\r"), said);
  }
}
