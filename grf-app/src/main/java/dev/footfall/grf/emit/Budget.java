package dev.footfall.grf.emit;

import dev.footfall.engine.plan.MemoryPlan;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.PlanBuffers;
import dev.footfall.engine.plan.Step;
import dev.footfall.engine.quant.QuantStep;
import dev.footfall.engine.quant.QuantizedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a network needs of the board that runs it sample by sample.
 *
 * <p><b>Flash</b> is every number that is read and never written: weights, biases, normalisation,
 * multipliers, and the tables of functions. <b>RAM</b> is every number that is written: the memory
 * of the plan (state and rows), the held sensor values, and the counters. Not in either: the code,
 * the Java VM, and what a VM adds to an array or a class. A VM that cannot read arrays from flash
 * has another copy of the constants in RAM, {@link #flashBytes} more.
 *
 * @param format of the numbers, {@code float32} or {@code int8}
 * @param layers what each layer needs, first to last
 * @param tableBytes tables of functions that layers share
 * @param memoryBytes state and rows of all layers, those that share a place counted once
 * @param inputBytes held sensor values and counters
 */
public record Budget(
    String format, List<Layer> layers, long tableBytes, long memoryBytes, long inputBytes) {

  /**
   * What a layer needs.
   *
   * @param name of the layer
   * @param type of the step, as {@code conv}
   * @param weightBytes numbers of its own that it reads and never writes
   * @param stateBytes what it keeps from sample to sample
   * @param macsPerSample multiply-accumulates of a sample
   */
  public record Layer(
      String name, String type, long weightBytes, long stateBytes, long macsPerSample) {}

  private static final int GUARD_COUNTERS = 2;
  private static final int LATE_COUNTERS = 2;

  /** Copies the list. */
  public Budget {
    layers = List.copyOf(layers);
  }

  /** Of a plan in float arithmetic. */
  public static Budget float32(Plan plan) {
    MemoryPlan memory = MemoryPlan.place(PlanBuffers.streaming(plan, 1).buffers());
    List<Layer> layers = new ArrayList<>();
    int rings = 0;
    for (Step step : plan.steps()) {
      long state = 0;
      for (MemoryPlan.Buffer buffer : memory.buffers()) {
        if (buffer.persistent() && buffer.name().startsWith(step.name() + " ")) {
          state += buffer.size();
          rings += isRing(buffer) ? 1 : 0;
        }
      }
      layers.add(
          new Layer(
              step.name(),
              type(step),
              (long) Float.BYTES * step.parameters(),
              Float.BYTES * state,
              step.macsPerSample()));
    }
    return new Budget(
        "float32",
        layers,
        0,
        (long) Float.BYTES * memory.elements(),
        Float.BYTES * plan.inputs() + counterBytes(rings, plan.lookAhead()));
  }

  /** Of a plan in 8-bit integers. */
  public static Budget int8(QuantizedPlan plan) {
    MemoryPlan memory = Int8Buffers.streaming(plan);
    List<Layer> layers = new ArrayList<>();
    long cells = 0;
    int rings = 0;
    for (QuantStep step : plan.steps()) {
      long state = 0;
      for (MemoryPlan.Buffer buffer : memory.buffers()) {
        if (buffer.persistent() && buffer.name().startsWith(step.name() + " ")) {
          state += buffer.size();
          rings += isRing(buffer) ? 1 : 0;
        }
      }
      if (step instanceof QuantStep.Lstm || step instanceof QuantStep.Gru) {
        state += (long) Short.BYTES * step.channels();
        cells += (long) Short.BYTES * step.channels();
      }
      layers.add(
          new Layer(step.name(), type(step), step.weightBytes(), state, step.macsPerSample()));
    }
    return new Budget(
        "int8",
        layers,
        plan.tableBytes(),
        memory.elements() + cells + (long) Float.BYTES * plan.outputs(),
        Float.BYTES * plan.inputs() + counterBytes(rings, plan.lookAhead()));
  }

  private static boolean isRing(MemoryPlan.Buffer buffer) {
    return buffer.name().matches(".* (ring|line [0-9]+)");
  }

  private static String type(Object step) {
    return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static long counterBytes(int rings, int lookAhead) {
    return (long) Integer.BYTES * (rings + GUARD_COUNTERS + (lookAhead > 0 ? LATE_COUNTERS : 0));
  }

  /** All that is read and never written. */
  public long flashBytes() {
    return tableBytes + layers.stream().mapToLong(Layer::weightBytes).sum();
  }

  /** All that is written. */
  public long ramBytes() {
    return memoryBytes + inputBytes;
  }

  /** Multiply-accumulates of a sample. */
  public long macsPerSample() {
    return layers.stream().mapToLong(Layer::macsPerSample).sum();
  }

  /** One line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d B of constants, %,d B of state and rows, %,d multiply-accumulates a sample; code and"
            + " VM apart",
        flashBytes(),
        ramBytes(),
        macsPerSample());
  }
}
