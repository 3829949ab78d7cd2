package dev.footfall.grf.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingReader;
import dev.footfall.grf.data.Recordings;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.model.Model;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTest {
  private static final Task TASK = Task.named("sparse-4");

  /** More than the first capacity of the buffers. */
  private static final int LENGTH = 9000;

  @TempDir private Path scratch;

  @Test
  void longRecordingsAreEstimatedWholeAndSampleBySampleAlike() throws IOException {
    Recording recording = Students.recording(TASK, LENGTH, 3);
    Path file = scratch.resolve("long.csv");
    Recordings.write(recording, file);
    Model model = Students.random("cnn-s", TASK, 4);
    StringWriter whole = new StringWriter();
    StringWriter streamed = new StringWriter();
    try (RecordingReader reader = Recordings.open(file)) {
      assertEquals(LENGTH, Prediction.whole(model, Students.SCALAR, reader, whole));
    }
    try (RecordingReader reader = Recordings.open(file)) {
      assertEquals(
          LENGTH, Prediction.stream(model, Prediction.kernel(model), reader, streamed, false));
    }
    List<String> lines = whole.toString().lines().toList();
    assertEquals(LENGTH + 1, lines.size());
    float[] estimateN = model.estimate(recording, Students.SCALAR);
    for (int t = 0; t < LENGTH; t++) {
      String[] cells = lines.get(t + 1).split(",");
      assertEquals(t / 100.0, Double.parseDouble(cells[0]));
      assertEquals(estimateN[t], Float.parseFloat(cells[1]));
      assertEquals(estimateN[LENGTH + t], Float.parseFloat(cells[2]));
    }
    assertEquals(whole.toString(), streamed.toString());
  }
}
