package dev.footfall.engine.quant;

import dev.footfall.engine.format.Json;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the 8-bit scheme means, computed in integers of any size; all numbers are exact. */
final class GoldenIntegers {
  private GoldenIntegers() {}

  /** One case by its name. */
  static Json of(String name) {
    return all().stream().filter(c -> c.get("name").asString().equals(name)).findFirst().get();
  }

  private static List<Json> all() {
    try (InputStream stream = Golden.open("quantization")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Json.parse("quantization.json", text).get("cases").elements();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
