package dev.footfall.grf.data;

import dev.footfall.engine.format.ContentDigest;
import java.util.List;
import java.util.Optional;

/**
 * Recordings as the sensor of a task would have recorded them.
 *
 * @param task whose inputs and sensor
 * @param recorded the recordings as they are
 */
record WorseSource(Task task, RecordingSource recorded) implements RecordingSource {
  @Override
  public String name() {
    return recorded.name();
  }

  @Override
  public List<String> subjects() {
    return recorded.subjects();
  }

  @Override
  public List<Recording> recordings(String subject) {
    return recorded.recordings(subject).stream()
        .map(recording -> task.sensor().answer(recording, task.inputs()))
        .toList();
  }

  @Override
  public double speedMps(String subject, String trial) {
    return recorded.speedMps(subject, trial);
  }

  @Override
  public Optional<SensorLayout> layout(Recording recording) {
    return recorded.layout(recording);
  }

  /** {@inheritDoc} Here, the digest of the recordings, the sensor and its inputs are hashed. */
  @Override
  public String digest() {
    return ContentDigest.of(recorded.digest() + " " + task.sensor() + " " + task.inputs());
  }

  @Override
  public String attribution() {
    return recorded.attribution();
  }
}
