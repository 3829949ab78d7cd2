package dev.footfall.autograd.testing;

import dev.footfall.engine.Shape;
import dev.footfall.engine.Tensor;
import dev.footfall.engine.format.Json;
import dev.footfall.engine.kernel.Kernels;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What PyTorch computes in float64 for one set of inputs.
 *
 * <p>Results are printed with nine significant digits, so they are off by up to half a unit in the
 * ninth: that is the tolerance in FLOAT64, beside a {@link RoundingBound} some six orders smaller.
 *
 * @param file name of the golden file
 * @param name name of the case
 * @param spec hyper-parameters
 * @param inputs inputs by name, exact
 * @param outputs results by name
 * @param seedGradient gradient of {@code y} that was fed in, if the case has gradients
 * @param gradients gradient of each input that has one
 */
public record GoldenCase(
    String file,
    String name,
    Json spec,
    Map<String, Tensor> inputs,
    Map<String, Tensor> outputs,
    Optional<Tensor> seedGradient,
    Map<String, Tensor> gradients) {

  /** All cases of a file, in order. */
  public static List<GoldenCase> of(String file) {
    try (InputStream stream = Golden.open(file)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Json.parse(file + ".json", text).get("cases").elements().stream()
          .map(json -> of(file, json))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One case of a file. */
  public static GoldenCase of(String file, String name) {
    return of(file).stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
  }

  private static GoldenCase of(String file, Json json) {
    return new GoldenCase(
        file,
        json.get("name").asString(),
        json.get("spec"),
        tensors(json.get("inputs")),
        tensors(json.get("outputs")),
        json.find("seed_gradient").map(GoldenCase::tensor),
        json.find("gradients").map(GoldenCase::tensors).orElse(Map.of()));
  }

  private static Map<String, Tensor> tensors(Json json) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    json.members().forEach((name, value) -> tensors.put(name, tensor(value)));
    return tensors;
  }

  private static Tensor tensor(Json json) {
    return Tensor.of(Shape.of(json.get("shape").asInts()), json.get("data").asDoubles());
  }

  /** The inputs with a function over them; those without a gradient here have none there. */
  public Application application(Application.Graph graph) {
    Application application = Application.of(this.toString(), graph);
    inputs.forEach(
        (input, value) -> {
          if (gradients.containsKey(input)) {
            application.input(input, value);
          } else {
            application.constant(input, value);
          }
        });
    return application;
  }

  /** Compares {@code y} and all gradients. */
  public void check(Kernels kernels, Application application) {
    Tensor seed = seedGradient.orElse(null);
    RoundingBound bound = new RoundingBound(application, seed);
    Map<String, Tensor> found = application.run(kernels, seed);
    compare(kernels, "y", outputs.get("y"), found.get("y"), bound);
    gradients.forEach(
        (input, expected) ->
            compare(kernels, "d" + input, expected, found.get("d" + input), bound));
  }

  /** Compares one output, computed by a function that need not be that of {@code y}. */
  public void checkOutput(String output, Kernels kernels, Application application) {
    RoundingBound bound = new RoundingBound(application, null);
    Tensor found = application.run(kernels, null).get("y");
    Near.require(
        this + " on " + kernels.name() + ": " + output,
        outputs.get(output),
        found,
        (i, expected) -> halfNinthDigit(expected) + bound.of("y", kernels.dtype()));
  }

  private void compare(
      Kernels kernels, String result, Tensor expected, Tensor found, RoundingBound bound) {
    Near.require(
        this + " on " + kernels.name() + ": " + result,
        expected,
        found,
        (i, e) -> halfNinthDigit(e) + bound.of(result, kernels.dtype()));
  }

  /** Half a unit in the ninth significant digit. */
  public static double halfNinthDigit(double value) {
    return value == 0 ? 0 : 0.5 * Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 8);
  }

  /** File and name. */
  @Override
  public String toString() {
    return file + "/" + name;
  }
}
