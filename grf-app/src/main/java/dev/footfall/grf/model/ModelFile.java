package dev.footfall.grf.model;

import dev.footfall.autograd.nn.Initializer;
import dev.footfall.autograd.trace.Tracer;
import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.ContentDigest;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.JsonException;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.engine.format.Safetensors;
import dev.footfall.engine.plan.Graph;
import dev.footfall.engine.quant.Calibration;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.data.Unit;
import dev.footfall.grf.data.WorseSensor;
import dev.footfall.grf.window.Normalisation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A model as one safetensors file. Beside the tensors its metadata holds JSON texts: {@code
 * architecture}, {@code task}, {@code normalisation}, {@code provenance}, and {@code graph}, from
 * which the engine alone can run it; {@code format} is {@value #FORMAT}. A calibrated model has
 * {@code calibration} too, from which the engine makes 8-bit integers.
 *
 * <p>The metadata holds a {@linkplain ContentDigest digest} too. Files of older releases have
 * neither graph nor digest; they are read all the same, without that check, as the network is built
 * from its name. Writing the model again adds both.
 */
public final class ModelFile {
  private static final String FORMAT = "footfall-model-1";

  private ModelFile() {}

  /**
   * Writes a model: beside the target first, then moved, so that the file is whole at any moment.
   *
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  public static void write(Model model, Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("architecture", Json.write(architecture(model.network())));
    metadata.put("task", Json.write(task(model.task())));
    metadata.put("normalisation", Json.write(normalisation(model.normalisation())));
    metadata.put("provenance", Json.write(provenance(model.provenance())));
    Graph graph = Tracer.trace(model.network(), model.network().inputs());
    metadata.put("graph", Json.write(graph.json()));
    if (model.calibration() != null) {
      metadata.put("calibration", Json.write(model.calibration().json()));
    }
    ContentDigest.seal(new Safetensors(metadata, model.network().state())).write(file);
  }

  /**
   * Reads a model.
   *
   * @throws ModelFormatException if the file is not a model of this program: one line that names
   *     the file and what is wrong
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    ContentDigest.check(file, content);
    Map<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new ModelFormatException(
          file
              + ": metadata \"format\" is "
              + (metadata.get("format") == null ? "missing" : "\"" + metadata.get("format") + "\"")
              + ", not \""
              + FORMAT
              + "\"; is it a model of Footfall?");
    }
    try {
      Task task = task(json(file, metadata, "task"));
      Normalisation normalisation = normalisation(json(file, metadata, "normalisation"));
      Provenance provenance = provenance(json(file, metadata, "provenance"));
      SequenceNetwork network = network(json(file, metadata, "architecture"), task, normalisation);
      network.load(content.tensors());
      requireFinite(content.tensors());
      Calibration calibration =
          metadata.containsKey("calibration")
              ? Calibration.of(json(file, metadata, "calibration"))
              : null;
      return new Model(network, task, normalisation, provenance, calibration);
    } catch (JsonException e) {
      throw new ModelFormatException(e.getMessage(), e); // names the file already
    } catch (IllegalArgumentException | InputException e) {
      throw new ModelFormatException(file + ": " + e.getMessage(), e);
    }
  }

  /** SHA-256 over names, shapes and values of a network's state, 64 hexadecimal digits. */
  public static String digest(SequenceNetwork network) {
    return ContentDigest.of(network.state());
  }

  private static void requireFinite(Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          int element = tensor.firstNonFinite();
          if (element >= 0) {
            throw new IllegalArgumentException(
                "tensor \""
                    + name
                    + "\" "
                    + tensor.shape()
                    + " holds "
                    + tensor.get(element)
                    + " at element "
                    + element);
          }
        });
  }

  private static Json json(Path file, Map<String, String> metadata, String key)
      throws ModelFormatException {
    String text = metadata.get(key);
    if (text == null) {
      throw new ModelFormatException(file + ": metadata \"" + key + "\" is missing");
    }
    return Json.parse(file + ": metadata \"" + key + "\"", text);
  }

  private static Map<String, Object> architecture(SequenceNetwork network) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network.name());
    json.put("inputs", network.inputs());
    json.put("outputs", network.outputs());
    json.put("layers", network.layers().stream().map(ModelFile::describe).toList());
    return json;
  }

  private static Map<String, Object> describe(SequenceNetwork.Layer layer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", layer.name());
    json.put("type", layer.type());
    json.put("parameters", layer.parameters());
    return json;
  }

  private static SequenceNetwork network(Json json, Task task, Normalisation normalisation) {
    int inputs = json.get("inputs").asInt();
    int outputs = json.get("outputs").asInt();
    if (inputs != task.inputs().size()
        || outputs != task.targets().size()
        || inputs != normalisation.inputMean().length
        || outputs != normalisation.targetScale().length) {
      throw new IllegalArgumentException(
          "the network has "
              + inputs
              + " inputs and "
              + outputs
              + " outputs, the task "
              + task.inputs().size()
              + " and "
              + task.targets().size()
              + ", the normalisation "
              + normalisation.inputMean().length
              + " and "
              + normalisation.targetScale().length);
    }
    // The starting values are overwritten by those of the file.
    Initializer init = new Initializer(DType.FLOAT32, new SplittableRandom(0));
    return Networks.named(json.get("network").asString(), inputs, outputs, init);
  }

  private static Map<String, Object> task(Task task) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", task.name());
    json.put("sampling_rate_hz", task.samplingRateHz());
    json.put("inputs", task.inputs());
    json.put("input_unit", task.inputUnit().symbol());
    json.put("targets", task.targets());
    json.put("note", task.note());
    if (!task.sensor().equals(WorseSensor.NONE)) {
      json.put("sensor", task.sensor().json());
    }
    return json;
  }

  private static Task task(Json json) {
    return new Task(
        json.get("name").asString(),
        json.get("sampling_rate_hz").asDouble(),
        strings(json.get("inputs")),
        Unit.of(json.get("input_unit").asString()),
        strings(json.get("targets")),
        json.get("note").asString(),
        json.find("sensor").map(WorseSensor::of).orElse(WorseSensor.NONE));
  }

  private static List<String> strings(Json json) {
    return json.elements().stream().map(Json::asString).toList();
  }

  private static Map<String, Object> normalisation(Normalisation normalisation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("input_mean", normalisation.inputMean());
    json.put("input_std", normalisation.inputStd());
    json.put("target_scale", normalisation.targetScale());
    return json;
  }

  private static Normalisation normalisation(Json json) {
    return new Normalisation(
        json.get("input_mean").asFloats(),
        json.get("input_std").asFloats(),
        json.get("target_scale").asFloats());
  }

  private static Map<String, Object> provenance(Provenance p) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", p.version());
    json.put("data", p.data());
    json.put("data_digest", p.dataDigest());
    json.put("attribution", p.attribution());
    switch (p.split().protocol()) {
      case Protocol.KFold(int folds, int fold) -> {
        json.put("fold", fold);
        json.put("folds", folds);
      }
      case Protocol.LeaveOneOut(String subject) -> json.put("left_out", subject);
    }
    json.put("training_subjects", p.split().training());
    json.put("validation_subjects", p.split().validation());
    json.put("test_subjects", p.split().test());
    json.put("seed", p.seed());
    json.put("epochs", p.epochs());
    json.put("best_epoch", p.bestEpoch());
    json.put("validation_rmse_n", p.validationRmseN());
    json.put("method", p.method());
    json.put("teacher", p.teacher());
    return json;
  }

  /** Files of older releases name one of five folds, and no subject. */
  private static Fold split(Json json) {
    Protocol protocol =
        json.find("left_out").isPresent()
            ? new Protocol.LeaveOneOut(json.get("left_out").asString())
            : new Protocol.KFold(
                json.find("folds").isPresent() ? json.get("folds").asInt() : Fold.COUNT,
                json.get("fold").asInt());
    return json.find("training_subjects").isPresent()
        ? new Fold(
            protocol,
            strings(json.get("training_subjects")),
            strings(json.get("validation_subjects")),
            strings(json.get("test_subjects")))
        : Fold.unrecorded(protocol);
  }

  private static Provenance provenance(Json json) {
    return new Provenance(
        json.get("version").asString(),
        json.get("data").asString(),
        json.get("data_digest").asString(),
        json.get("attribution").asString(),
        split(json),
        json.get("seed").asLong(),
        json.get("epochs").asInt(),
        json.get("best_epoch").asInt(),
        json.get("validation_rmse_n").asDouble(),
        json.get("method").asString(),
        json.get("teacher").asString());
  }
}
