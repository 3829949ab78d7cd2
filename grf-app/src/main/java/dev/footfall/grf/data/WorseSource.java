package dev.footfall.grf.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String made = recorded.digest() + " " + task.sensor() + " " + task.inputs();
      return HexFormat.of().formatHex(sha.digest(made.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String attribution() {
    return recorded.attribution();
  }
}
