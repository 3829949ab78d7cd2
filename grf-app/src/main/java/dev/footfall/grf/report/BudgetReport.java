package dev.footfall.grf.report;

import dev.footfall.grf.emit.BoardClass;
import dev.footfall.grf.emit.Budget;
import dev.footfall.grf.emit.Core;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network takes of a microcontroller.
 *
 * @param modelName what the report calls the model, its file
 * @param networkName the network
 * @param rateHz samples a second
 * @param board the board that it is meant for; null for none
 */
public record BudgetReport(
    String modelName, String networkName, Budget budget, double rateHz, BoardClass board) {
  /** Energy of a multiply-accumulate, from the published results of MLPerf Tiny. */
  private static final double LEAST_NJ_PER_MAC = 0.25;

  private static final double MOST_NJ_PER_MAC = 0.8;
  private static final double SECONDS_PER_HOUR = 3600;

  /** Whether the board holds the network; true without a board. */
  public boolean fits() {
    return board == null || board.holds(budget);
  }

  /** Layers, total, the board, load and energy. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s in %s, sample by sample at %s Hz\n\n"
            .formatted(modelName, networkName, budget.format(), Figures.fixed(rateHz, 0)));
    text.append(layers()).append('\n');
    for (BoardClass each : board == null ? List.of(BoardClass.values()) : List.of(board)) {
      text.append(fit(each));
    }
    TextTable cores = new TextTable("estimate", "cycles/MAC", "MHz", "load", "at MHz");
    for (Core core : Core.of(budget.format())) {
      cores.row(
          core.title(),
          range(core.leastCyclesPerMac(), core.mostCyclesPerMac(), 1),
          range(
              core.leastCyclesPerMac() * macsPerSecond() / 1e6,
              core.mostCyclesPerMac() * macsPerSecond() / 1e6,
              2),
          range(percent(core, core.leastCyclesPerMac()), percent(core, core.mostCyclesPerMac()), 1)
              + " %",
          Figures.fixed(core.clockMhz(), 0));
    }
    text.append('\n').append(cores);
    text.append(
        "energy: %s J an hour, at %s to %s nJ a multiply-accumulate\n\n"
            .formatted(
                range(joulesPerHour(LEAST_NJ_PER_MAC), joulesPerHour(MOST_NJ_PER_MAC), 2),
                LEAST_NJ_PER_MAC,
                MOST_NJ_PER_MAC));
    text.append(
        Paragraph.of(
            "",
            "Cycles and energy are estimates, from the published results of MLPerf Tiny for native"
                + " code; they do not tell how fast a Java VM is. Flash is all constants, RAM all"
                + " that is written; code and VM come on top, and a VM that cannot read arrays from"
                + " flash keeps the constants in RAM as well."));
    return text.toString();
  }

  /** A row for each layer, and the total. */
  String layers() {
    TextTable layers = new TextTable(2, "layer", "type", "flash [B]", "RAM [B]", "MACs/sample");
    long state = 0;
    for (Budget.Layer layer : budget.layers()) {
      layers.row(
          layer.name(),
          layer.type(),
          Figures.count(layer.weightBytes()),
          Figures.count(layer.stateBytes()),
          Figures.count(layer.macsPerSample()));
      state += layer.stateBytes();
    }
    layers.row("tables of functions", "", Figures.count(budget.tableBytes()), "0", "0");
    layers.row("rows, shared", "", "0", Figures.count(budget.memoryBytes() - state), "0");
    layers.row("held sensor values", "", "0", Figures.count(budget.inputBytes()), "0");
    layers.row(
        "total",
        "",
        Figures.count(budget.flashBytes()),
        Figures.count(budget.ramBytes()),
        Figures.count(budget.macsPerSample()));
    return layers.toString();
  }

  private String fit(BoardClass each) {
    return "class %s: %s; flash %s of %s B, RAM %s of %s B\n"
        .formatted(
            each,
            each.holds(budget) ? "fits" : "exceeded",
            Figures.count(budget.flashBytes()),
            Figures.count(each.flashBytes()),
            Figures.count(budget.ramBytes()),
            Figures.count(each.ramBytes()));
  }

  private static String range(double least, double most, int decimals) {
    return Figures.fixed(least, decimals) + " to " + Figures.fixed(most, decimals);
  }

  private double macsPerSecond() {
    return rateHz * budget.macsPerSample();
  }

  private double percent(Core core, double cyclesPerMac) {
    return 100 * core.load(cyclesPerMac, macsPerSecond());
  }

  private double joulesPerHour(double njPerMac) {
    return 1e-9 * njPerMac * macsPerSecond() * SECONDS_PER_HOUR;
  }

  /** One object for {@link dev.footfall.engine.format.Json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", modelName);
    json.put("network", networkName);
    json.put("rate_hz", rateHz);
    json.putAll(budgetJson());
    json.put("class", board == null ? null : board.toString());
    json.put("fits", fits());
    Map<String, Object> classes = new LinkedHashMap<>();
    for (BoardClass each : BoardClass.values()) {
      classes.put(each.toString(), each.holds(budget));
    }
    json.put("classes", classes);
    List<Map<String, Object>> estimates = new ArrayList<>();
    for (Core core : Core.of(budget.format())) {
      Map<String, Object> estimate = new LinkedHashMap<>();
      estimate.put("core", core.title());
      estimate.put("clock_mhz", core.clockMhz());
      estimate.put("least_load_percent", percent(core, core.leastCyclesPerMac()));
      estimate.put("most_load_percent", percent(core, core.mostCyclesPerMac()));
      estimates.add(estimate);
    }
    json.put("estimates", estimates);
    json.put("least_energy_j_per_hour", joulesPerHour(LEAST_NJ_PER_MAC));
    json.put("most_energy_j_per_hour", joulesPerHour(MOST_NJ_PER_MAC));
    return json;
  }

  /** What does not depend on board and rate. */
  Map<String, Object> budgetJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", budget.format());
    json.put("flash_bytes", budget.flashBytes());
    json.put("ram_bytes", budget.ramBytes());
    json.put("macs_per_sample", budget.macsPerSample());
    json.put("table_bytes", budget.tableBytes());
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Budget.Layer layer : budget.layers()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", layer.name());
      entry.put("type", layer.type());
      entry.put("flash_bytes", layer.weightBytes());
      entry.put("state_bytes", layer.stateBytes());
      entry.put("macs_per_sample", layer.macsPerSample());
      layers.add(entry);
    }
    json.put("layers", layers);
    return json;
  }
}
