package dev.footfall.grf.report;

import dev.footfall.grf.eval.Agreement;
import dev.footfall.grf.eval.Bootstrap;
import dev.footfall.grf.eval.Bootstrap.Interval;
import dev.footfall.grf.eval.Comparison;
import dev.footfall.grf.eval.Confidence;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.Evaluation.Part;
import dev.footfall.grf.eval.Metrics;
import dev.footfall.grf.eval.StepMetrics;
import dev.footfall.grf.eval.StepMetrics.Deviation;
import dev.footfall.grf.eval.SubjectCalibration.Point;
import dev.footfall.grf.model.Model;
import java.util.Arrays;
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
 * @param evaluation the figures
 * @param against comparisons with other models on the same subjects
 * @param calibration error after some seconds of calibration to each subject, without any first
 */
public record EvaluationReport(
    String modelName,
    Model model,
    String format,
    String data,
    String attribution,
    String scope,
    List<String> warnings,
    Evaluation evaluation,
    List<Comparison> against,
    List<Point> calibration) {

  /** Copies the lists. */
  public EvaluationReport {
    warnings = List.copyOf(warnings);
    against = List.copyOf(against);
    calibration = List.copyOf(calibration);
  }

  /** A table, what it means, and who made the data. */
  public String text() {
    Evaluation e = evaluation;
    TextTable table = metricsTable("");
    row(table, "pooled", e.pooled().whole());
    row(table, "  stance", e.pooled().stance());
    for (Part channel : e.channels()) {
      row(table, channel.name(), channel.whole());
      row(table, "  stance", channel.stance());
    }
    TextTable bySubject = metricsTable("subject");
    for (Part subject : e.bySubject()) {
      row(bySubject, subject.name(), subject.whole());
    }
    TextTable bySpeed = metricsTable("speed");
    for (Part speed : e.bySpeed()) {
      row(bySpeed, speed.name(), speed.whole());
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
    text.append(table).append('\n');
    text.append("Look-ahead: ").append(lookAhead(model)).append("\n\n");
    text.append(confidence()).append('\n');
    text.append(steps(e.pooled().steps())).append('\n');
    text.append(agreement()).append('\n');
    if (!e.bySpeed().isEmpty()) {
      text.append(bySpeed).append('\n');
    }
    text.append(bySubject).append('\n');
    if (!against.isEmpty()) {
      text.append(comparisons()).append('\n');
    }
    if (!calibration.isEmpty()) {
      text.append(calibrations()).append('\n');
    }
    warnings.forEach(warning -> text.append(Paragraph.of("Warning: ", warning)));
    text.append(Paragraph.of("Note: ", model.task().note()));
    text.append(Paragraph.of("Data: ", attribution));
    return text.toString();
  }

  /** The latency of the network itself, in words. */
  static String lookAhead(Model model) {
    int samples = model.network().lookAhead();
    return samples == 0
        ? "0 ms, strictly causal"
        : Figures.fixed(model.lookAheadMs(), 0) + " ms, " + samples + " samples";
  }

  private static TextTable metricsTable(String first) {
    return new TextTable(
        first, "RMSE [N]", "RMSE [BW]", "NRMSE [%]", "MAE [N]", "r", "R2", "samples");
  }

  private static void row(TextTable table, String name, Metrics m) {
    table.row(
        name,
        Figures.fixed(m.rmseN(), 2),
        Figures.fixed(m.rmseBw(), 4),
        Figures.fixed(m.nrmsePercent(), 2),
        Figures.fixed(m.maeN(), 2),
        Figures.fixed(m.r(), 4),
        Figures.fixed(m.r2(), 4),
        Figures.count(m.samples()));
  }

  private String confidence() {
    Interval rmse = evaluation.whole().rmseN();
    Interval r = evaluation.whole().r();
    return Paragraph.of(
        "Confidence: ",
        ("%s %% of %s draws of %s subjects with replacement have a pooled RMSE of %s to %s N and r"
                + " of %s to %s.")
            .formatted(
                Figures.fixed(100 * Bootstrap.LEVEL, 0),
                Figures.count(Bootstrap.RESAMPLES),
                evaluation.subjects(),
                Figures.fixed(rmse.lower(), 1),
                Figures.fixed(rmse.upper(), 1),
                Figures.fixed(r.lower(), 4),
                Figures.fixed(r.upper(), 4)));
  }

  private static TextTable steps(StepMetrics steps) {
    TextTable table =
        new TextTable(Figures.count(steps.steps()) + " whole steps", "bias", "mean absolute");
    row(table, "first peak [%]", steps.firstPeakPercent());
    row(table, "  its time [ms]", steps.firstPeakMs());
    row(table, "second peak [%]", steps.secondPeakPercent());
    row(table, "  its time [ms]", steps.secondPeakMs());
    row(table, "impulse [%]", steps.impulsePercent());
    row(table, "loading rate [%]", steps.loadingRatePercent());
    return table;
  }

  private static void row(TextTable table, String name, Deviation deviation) {
    table.row(name, Figures.fixed(deviation.bias(), 2), Figures.fixed(deviation.absolute(), 2));
  }

  private TextTable agreement() {
    TextTable table = new TextTable("agreement", "bias", "lower limit", "upper limit", "n");
    for (Agreement a : evaluation.agreement()) {
      table.row(
          a.quantity() + " [" + a.unit() + "]",
          Figures.fixed(a.bias(), 2),
          Figures.fixed(a.lower(), 2),
          Figures.fixed(a.upper(), 2),
          Figures.count(a.differences()));
    }
    return table;
  }

  private String comparisons() {
    TextTable table =
        new TextTable(
            "less than", "RMSE [N]", "95 % interval", "better on", "effect", "Wilcoxon p", "t p");
    against.forEach(comparison -> table.row(cells(comparison)));
    return table
        + Paragraph.of(
            "",
            "RMSE of this model less that of the other, mean over subjects; p by Holm's correction"
                + " for "
                + against.size()
                + (against.size() == 1 ? " comparison." : " comparisons."));
  }

  /** A row: the other model, mean and interval, subjects, effect size and both p-values. */
  static String[] cells(Comparison c) {
    return new String[] {
      c.other(),
      Figures.fixed(c.meanN(), 2),
      Figures.fixed(c.interval().lower(), 2) + " to " + Figures.fixed(c.interval().upper(), 2),
      c.better() + " of " + c.subjects(),
      Figures.fixed(c.effect(), 2),
      Figures.fixed(c.wilcoxonHolmP(), 4),
      Figures.fixed(c.tHolmP(), 4)
    };
  }

  private String calibrations() {
    TextTable table =
        new TextTable("calibrated for", "RMSE [N]", "stance [N]", "r", "better on", "samples");
    for (Point point : calibration) {
      table.row(
          Figures.fixed(point.seconds(), 1) + " s",
          Figures.fixed(point.whole().rmseN(), 2),
          Figures.fixed(point.stance().rmseN(), 2),
          Figures.fixed(point.whole().r(), 4),
          point.better() + " of " + evaluation.subjects(),
          Figures.count(point.whole().samples()));
    }
    return table
        + Paragraph.of(
            "",
            "The last layer is refitted to the first seconds of each subject's measured force; the"
                + " error is that behind the longest of the times.");
  }

  /** One object for {@link dev.footfall.engine.format.Json}; what does not exist is null. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", modelName);
    json.put("network", model.network().name());
    json.put("format", format);
    json.put("task", model.task().name());
    json.put("look_ahead_ms", model.lookAheadMs());
    json.put("data", data);
    json.put("scope", scope);
    json.put("subjects", evaluation.subjects());
    json.put("samples", evaluation.samples());
    json.put("warm_up_samples", evaluation.warmUp());
    json.put("stance_threshold_n", evaluation.stanceThresholdN());
    json.put("pooled", part(evaluation.pooled()));
    json.put("channels", evaluation.channels().stream().map(EvaluationReport::part).toList());
    json.put("by_subject", evaluation.bySubject().stream().map(EvaluationReport::part).toList());
    json.put("by_speed", evaluation.bySpeed().stream().map(EvaluationReport::part).toList());
    json.put("confidence", confidenceJson());
    json.put(
        "agreement", evaluation.agreement().stream().map(EvaluationReport::agreement).toList());
    json.put("against", against.stream().map(EvaluationReport::comparison).toList());
    json.put("calibration", calibration.stream().map(EvaluationReport::point).toList());
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
    json.put("steps", stepsJson(part.steps()));
    return json;
  }

  private static Map<String, Object> metrics(Metrics m) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("samples", m.samples());
    json.put("rmse_n", finite(m.rmseN()));
    json.put("rmse_bw", finite(m.rmseBw()));
    json.put("nrmse_percent", finite(m.nrmsePercent()));
    json.put("mae_n", finite(m.maeN()));
    json.put("r", finite(m.r()));
    json.put("r2", finite(m.r2()));
    return json;
  }

  private static Map<String, Object> stepsJson(StepMetrics steps) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("steps", steps.steps());
    json.put("first_peak_percent", deviation(steps.firstPeakPercent()));
    json.put("first_peak_ms", deviation(steps.firstPeakMs()));
    json.put("second_peak_percent", deviation(steps.secondPeakPercent()));
    json.put("second_peak_ms", deviation(steps.secondPeakMs()));
    json.put("impulse_percent", deviation(steps.impulsePercent()));
    json.put("loading_rate_percent", deviation(steps.loadingRatePercent()));
    return json;
  }

  private static Map<String, Object> deviation(Deviation deviation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bias", finite(deviation.bias()));
    json.put("mean_absolute", finite(deviation.absolute()));
    return json;
  }

  private static Map<String, Object> agreement(Agreement a) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("quantity", a.quantity());
    json.put("unit", a.unit());
    json.put("differences", a.differences());
    json.put("bias", finite(a.bias()));
    json.put("sd", finite(a.sd()));
    json.put("lower", finite(a.lower()));
    json.put("upper", finite(a.upper()));
    return json;
  }

  private Map<String, Object> confidenceJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("level", Bootstrap.LEVEL);
    json.put("resamples", Bootstrap.RESAMPLES);
    json.put("seed", Bootstrap.SEED);
    json.put("whole", confidence(evaluation.whole()));
    json.put("stance", confidence(evaluation.stance()));
    return json;
  }

  private static Map<String, Object> confidence(Confidence confidence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rmse_n", interval(confidence.rmseN()));
    json.put("rmse_bw", interval(confidence.rmseBw()));
    json.put("nrmse_percent", interval(confidence.nrmsePercent()));
    json.put("mae_n", interval(confidence.maeN()));
    json.put("r", interval(confidence.r()));
    json.put("r2", interval(confidence.r2()));
    return json;
  }

  private static Map<String, Object> comparison(Comparison c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", c.other());
    json.put("subjects", c.subjects());
    json.put("better_on_subjects", c.better());
    json.put("mean_rmse_difference_n", c.meanN());
    json.put("interval_n", interval(c.interval()));
    json.put("effect_size", finite(c.effect()));
    json.put("rank_biserial", c.rankBiserial());
    json.put("wilcoxon_p", c.wilcoxonP());
    json.put("wilcoxon_p_holm", c.wilcoxonHolmP());
    json.put("t_p", finite(c.tP()));
    json.put("t_p_holm", finite(c.tHolmP()));
    return json;
  }

  private static Map<String, Object> point(Point point) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", point.seconds());
    json.putAll(metrics(point.whole()));
    json.put("stance", metrics(point.stance()));
    json.put("better_on_subjects", point.better());
    return json;
  }

  /** Both ends. */
  private static List<Double> interval(Interval interval) {
    return Arrays.asList(finite(interval.lower()), finite(interval.upper()));
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
