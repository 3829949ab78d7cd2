package dev.footfall.grf.report;

import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.grf.emit.Budget;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.model.SequenceNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is made of and where it comes from.
 *
 * @param modelName what the report calls the model, its file
 * @param kernel what runs it sample by sample; null where the network looks ahead in time
 * @param budgets what it takes of a board, in each format; none where there is no kernel
 */
public record ModelReport(
    String modelName, Model model, StudentKernel kernel, List<Budget> budgets) {
  private static final int SHOWN_CHANNELS = 8;

  /** Layers, totals, task, normalisation, provenance and the budget of the kernel. */
  public String text() {
    SequenceNetwork network = model.network();
    TextTable layers = new TextTable(2, "layer", "type", "parameters", "MACs/sample");
    for (SequenceNetwork.Layer layer : network.layers()) {
      layers.row(
          layer.name(),
          layer.type(),
          Figures.count(layer.parameters()),
          Figures.count(layer.macsPerSample()));
    }
    layers.row(
        "total",
        "",
        Figures.count(network.parameterCount()),
        Figures.count(network.macsPerSample()));
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s, %d inputs to %d outputs\n\n"
            .formatted(modelName, network.name(), network.inputs(), network.outputs()));
    text.append(layers).append('\n');
    fields(text, "task", taskFields());
    text.append('\n').append(normalisation()).append('\n');
    fields(text, "provenance", provenanceFields());
    text.append('\n');
    text.append("look-ahead: ").append(EvaluationReport.lookAhead(model)).append('\n');
    if (kernel == null) {
      text.append("streaming: no; the network looks ahead in time and needs whole recordings\n");
    } else {
      fields(text, "streaming", streamingFields());
      for (Budget budget : budgets) {
        text.append("\nbudget, ").append(budget.format()).append('\n');
        text.append(report(budget).layers().indent(2));
      }
    }
    return text.toString();
  }

  private BudgetReport report(Budget budget) {
    double rateHz = model.task().samplingRateHz();
    return new BudgetReport(modelName, model.network().name(), budget, rateHz, null);
  }

  private Map<String, String> taskFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", model.task().name());
    fields.put("rate", Figures.fixed(model.task().samplingRateHz(), 0) + " Hz");
    fields.put("inputs", abbreviated(model.task().inputs()) + " in " + model.task().inputUnit());
    fields.put("targets", String.join(", ", model.task().targets()) + " in N");
    fields.put("note", model.task().note());
    return fields;
  }

  private static String abbreviated(List<String> names) {
    return names.size() <= SHOWN_CHANNELS
        ? String.join(", ", names)
        : names.getFirst() + " to " + names.getLast() + " (" + names.size() + ")";
  }

  private String normalisation() {
    float[] mean = model.normalisation().inputMean();
    float[] std = model.normalisation().inputStd();
    float[] scale = model.normalisation().targetScale();
    TextTable table = new TextTable("normalisation", "mean", "std", "unit");
    int shown = mean.length <= SHOWN_CHANNELS ? mean.length : 2;
    for (int c = 0; c < shown; c++) {
      table.row(
          "  " + model.task().inputs().get(c),
          Figures.fixed(mean[c], 2),
          Figures.fixed(std[c], 2),
          model.task().inputUnit().symbol());
    }
    if (shown < mean.length) {
      table.row("  ... " + mean.length + " inputs", "", "", "");
    }
    for (int k = 0; k < scale.length; k++) {
      table.row("  " + model.task().targets().get(k), "0.00", Figures.fixed(scale[k], 2), "N");
    }
    return table.toString();
  }

  private Map<String, String> provenanceFields() {
    Provenance p = model.provenance();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", p.version());
    fields.put("data", p.data());
    fields.put("digest", p.dataDigest());
    fields.put("made by", p.attribution());
    fields.put("test " + p.split().protocol().kind(), p.split().protocol().part());
    fields.put("seed", String.valueOf(p.seed()));
    fields.put("epochs", p.epochs() + ", the best was " + p.bestEpoch());
    fields.put("validation", Figures.fixed(p.validationRmseN(), 2) + " N RMSE");
    fields.put("method", p.method());
    fields.put("teacher", p.teacher().isEmpty() ? "none" : p.teacher());
    return fields;
  }

  private Map<String, String> streamingFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("weights", Figures.count(kernel.weightBytes()) + " B");
    fields.put("state", Figures.count(kernel.stateBytes()) + " B");
    fields.put(
        "looks at",
        recurrent() ? "all samples so far" : kernel.plan().receptiveField() + " samples");
    return fields;
  }

  private boolean recurrent() {
    return kernel.plan().receptiveField() == Integer.MAX_VALUE;
  }

  private static void fields(StringBuilder text, String title, Map<String, String> fields) {
    text.append(title).append('\n');
    fields.forEach((name, value) -> text.append(Paragraph.of("  %-11s".formatted(name), value)));
  }

  /** One object for {@link dev.footfall.engine.format.Json}. */
  public Map<String, Object> json() {
    SequenceNetwork network = model.network();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", modelName);
    json.put("network", network.name());
    json.put("inputs", network.inputs());
    json.put("outputs", network.outputs());
    json.put("parameters", network.parameterCount());
    json.put("macs_per_sample", network.macsPerSample());
    json.put("look_ahead_ms", model.lookAheadMs());
    json.put("layers", layersJson());
    json.put("task", taskJson());
    json.put("normalisation", normalisationJson());
    json.put("provenance", provenanceJson());
    json.put("streaming", kernel == null ? null : streamingJson());
    json.put("budgets", budgets.stream().map(budget -> report(budget).budgetJson()).toList());
    return json;
  }

  private List<Map<String, Object>> layersJson() {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (SequenceNetwork.Layer layer : model.network().layers()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", layer.name());
      json.put("type", layer.type());
      json.put("parameters", layer.parameters());
      json.put("macs_per_sample", layer.macsPerSample());
      layers.add(json);
    }
    return layers;
  }

  private Map<String, Object> taskJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", model.task().name());
    json.put("sampling_rate_hz", model.task().samplingRateHz());
    json.put("inputs", model.task().inputs());
    json.put("input_unit", model.task().inputUnit().symbol());
    json.put("targets", model.task().targets());
    json.put("note", model.task().note());
    return json;
  }

  private Map<String, Object> normalisationJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("input_mean", model.normalisation().inputMean());
    json.put("input_std", model.normalisation().inputStd());
    json.put("target_scale_n", model.normalisation().targetScale());
    return json;
  }

  private Map<String, Object> provenanceJson() {
    Provenance p = model.provenance();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", p.version());
    json.put("data", p.data());
    json.put("data_digest", p.dataDigest());
    json.put("attribution", p.attribution());
    json.put("fold", p.fold());
    json.put("protocol", p.split().protocol().toString());
    json.put("training_subjects", p.split().training());
    json.put("validation_subjects", p.split().validation());
    json.put("test_subjects", p.split().test());
    json.put("seed", p.seed());
    json.put("epochs", p.epochs());
    json.put("best_epoch", p.bestEpoch());
    json.put("validation_rmse_n", p.validationRmseN());
    json.put("method", p.method());
    json.put("teacher", p.teacher());
    return json;
  }

  private Map<String, Object> streamingJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("weight_bytes", kernel.weightBytes());
    json.put("state_bytes", kernel.stateBytes());
    json.put("receptive_field_samples", recurrent() ? null : kernel.plan().receptiveField());
    return json;
  }
}
