package dev.footfall.testdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Inputs, outputs and gradients of every op, as PyTorch computes them in float64.
 *
 * <p>One JSON file for each op; {@code test-data/README.md} describes the format and how the files
 * are made.
 */
public final class Golden {

  private Golden() {}

  /**
   * Opens the golden file of an op. The caller closes the stream.
   *
   * @param name the op, as in {@code conv1d}: no folder, no extension
   * @throws IllegalArgumentException if there is no such file; the message lists those there are
   */
  public static InputStream open(String name) {
    List<String> names = names();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "golden file: no \"" + name + "\"; there are " + String.join(", ", names));
    }
    return resource(name + ".json");
  }

  /** The ops that have a golden file, in alphabetical order. */
  public static List<String> names() {
    // A list kept beside the files: the entries of a jar and of a folder are listed differently.
    try (InputStream index = resource("index.txt")) {
      return new String(index.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String file) {
    InputStream stream = Golden.class.getResourceAsStream("golden/" + file);
    if (stream == null) {
      throw new IllegalStateException(
          "golden file: resource " + file + " is missing; run test-data/golden/generate_golden.py");
    }
    return stream;
  }
}
