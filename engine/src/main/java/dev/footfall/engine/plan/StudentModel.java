package dev.footfall.engine.plan;

import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.ContentDigest;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.format.ModelFormatException;
import dev.footfall.engine.format.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A trained network read from its file by the engine alone, compiled.
 *
 * <p>The file is safetensors with these JSON texts in its metadata: {@code graph} ({@link Graph}),
 * {@code normalisation} ({@code input_mean}, {@code input_std}, {@code target_scale}) and {@code
 * task} ({@code name}, {@code sampling_rate_hz}, {@code inputs}, {@code input_unit}, {@code
 * targets}); and {@code digest}, which is checked.
 *
 * @param graph the network
 * @param plan the network, compiled
 * @param samplingRateHz samples a second
 * @param inputs names of the sensor values, in their order
 * @param inputUnit their unit, as {@code N} or {@code kPa}
 * @param targets names of the forces, in their order
 * @param metadata all texts of the file
 */
public record StudentModel(
    Graph graph,
    Plan plan,
    double samplingRateHz,
    List<String> inputs,
    String inputUnit,
    List<String> targets,
    Map<String, String> metadata) {

  /** Copies the lists. */
  public StudentModel {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Reads a model. What the file claims is checked before memory is taken for it.
   *
   * @throws ModelFormatException if the content is damaged or is not a network that a plan can
   *     hold: one line that names the file
   * @throws IOException if the file cannot be read
   */
  public static StudentModel read(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    boolean whole = ContentDigest.check(file, content);
    Map<String, String> metadata = content.metadata();
    if (!whole || !metadata.containsKey("graph")) {
      throw new ModelFormatException(
          file
              + ": the file has no "
              + (whole ? "graph" : "digest")
              + ", it is of an older release; footfall calibrate writes a newer one");
    }
    try {
      return compiled(file, metadata, content.tensors());
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      throw new ModelFormatException(
          message.startsWith(file.toString()) ? message : file + ": " + message, e);
    }
  }

  private static StudentModel compiled(
      Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws ModelFormatException {
    Graph graph = Graph.of(json(file, metadata, "graph"));
    Json normalisation = json(file, metadata, "normalisation");
    Plan plan =
        Plan.compile(
            graph,
            tensors,
            normalisation.get("input_mean").asFloats(),
            normalisation.get("input_std").asFloats(),
            normalisation.get("target_scale").asFloats());
    Json task = json(file, metadata, "task");
    Json rate = task.get("sampling_rate_hz");
    if (!(rate.asDouble() > 0)) {
      throw rate.problem("must be positive (" + rate + ")");
    }
    return new StudentModel(
        graph,
        plan,
        rate.asDouble(),
        names(task.get("inputs"), plan.inputs()),
        task.get("input_unit").asString(),
        names(task.get("targets"), plan.outputs()),
        metadata);
  }

  private static Json json(Path file, Map<String, String> metadata, String key)
      throws ModelFormatException {
    String text = metadata.get(key);
    if (text == null) {
      throw new ModelFormatException(file + ": metadata \"" + key + "\" is missing");
    }
    return Json.parse(file + ": metadata \"" + key + "\"", text);
  }

  private static List<String> names(Json json, int count) {
    List<String> names = json.elements().stream().map(Json::asString).toList();
    if (names.size() != count || new HashSet<>(names).size() != count) {
      throw json.problem("expected " + count + " different names but found " + names.size());
    }
    return names;
  }
}
