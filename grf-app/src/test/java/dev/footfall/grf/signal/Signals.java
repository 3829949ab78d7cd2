package dev.footfall.grf.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.footfall.engine.format.Json;
import dev.footfall.testdata.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Signals to test with, and what tests of them share. */
final class Signals {
  private Signals() {}

  static Stream<Json> golden(String name) throws IOException {
    try (InputStream in = Golden.open(name)) {
      Json file = Json.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return file.get("cases").elements().stream();
    }
  }

  static double[] data(Json golden, String part, String name) {
    return golden.get(part).get(name).get("data").asDoubles();
  }

  static double[] of(int length, IntToDoubleFunction value) {
    double[] x = new double[length];
    Arrays.setAll(x, value);
    return x;
  }

  static double[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(length, i -> random.nextDouble(-1, 1));
  }

  /** The largest absolute value, or 1 if that is smaller. */
  static double fullScale(double[] x) {
    return Math.max(1, Arrays.stream(x).map(Math::abs).max().orElse(0));
  }

  static void assertNear(double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, "samples");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance, "sample " + i);
    }
  }

  static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
