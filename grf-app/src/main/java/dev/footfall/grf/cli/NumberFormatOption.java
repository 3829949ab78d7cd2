package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.model.Model;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --format}: the numbers that a model is run in. */
final class NumberFormatOption {
  private static final String INT8 = "int8";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "float32",
      description =
          "Numbers to compute in: float32, or int8 with the ranges of the model's calibration."
              + " Default: ${DEFAULT-VALUE}.")
  private String format;

  String name() {
    return format;
  }

  boolean isInt8() {
    return format.equals(INT8);
  }

  /** Refuses an unknown format, and int8 for a model that was never calibrated. */
  void requireFor(Model model, Path file) {
    if (!isInt8() && !format.equals("float32")) {
      throw new InputException("--format: \"" + format + "\" is unknown; known: float32, int8");
    }
    if (isInt8() && model.calibration() == null) {
      throw new InputException(
          file
              + ": the model has no calibration; run ./footfall calibrate --model "
              + file
              + " --data DIR --out FILE");
    }
  }
}
