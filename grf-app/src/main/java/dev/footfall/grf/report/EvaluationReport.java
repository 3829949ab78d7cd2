package dev.footfall.grf.report;

import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.Evaluation.Part;
import dev.footfall.grf.eval.Metrics;
import dev.footfall.grf.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An evaluation for a person and for a program, never without what it was made on.
 *
 * @param modelName what the report calls the model, its file
 * @param format the numbers that it was run in, {@code float32} or {@code int8}
 * @param data name of the recordings
 * @param attribution who made them
 * @param scope which subjects, {@code test fold 0} or {@code all subjects}
 * @param warnings what a reader must know before quoting a figure, one line each
 */
public record EvaluationReport(
    String modelName,
    Model model,
    String format,
    String data,
    String attribution,
    String scope,
    List<String> warnings,
    Evaluation evaluation) {

  /** Copies the list. */
  public EvaluationReport {
    warnings = List.copyOf(warnings);
  }

  /** A table, what it means, and who made the data. */
  public String text() {
    Evaluation e = evaluation;
    TextTable table = new TextTable("", "RMSE [N]", "NRMSE [%]", "MAE [N]", "r", "R2", "samples");
    row(table, "pooled", e.pooled().whole());
    row(table, "  stance", e.pooled().stance());
    for (Part channel : e.channels()) {
      row(table, channel.name(), channel.whole());
      row(table, "  stance", channel.stance());
    }
    TextTable bySubject =
        new TextTable("subject", "RMSE [N]", "NRMSE [%]", "MAE [N]", "r", "R2", "samples");
    for (Part subject : e.bySubject()) {
      row(bySubject, subject.name(), subject.whole());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s in %s for %s, %s of %s\n"
            .formatted(
                modelName, model.network().name(), format, model.task().name(), scope, data));
    text.append(
        "%d %s, %s samples; the first %d of each recording are left out; stance is from %s N\n\n"
            .formatted(
                e.subjects(),
                e.subjects() == 1 ? "subject" : "subjects",
                Figures.count(e.samples()),
                e.warmUp(),
                Figures.fixed(e.stanceThresholdN(), 0)));
    text.append(table).append('\n').append(bySubject).append('\n');
    warnings.forEach(warning -> text.append(Paragraph.of("Warning: ", warning)));
    text.append(Paragraph.of("Note: ", model.task().note()));
    text.append(Paragraph.of("Data: ", attribution));
    return text.toString();
  }

  private static void row(TextTable table, String name, Metrics m) {
    table.row(
        name,
        Figures.fixed(m.rmseN(), 2),
        Figures.fixed(m.nrmsePercent(), 2),
        Figures.fixed(m.maeN(), 2),
        Figures.fixed(m.r(), 4),
        Figures.fixed(m.r2(), 4),
        Figures.count(m.samples()));
  }

  /** One object for {@link dev.footfall.engine.format.Json}; what does not exist is null. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", modelName);
    json.put("network", model.network().name());
    json.put("format", format);
    json.put("task", model.task().name());
    json.put("data", data);
    json.put("scope", scope);
    json.put("subjects", evaluation.subjects());
    json.put("samples", evaluation.samples());
    json.put("warm_up_samples", evaluation.warmUp());
    json.put("stance_threshold_n", evaluation.stanceThresholdN());
    json.put("pooled", part(evaluation.pooled()));
    json.put("channels", evaluation.channels().stream().map(EvaluationReport::part).toList());
    json.put("by_subject", evaluation.bySubject().stream().map(EvaluationReport::part).toList());
    json.put("warnings", warnings);
    json.put("note", model.task().note());
    json.put("attribution", attribution);
    return json;
  }

  private static Map<String, Object> part(Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", part.name());
    json.putAll(metrics(part.whole()));
    json.put("stance", metrics(part.stance()));
    return json;
  }

  private static Map<String, Object> metrics(Metrics m) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("samples", m.samples());
    json.put("rmse_n", finite(m.rmseN()));
    json.put("nrmse_percent", finite(m.nrmsePercent()));
    json.put("mae_n", finite(m.maeN()));
    json.put("r", finite(m.r()));
    json.put("r2", finite(m.r2()));
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
