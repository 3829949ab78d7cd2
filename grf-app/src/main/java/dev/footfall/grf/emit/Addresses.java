package dev.footfall.grf.emit;

import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.MemoryPlan.Buffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** The addresses of a memory plan as constants of an emitted class: {@code CONV1_RING}. */
final class Addresses {
  private final MemoryPlan memory;
  private final List<String> layers;
  private final LayerNames names;
  private final IntFunction<String> rowsOf;
  private final Map<String, String> constants = new LinkedHashMap<>();

  /**
   * Names the buffers of a plan: that of value 0, and those that are called after a layer.
   *
   * @param layers names of the steps
   * @param rowsOf name of the buffer in which a value lies
   */
  Addresses(MemoryPlan memory, List<String> layers, LayerNames names, IntFunction<String> rowsOf) {
    this.memory = memory;
    this.layers = layers;
    this.names = names;
    this.rowsOf = rowsOf;
    memory.buffers().forEach(buffer -> constants.put(buffer.name(), constant(buffer.name())));
  }

  private String constant(String buffer) {
    int space = buffer.indexOf(' ');
    // The name of a layer may hold a space.
    while (space >= 0 && !layers.contains(buffer.substring(0, space))) {
      space = buffer.indexOf(' ', space + 1);
    }
    String part = space < 0 ? buffer : buffer.substring(space + 1);
    String prefix =
        space < 0 ? "" : names.constant(layers.indexOf(buffer.substring(0, space))) + "_";
    return prefix + part.replace(' ', '_').toUpperCase(Locale.ROOT);
  }

  /** The constant of a step's buffer. */
  String of(int index, String part) {
    String constant = constants.get(layers.get(index) + " " + part);
    if (constant == null) {
      throw new IllegalStateException(
          "emit: " + layers.get(index) + " has no buffer \"" + part + "\"");
    }
    return constant;
  }

  boolean has(int index, String part) {
    return constants.containsKey(layers.get(index) + " " + part);
  }

  /** The constant of the buffer in which a value lies. */
  String ofRows(int value) {
    return constants.get(rowsOf.apply(value));
  }

  /** Declarations, by address, each with its size. */
  String declarations() {
    StringBuilder text = new StringBuilder();
    memory.buffers().stream()
        .sorted(Comparator.comparing((Buffer buffer) -> memory.address(buffer.name())))
        .forEach(
            buffer ->
                text.append(
                    "private static final int %s = %d; // %d%s\n"
                        .formatted(
                            constants.get(buffer.name()),
                            memory.address(buffer.name()),
                            buffer.size(),
                            buffer.persistent() ? ", kept from sample to sample" : "")));
    return text.toString();
  }
}
