package dev.footfall.engine.format;

import dev.footfall.engine.DType;
import dev.footfall.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program that writes one model after the other over the same file until it is killed. */
final class ModelWriter {
  static final String READY = "the first file is written";

  private ModelWriter() {}

  /**
   * Runs for ever.
   *
   * @param arguments the file, and how many floats it holds
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int elements = Integer.parseInt(arguments[1]);
    generation(0, elements).write(file);
    System.out.println(READY);
    for (int generation = 1; ; generation++) {
      generation(generation, elements).write(file);
    }
  }

  /** A model whose every number, and metadata, is the same. */
  static Safetensors generation(int generation, int elements) {
    Tensor tensor = Tensor.zeros(DType.FLOAT32, elements);
    tensor.fill(generation);
    return new Safetensors(Map.of("generation", String.valueOf(generation)), Map.of("a", tensor));
  }

  static boolean isWhole(Safetensors model) {
    float generation = Float.parseFloat(model.metadata().get("generation"));
    for (float value : model.tensor("a").floats()) {
      if (value != generation) {
        return false;
      }
    }
    return true;
  }
}
