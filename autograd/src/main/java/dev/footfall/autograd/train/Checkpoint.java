package dev.footfall.autograd.train;

import dev.footfall.autograd.RandomState;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.JsonException;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.engine.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file in which a {@link Trainer} keeps where it stands, so that a training that was killed
 * goes on after its last whole epoch and ends with the same bits as one that was not.
 *
 * <p>It is one safetensors file, replaced as a whole. Tensors: the network's parameters and
 * buffers, those of the best epoch, the state of the optimiser, the order of the examples, and for
 * each epoch its loss and figure of merit. Metadata: {@code format}, and as JSON the positions of
 * all {@code sources} of random numbers and the {@code run}, which is all that the result depends
 * on. The place in the schedule of learning rates follows from the number of epochs.
 *
 * <p>The run is what tells whether a file belongs to a training: settings by name, such as {@code
 * seed}, as text. Whoever makes a checkpoint names what the trainer cannot know: the data, the
 * network and its start.
 */
public final class Checkpoint {
  private static final String FORMAT = "footfall-checkpoint-1";

  /** Thrown when a file belongs to another run; the message is one line that names a difference. */
  public static final class OtherRunException extends IOException {
    private static final long serialVersionUID = 1;

    OtherRunException(String message) {
      super(message);
    }
  }

  private final Path file;
  private final Map<String, String> run;

  /**
   * A checkpoint of a run.
   *
   * @param run settings by name, in the order in which differences are looked for
   */
  public Checkpoint(Path file, Map<String, String> run) {
    this.file = file;
    this.run = new LinkedHashMap<>(run);
  }

  /** The same file for a run of which more is known. */
  Checkpoint with(Map<String, String> more) {
    Checkpoint checkpoint = new Checkpoint(file, run);
    checkpoint.run.putAll(more);
    return checkpoint;
  }

  /** Writes the file, or replaces it. */
  void write(Map<String, Tensor> tensors, Map<String, RandomState> sources) throws IOException {
    Map<String, Long> positions = new LinkedHashMap<>();
    sources.forEach((name, source) -> positions.put(name, source.state()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("run", Json.write(run));
    metadata.put("sources", Json.write(positions));
    new Safetensors(metadata, tensors).write(file);
  }

  /** Whether there is something to go on from. */
  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Reads the file.
   *
   * @throws OtherRunException if it belongs to another run
   * @throws ModelFormatException if it is no checkpoint, or a broken one; one line that names it
   * @throws IOException if it cannot be read
   */
  Content read() throws IOException {
    Safetensors content = Safetensors.read(file);
    String format = content.metadata().get("format");
    if (!FORMAT.equals(format)) {
      throw broken(
          "metadata \"format\" is "
              + (format == null ? "missing" : "\"" + format + "\"")
              + ", not \""
              + FORMAT
              + "\"; is it a checkpoint?");
    }
    try {
      requireSameRun(json(content, "run").members());
      return new Content(content.tensors(), json(content, "sources"));
    } catch (JsonException e) {
      throw new ModelFormatException(e.getMessage(), e); // names the file already
    }
  }

  private Json json(Safetensors content, String key) throws ModelFormatException {
    String text = content.metadata().get(key);
    if (text == null) {
      throw broken("metadata \"" + key + "\" is missing");
    }
    return Json.parse(file + ": metadata \"" + key + "\"", text);
  }

  private void requireSameRun(Map<String, Json> there) throws OtherRunException {
    for (Map.Entry<String, String> setting : run.entrySet()) {
      Json other = there.get(setting.getKey());
      String value = other == null ? "unknown" : other.asString();
      if (!value.equals(setting.getValue())) {
        throw new OtherRunException(
            file
                + ": belongs to another run ("
                + setting.getKey()
                + " "
                + value
                + " there, "
                + setting.getValue()
                + " here); choose another file, or delete it to begin anew");
      }
    }
  }

  private ModelFormatException broken(String what) {
    return new ModelFormatException(file + ": " + what);
  }

  /** What was read. */
  final class Content {
    private final Map<String, Tensor> tensors;
    private final Json positions;

    private Content(Map<String, Tensor> tensors, Json positions) {
      this.tensors = tensors;
      this.positions = positions;
    }

    /** The tensor of this name, whatever its shape. */
    Tensor tensor(String name) throws ModelFormatException {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw broken("tensor \"" + name + "\" is missing");
      }
      return tensor;
    }

    /**
     * Overwrites live tensors and sets sources; all or nothing.
     *
     * @throws ModelFormatException if one is missing, or is of another type or shape
     */
    void restore(Map<String, Tensor> live, Map<String, RandomState> sources)
        throws ModelFormatException {
      for (Map.Entry<String, Tensor> entry : live.entrySet()) {
        String kept = tensor(entry.getKey()).toString();
        if (!kept.equals(entry.getValue().toString())) {
          throw broken(
              "tensor \"" + entry.getKey() + "\" is " + kept + ", not " + entry.getValue());
        }
      }
      Map<String, Long> states = new LinkedHashMap<>();
      try {
        sources.keySet().forEach(name -> states.put(name, positions.get(name).asLong()));
      } catch (JsonException e) {
        throw new ModelFormatException(e.getMessage(), e);
      }
      live.forEach((name, tensor) -> tensor.copyFrom(tensors.get(name)));
      sources.forEach((name, source) -> source.state(states.get(name)));
    }

    /** An exception for content that has the right form but cannot be. */
    ModelFormatException impossible(String what) {
      return broken(what);
    }
  }
}
