package dev.footfall.engine.quant;

import dev.footfall.engine.format.Json;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.plan.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan's values were on some windows of real recordings: all that quantising it needs.
 *
 * <p>As JSON, one object for each step but the last:
 *
 * <pre>
 * {"windows": 128, "method": "percentile", "steps": [
 *   {"name": "conv1", "min-max": [0.0, 4.5], "percentile": [0.0, 3.9],
 *    "mean-squared-error": [0.0, 3.4]}, ...]}
 * </pre>
 *
 * An LSTM has a fifth member, {@code cell}: the greatest magnitude of its cells.
 *
 * @param windows how many windows were looked at
 * @param method the method that does best on them
 * @param steps the steps in the order of the plan, without the last one
 */
public record Calibration(int windows, RangeMethod method, List<StepRange> steps) {

  /**
   * What one step wrote.
   *
   * @param name of the step
   * @param ranges by each method
   * @param cell greatest magnitude of the cells of an LSTM, 0 for any other step
   */
  public record StepRange(String name, Map<RangeMethod, Range> ranges, float cell) {

    /** Copies the map. */
    public StepRange {
      ranges = new EnumMap<>(ranges);
      if (ranges.size() != RangeMethod.values().length || !(cell >= 0) || Float.isInfinite(cell)) {
        throw new IllegalArgumentException(
            "calibration: step \"%s\" has %s ranges and cell %s"
                .formatted(name, ranges.size(), cell));
      }
    }

    /** The range by one method. */
    public Range range(RangeMethod method) {
      return ranges.get(method);
    }
  }

  /** Copies the list. */
  public Calibration {
    steps = List.copyOf(steps);
  }

  /**
   * Checks that this was made for a plan.
   *
   * @throws IllegalArgumentException if steps or their names differ
   */
  public void requireFor(Plan plan) {
    List<String> expected =
        plan.steps().subList(0, plan.steps().size() - 1).stream().map(Step::name).toList();
    List<String> found = steps.stream().map(StepRange::name).toList();
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "calibration: made for the steps %s but the plan has %s".formatted(found, expected));
    }
  }

  /**
   * Reads a calibration.
   *
   * @throws IllegalArgumentException if the document is none; one line that names the place
   */
  public static Calibration of(Json json) {
    Json method = json.get("method");
    List<StepRange> steps = new ArrayList<>();
    for (Json step : json.get("steps").elements()) {
      Map<RangeMethod, Range> ranges = new EnumMap<>(RangeMethod.class);
      for (RangeMethod by : RangeMethod.values()) {
        ranges.put(by, range(step.get(by.toString())));
      }
      steps.add(
          new StepRange(
              step.get("name").asString(),
              ranges,
              step.find("cell").map(Calibration::cell).orElse(0f)));
    }
    try {
      return new Calibration(
          json.get("windows").asInt(), RangeMethod.named(method.asString()), steps);
    } catch (IllegalArgumentException e) {
      throw method.problem(e.getMessage());
    }
  }

  private static float cell(Json json) {
    float cell = json.asFloat();
    if (cell < 0) {
      throw json.problem("expected 0 or more but found " + json);
    }
    return cell;
  }

  private static Range range(Json json) {
    float[] ends = json.asFloats();
    if (ends.length != 2 || ends[0] > 0 || ends[1] < 0) {
      throw json.problem("expected the two ends of a range around 0 but found " + json);
    }
    return new Range(ends[0], ends[1]);
  }

  /** The calibration as an object for {@link Json#write}; {@link #of} reads the same from it. */
  public Map<String, Object> json() {
    List<Object> list = new ArrayList<>();
    for (StepRange step : steps) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", step.name());
      step.ranges()
          .forEach((by, range) -> json.put(by.toString(), new float[] {range.min(), range.max()}));
      if (step.cell() > 0) {
        json.put("cell", step.cell());
      }
      list.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("windows", windows);
    json.put("method", method.toString());
    json.put("steps", list);
    return json;
  }
}
