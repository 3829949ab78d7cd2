package dev.footfall.grf.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What layers are called in an emitted class: by number of the step, unique, no word of Java. */
final class LayerNames {
  /** Methods that every kernel has, or may have. */
  private static final Set<String> TAKEN =
      Set.of(
          "step",
          "run",
          "reset",
          "flush",
          "advance",
          "sigmoid",
          "tanh",
          "expm1",
          "nearest",
          "powerOfTwo",
          "multiply",
          "clamp",
          "unpack",
          "clear",
          "requireLength",
          "memory",
          "main",
          "wait",
          "notify",
          "clone",
          "finalize",
          "equals",
          "toString",
          "hashCode",
          "getClass");

  private final List<String> methods = new ArrayList<>();

  LayerNames(List<String> layers, String className) {
    Set<String> used = new HashSet<>();
    for (String layer : layers) {
      String name = JavaName.camelCase(layer);
      if (TAKEN.contains(name) || !JavaName.isIdentifier(name)) {
        name += "Layer";
      }
      // Neither the constant nor the class of a layer may meet another's, which case alone may
      // part.
      String unique = name;
      for (int i = 2;
          !used.add(constant(unique)) || className.equals(JavaName.upper(unique) + "Weights");
          i++) {
        unique = name + "x" + i;
      }
      methods.add(unique);
    }
  }

  /** The method of a step. */
  String method(int step) {
    return methods.get(step);
  }

  /** The class that holds a step's constants. */
  String weights(int step) {
    return JavaName.upper(methods.get(step)) + "Weights";
  }

  /** How the constants of a step's addresses begin: {@code CONV1}. */
  String constant(int step) {
    return constant(methods.get(step));
  }

  private static String constant(String method) {
    return method.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
