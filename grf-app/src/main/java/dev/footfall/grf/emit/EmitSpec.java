package dev.footfall.grf.emit;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a plan becomes source, and what its reader is told.
 *
 * @param packageName package of the classes; empty for none
 * @param className the class; the check and the program are called after it
 * @param mode whether it takes samples or windows
 * @param inputs name of each sensor value of a sample, in order, as in the header of a recording
 * @param inputUnit unit of them all
 * @param outputs name of each force, in order
 * @param samplingRateHz samples a second that the network was trained for
 * @param provenance what is known of the model, by title
 */
public record EmitSpec(
    String packageName,
    String className,
    Mode mode,
    List<String> inputs,
    String inputUnit,
    List<String> outputs,
    double samplingRateHz,
    Map<String, String> provenance) {

  /** What a call takes. */
  public enum Mode {
    /** One sample, one estimate. */
    STREAMING,
    /** All samples of a window at once. */
    WINDOW;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Names in {@code java.lang} that the sources use and a class of that name would hide. */
  private static final List<String> USED =
      List.of("Object", "String", "System", "Float", "Double", "Integer", "Math");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if a name is none in Java 7 or later; one line
   */
  public EmitSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    if (!packageName.isEmpty()
        && !Arrays.stream(packageName.split("\\.", -1)).allMatch(JavaName::isIdentifier)) {
      throw problem("package", packageName, "letters, digits and _ in parts that dots set apart");
    }
    if (packageName.equals("java") || packageName.startsWith("java.")) {
      throw problem("package", packageName, "one of your own, as java belongs to the platform");
    }
    if (!JavaName.isIdentifier(className) || USED.contains(className)) {
      throw problem("class", className, "letters, digits and _, and no word that Java uses");
    }
  }

  private static IllegalArgumentException problem(String what, String name, String expected) {
    return new IllegalArgumentException(
        "emit: \"%s\" cannot name a %s; expected %s".formatted(name, what, expected));
  }

  /** The line that puts a class in its package, and a blank one. */
  String packageLine() {
    return packageName.isEmpty() ? "" : "package " + packageName + ";\n\n";
  }
}
