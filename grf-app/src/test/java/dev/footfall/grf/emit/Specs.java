package dev.footfall.grf.emit;

import dev.footfall.grf.emit.EmitSpec.Mode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Specifications with made-up names. */
final class Specs {
  private Specs() {}

  static EmitSpec of(int inputs, int outputs, Mode mode) {
    return of("emitted", inputs, outputs, mode);
  }

  static EmitSpec of(String packageName, int inputs, int outputs, Mode mode) {
    return new EmitSpec(
        packageName,
        "Kernel",
        mode,
        names("insole_left_", inputs),
        "kPa",
        names("grf_", outputs),
        100,
        Map.of("data", "made up for a test"));
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
  }
}
