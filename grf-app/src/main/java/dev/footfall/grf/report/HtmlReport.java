package dev.footfall.grf.report;

import dev.footfall.grf.data.Repairs;
import dev.footfall.grf.eval.Agreement;
import dev.footfall.grf.eval.Bootstrap;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.Evaluation.Part;
import dev.footfall.grf.eval.GaitCycle;
import dev.footfall.grf.eval.Metrics;
import dev.footfall.grf.eval.Step;
import dev.footfall.grf.eval.StepMetrics;
import dev.footfall.grf.eval.StepMetrics.Deviation;
import dev.footfall.grf.eval.SubjectCalibration.Point;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.signal.Interval;
import dev.footfall.grf.signal.StanceDetector;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * An evaluation as one page of HTML: no script, nothing fetched, light and dark, fit to print. The
 * same evaluation gives the same bytes.
 *
 * @param report what the page shows
 * @param traces recordings to show curves of, the typical one first
 * @param repairs what was mended in the recordings of two devices, by the name of the recording
 */
public record HtmlReport(
    EvaluationReport report, List<Trace> traces, SortedMap<String, Repairs> repairs) {
  private static final double CHART_HEIGHT = 250;
  private static final double EXCERPT_S = 4;
  private static final double EXCERPT_FROM_S = 5;
  private static final int MOST_DOTS = 3000;

  /** Copies the list and the map. */
  public HtmlReport {
    traces = List.copyOf(traces);
    repairs = Collections.unmodifiableSortedMap(new TreeMap<>(repairs));
  }

  /** The subject in the middle and the one with the greatest error, by RMSE; one if both are. */
  public static List<String> shownSubjects(Evaluation evaluation) {
    List<String> byError =
        evaluation.bySubject().stream()
            .filter(part -> part.whole().samples() > 0)
            .sorted(Comparator.comparingDouble(part -> part.whole().rmseN()))
            .map(Part::name)
            .toList();
    return List.of(byError.get((byError.size() - 1) / 2), byError.getLast()).stream()
        .distinct()
        .toList();
  }

  /** The page. */
  public String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<title>").append(Markup.text(title())).append("</title>\n");
    page.append("<style>\n").append(HtmlStyle.CSS).append("</style>\n</head>\n<body>\n<main>\n");
    header(page);
    summary(page);
    curves(page);
    cycles(page);
    agreement(page);
    groups(page);
    calibration(page);
    comparison(page);
    pressure(page);
    provenance(page);
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private String title() {
    return "Force from an insole: " + report.model().network().name() + " on " + task();
  }

  private String task() {
    return report.model().task().name();
  }

  private Evaluation evaluation() {
    return report.evaluation();
  }

  private void header(StringBuilder page) {
    Evaluation e = evaluation();
    page.append("<header>\n<h1>").append(Markup.text(title())).append("</h1>\n<p class=\"lead\">");
    page.append(
        Markup.text(
            "%s, %s of %s: %d %s, %s samples. The first %d samples of each recording are left out; stance is from %s N."
                .formatted(
                    report.modelName(),
                    report.scope(),
                    report.data(),
                    e.subjects(),
                    e.subjects() == 1 ? "subject" : "subjects",
                    Figures.count(e.samples()),
                    e.warmUp(),
                    Figures.fixed(e.stanceThresholdN(), 0))));
    page.append("</p>\n");
    for (String warning : report.warnings()) {
      page.append("<p class=\"warning\"><strong>Warning.</strong> ");
      page.append(Markup.text(warning)).append("</p>\n");
    }
    page.append("<p class=\"note\">").append(Markup.text(report.model().task().note()));
    page.append("</p>\n</header>\n");
  }

  private void summary(StringBuilder page) {
    Evaluation e = evaluation();
    Metrics pooled = e.pooled().whole();
    Bootstrap.Interval rmse = e.whole().rmseN();
    StepMetrics steps = e.pooled().steps();
    page.append("<section>\n<h2>Summary</h2>\n<div class=\"tiles\">\n");
    tile(
        page,
        "RMSE",
        Figures.fixed(pooled.rmseN(), 1) + " N",
        "95 % interval over subjects "
            + Figures.fixed(rmse.lower(), 1)
            + " to "
            + Figures.fixed(rmse.upper(), 1));
    if (Double.isFinite(pooled.rmseBw())) {
      tile(
          page,
          "RMSE",
          Figures.fixed(pooled.rmseBw(), 3) + " BW",
          "of the subjects whose mass is known");
    }
    tile(
        page,
        "Correlation",
        Figures.fixed(pooled.r(), 3),
        "during stance alone " + Figures.fixed(e.pooled().stance().r(), 3));
    tile(
        page,
        "First peak",
        Figures.fixed(steps.firstPeakPercent().absolute(), 1) + " %",
        "mean absolute error of " + Figures.count(steps.steps()) + " steps");
    page.append("</div>\n");
    metricsTable(page);
    page.append("<div class=\"pair\">\n");
    stepsTable(page, steps);
    agreementTable(page);
    page.append("</div>\n</section>\n");
  }

  private static void tile(StringBuilder page, String name, String value, String more) {
    page.append("<div class=\"tile\"><span>").append(Markup.text(name)).append("</span><strong>");
    page.append(Markup.text(value)).append("</strong><small>").append(Markup.text(more));
    page.append("</small></div>\n");
  }

  private void metricsTable(StringBuilder page) {
    Table table =
        new Table(
            "Error over whole recordings and over stance alone",
            "",
            "RMSE [N]",
            "RMSE [BW]",
            "NRMSE [%]",
            "MAE [N]",
            "r",
            "R\u00b2",
            "samples");
    row(table, "all channels", evaluation().pooled().whole());
    row(table, "\u2003stance", evaluation().pooled().stance());
    for (Part channel : evaluation().channels()) {
      row(table, channel.name(), channel.whole());
      row(table, "\u2003stance", channel.stance());
    }
    page.append(table.html());
  }

  private static void row(Table table, String name, Metrics m) {
    table.row(
        name,
        Figures.fixed(m.rmseN(), 1),
        Figures.fixed(m.rmseBw(), 3),
        Figures.fixed(m.nrmsePercent(), 2),
        Figures.fixed(m.maeN(), 1),
        Figures.fixed(m.r(), 4),
        Figures.fixed(m.r2(), 4),
        Figures.count(m.samples()));
  }

  private static void stepsTable(StringBuilder page, StepMetrics steps) {
    Table table =
        new Table(
            Figures.count(steps.steps()) + " whole steps: estimated minus measured",
            "",
            "bias",
            "mean absolute");
    row(table, "first peak [%]", steps.firstPeakPercent());
    row(table, "\u2003its time [ms]", steps.firstPeakMs());
    row(table, "second peak [%]", steps.secondPeakPercent());
    row(table, "\u2003its time [ms]", steps.secondPeakMs());
    row(table, "impulse [%]", steps.impulsePercent());
    row(table, "loading rate [%]", steps.loadingRatePercent());
    page.append(table.html());
  }

  private static void row(Table table, String name, Deviation deviation) {
    table.row(name, Figures.fixed(deviation.bias(), 1), Figures.fixed(deviation.absolute(), 1));
  }

  private void agreementTable(StringBuilder page) {
    Table table =
        new Table("Limits of agreement, 95 % of differences", "", "bias", "lower", "upper", "n");
    for (Agreement a : evaluation().agreement()) {
      table.row(
          a.quantity() + " [" + a.unit() + "]",
          Figures.fixed(a.bias(), 1),
          Figures.fixed(a.lower(), 1),
          Figures.fixed(a.upper(), 1),
          Figures.count(a.differences()));
    }
    page.append(table.html());
  }

  private void curves(StringBuilder page) {
    page.append("<section>\n<h2>Force over time</h2>\n");
    page.append(
        legend("measured", "Measured", "estimated", "Estimated", "shaded", "Stance, as measured"));
    for (Trace trace : traces) {
      page.append("<h3>")
          .append(Markup.text(trace.title() + ": " + trace.recording().name()))
          .append("</h3>\n<div class=\"pair\">\n");
      List<String> channels = report.model().task().targets();
      float[][] truth = report.model().task().targets(trace.recording());
      for (int k = 0; k < channels.size(); k++) {
        page.append("<figure>").append(curve(trace, channels.get(k), k, truth[k]));
        page.append("<figcaption>").append(Markup.text(channels.get(k)));
        page.append("</figcaption></figure>\n");
      }
      page.append("</div>\n");
    }
    page.append("</section>\n");
  }

  private String curve(Trace trace, String channel, int k, float[] truth) {
    double rateHz = trace.recording().samplingRateHz();
    int length = Math.min(truth.length, (int) Math.round(EXCERPT_S * rateHz));
    int from = Math.clamp((int) Math.round(EXCERPT_FROM_S * rateHz), 0, truth.length - length);
    double[] time = new double[length];
    double[] measured = new double[length];
    double[] estimated = new double[length];
    for (int i = 0; i < length; i++) {
      time[i] = (from + i) / rateHz;
      measured[i] = truth[from + i];
      estimated[i] = trace.estimateN()[k * truth.length + from + i];
    }
    double low = Math.min(min(measured), min(estimated));
    double high = Math.max(max(measured), max(estimated));
    double margin = Math.max(1, 0.05 * (high - low));
    Chart chart =
        new Chart(
            new Chart.Axis("time [s]", time[0], time[length - 1]),
            new Chart.Axis("force [N]", low - margin, high + margin),
            CHART_HEIGHT);
    StanceDetector detector = StanceDetector.ofSteps(evaluation().stanceThresholdN());
    for (Interval stance : detector.wholeStances(truth, rateHz)) {
      double start = Math.max(time[0], stance.from() / rateHz);
      double end = Math.min(time[length - 1], stance.to() / rateHz);
      if (start < end) {
        chart.shade(start, end);
      }
    }
    chart.line("measured", time, measured).line("estimated", time, estimated);
    return chart.svg(
        channel + " of " + trace.recording().name(),
        "Measured and estimated force over %s s; the measured one reaches %s N, the estimated one %s N"
            .formatted(
                Figures.fixed(length / rateHz, 0),
                Figures.fixed(max(measured), 0),
                Figures.fixed(max(estimated), 0)));
  }

  private void cycles(StringBuilder page) {
    List<GaitCycle> cycles =
        evaluation().cycles().stream().filter(cycle -> cycle.strides() > 1).toList();
    if (cycles.isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Error over the gait cycle</h2>\n");
    page.append(
        "<p>From one heel strike of a foot to its next: mean of estimated minus measured over all"
            + " strides, and one standard deviation to either side.</p>\n");
    page.append(legend("estimated", "Mean error", "banded", "Mean \u00b1 1 SD"));
    page.append("<div class=\"pair\">\n");
    double reach = 1;
    for (GaitCycle cycle : cycles) {
      for (int p = 0; p < GaitCycle.POINTS; p++) {
        reach = Math.max(reach, Math.abs(cycle.errorN()[p]) + cycle.sdN()[p]);
      }
    }
    double[] percent = IntStream.range(0, GaitCycle.POINTS).asDoubleStream().toArray();
    for (GaitCycle cycle : cycles) {
      double[] low = new double[GaitCycle.POINTS];
      double[] high = new double[GaitCycle.POINTS];
      for (int p = 0; p < GaitCycle.POINTS; p++) {
        low[p] = cycle.errorN()[p] - cycle.sdN()[p];
        high[p] = cycle.errorN()[p] + cycle.sdN()[p];
      }
      Chart chart =
          new Chart(
              new Chart.Axis("gait cycle [%]", 0, 100),
              new Chart.Axis("error [N]", -1.05 * reach, 1.05 * reach),
              CHART_HEIGHT);
      chart.band("band", percent, low, high).level("zero", 0, "");
      chart.line("estimated", percent, cycle.errorN());
      page.append("<figure>")
          .append(
              chart.svg(
                  "Error of " + cycle.channel() + " over the gait cycle",
                  "Mean between %s and %s N, standard deviation up to %s N"
                      .formatted(
                          Figures.fixed(min(cycle.errorN()), 0),
                          Figures.fixed(max(cycle.errorN()), 0),
                          Figures.fixed(max(cycle.sdN()), 0))));
      page.append("<figcaption>")
          .append(
              Markup.text(cycle.channel() + ", " + Figures.count(cycle.strides()) + " strides"));
      page.append("</figcaption></figure>\n");
    }
    page.append("</div>\n</section>\n");
  }

  private void agreement(StringBuilder page) {
    if (evaluation().steps().size() < 2) {
      return;
    }
    page.append("<section>\n<h2>Agreement of peaks</h2>\n");
    page.append(
        "<p>Bland and Altman's plot: each dot is a step. The limits hold 95 % of the differences"
            + " of one more step of one more subject, as several steps of one subject are not"
            + " independent.</p>\n<div class=\"pair\">\n");
    peaks(page, evaluation().agreement().get(1), Step.Shape::firstPeakN);
    peaks(page, evaluation().agreement().get(2), Step.Shape::secondPeakN);
    page.append("</div>\n</section>\n");
  }

  private void peaks(StringBuilder page, Agreement agreement, ToDoubleFunction<Step.Shape> peakN) {
    List<Step> all = evaluation().steps();
    int hop = (all.size() + MOST_DOTS - 1) / MOST_DOTS;
    List<Step> shown =
        IntStream.range(0, all.size()).filter(i -> i % hop == 0).mapToObj(all::get).toList();
    double[] mean = new double[shown.size()];
    double[] difference = new double[shown.size()];
    for (int i = 0; i < mean.length; i++) {
      double measured = peakN.applyAsDouble(shown.get(i).measured());
      double estimated = peakN.applyAsDouble(shown.get(i).estimated());
      mean[i] = (measured + estimated) / 2;
      difference[i] = estimated - measured;
    }
    double low = Math.min(min(difference), agreement.lower());
    double high = Math.max(max(difference), agreement.upper());
    double margin = Math.max(1, 0.08 * (high - low));
    double side = Math.max(1, 0.03 * (max(mean) - min(mean)));
    Chart chart =
        new Chart(
            new Chart.Axis("mean of both [N]", min(mean) - side, max(mean) + side),
            new Chart.Axis("estimated \u2212 measured [N]", low - margin, high + margin),
            CHART_HEIGHT);
    chart.dots("dot", mean, difference);
    chart.level("limit", agreement.upper(), "+1.96 SD: " + Figures.fixed(agreement.upper(), 0));
    chart.level("bias", agreement.bias(), "bias: " + Figures.fixed(agreement.bias(), 0));
    chart.level(
        "limit", agreement.lower(), "\u22121.96 SD: " + Figures.fixed(agreement.lower(), 0));
    page.append("<figure>")
        .append(
            chart.svg(
                "Agreement of the " + agreement.quantity(),
                "%s steps; bias %s N, limits of agreement %s to %s N"
                    .formatted(
                        Figures.count(shown.size()),
                        Figures.fixed(agreement.bias(), 0),
                        Figures.fixed(agreement.lower(), 0),
                        Figures.fixed(agreement.upper(), 0))));
    page.append("<figcaption>")
        .append(Markup.text(agreement.quantity() + ", " + Figures.count(shown.size())))
        .append(
            shown.size() < all.size() ? " of " + Figures.count(all.size()) + " steps" : " steps");
    page.append("</figcaption></figure>\n");
  }

  private void groups(StringBuilder page) {
    page.append("<section>\n<h2>Error by subject and speed</h2>\n<div class=\"pair\">\n");
    bars(page, "RMSE by subject, the greatest first", sorted(evaluation().bySubject()));
    if (!evaluation().bySpeed().isEmpty()) {
      bars(page, "RMSE by walking speed", evaluation().bySpeed());
    }
    page.append("</div>\n</section>\n");
  }

  private static List<Part> sorted(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.whole().samples() > 0)
        .sorted(Comparator.comparingDouble((Part part) -> -part.whole().rmseN()))
        .toList();
  }

  /** A table whose bars are as long as the errors are great: it needs no picture to be read. */
  private static void bars(StringBuilder page, String caption, List<Part> parts) {
    double greatest = parts.stream().mapToDouble(part -> part.whole().rmseN()).max().orElse(1);
    page.append("<div class=\"scroll\"><table class=\"bars\"><caption>");
    page.append(Markup.text(caption));
    page.append("</caption><thead><tr><th></th><th>N</th><th>BW</th><th></th></tr></thead><tbody>");
    for (Part part : parts) {
      Metrics m = part.whole();
      page.append(
          "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"bar\"><span style=\"width:%s%%\"></span></td></tr>\n"
              .formatted(
                  Markup.text(part.name()),
                  Figures.fixed(m.rmseN(), 1),
                  Figures.fixed(m.rmseBw(), 3),
                  Figures.fixed(100 * m.rmseN() / Math.max(greatest, Double.MIN_NORMAL), 1)));
    }
    page.append("</tbody></table></div>\n");
  }

  private void calibration(StringBuilder page) {
    List<Point> points = report.calibration();
    if (points.isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Calibration to a subject</h2>\n");
    page.append(
        "<p>The last layer is refitted to the first seconds of each subject's measured force. The"
            + " error is that behind the longest of the times, which no fit has seen.</p>\n");
    page.append("<div class=\"pair\">\n");
    double[] seconds = points.stream().mapToDouble(Point::seconds).toArray();
    double[] rmseN = points.stream().mapToDouble(point -> point.whole().rmseN()).toArray();
    Chart chart =
        new Chart(
            new Chart.Axis("measured force [s]", 0, 1.04 * max(seconds)),
            new Chart.Axis("RMSE [N]", 0, Math.max(1, 1.1 * max(rmseN))),
            CHART_HEIGHT);
    chart.line("estimated", seconds, rmseN).dots("point", seconds, rmseN);
    page.append("<figure>")
        .append(
            chart.svg(
                "Error after calibration",
                "RMSE %s N without and %s N after %s s"
                    .formatted(
                        Figures.fixed(rmseN[0], 1),
                        Figures.fixed(rmseN[rmseN.length - 1], 1),
                        Figures.fixed(max(seconds), 0))))
        .append("</figure>\n");
    Table table =
        new Table(
            "Error on the rest", "calibrated for", "RMSE [N]", "stance [N]", "r", "better on");
    for (Point point : points) {
      table.row(
          Figures.fixed(point.seconds(), 1) + " s",
          Figures.fixed(point.whole().rmseN(), 1),
          Figures.fixed(point.stance().rmseN(), 1),
          Figures.fixed(point.whole().r(), 4),
          point.better() + " of " + evaluation().subjects());
    }
    page.append(table.html()).append("</div>\n</section>\n");
  }

  private void comparison(StringBuilder page) {
    if (report.against().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Against other models</h2>\n");
    Table table =
        new Table(
            "RMSE of this model less that of the other, over subjects; p by Holm's correction",
            "other",
            "mean [N]",
            "95 % interval",
            "better on",
            "effect",
            "Wilcoxon p",
            "t p");
    report.against().forEach(comparison -> table.row(EvaluationReport.cells(comparison)));
    page.append(table.html()).append("</section>\n");
  }

  private void pressure(StringBuilder page) {
    List<Trace> shown = traces.stream().filter(trace -> trace.layout().isPresent()).toList();
    if (shown.isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Under the feet</h2>\n<p>Mean of each cell during stance ");
    page.append(
        shown.getFirst().layout().orElseThrow().isGrid()
            ? "by its shade"
            : "by the area of its disc; the cells that the model sees have a ring");
    page.append(
        ". The line is the mean path of the centre of pressure, from the heel up, over those of"
            + " single steps.</p>\n<div class=\"pair\">\n");
    for (Trace trace : shown) {
      page.append("<figure>");
      page.append(
          new PressurePicture(
                  trace.layout().orElseThrow(), trace.recording(), report.model().task())
              .svg());
      page.append("<figcaption>")
          .append(Markup.text(trace.title() + ": " + trace.recording().name()));
      page.append("</figcaption></figure>\n");
    }
    page.append("</div>\n</section>\n");
  }

  private void provenance(StringBuilder page) {
    Provenance p = report.model().provenance();
    page.append("<section>\n<h2>Where it comes from</h2>\n<dl>\n");
    entry(page, "Model", report.modelName());
    entry(
        page,
        "Network",
        report.model().network().name()
            + ", "
            + Figures.count(report.model().network().parameterCount())
            + " parameters");
    entry(page, "Numbers", report.format());
    entry(page, "Look-ahead", EvaluationReport.lookAhead(report.model()));
    entry(page, "Trained with", p.method() + ", seed " + p.seed() + ", epoch " + p.bestEpoch());
    entry(page, "Trained on", p.data() + ", without test " + p.split().protocol());
    entry(page, "Digest of the data", p.dataDigest());
    entry(page, "Validation RMSE", Figures.fixed(p.validationRmseN(), 1) + " N");
    entry(page, "Evaluated on", report.data() + ", " + report.scope());
    entry(page, "Data", report.attribution());
    entry(page, "Footfall", p.version());
    page.append("</dl>\n");
    repairs(page);
    page.append("</section>\n");
  }

  private void repairs(StringBuilder page) {
    if (repairs.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            "Filled in recordings of two devices, and how far their clocks were apart",
            "recording",
            "insole frames",
            "force samples",
            "single values",
            "offset [s]",
            "drift [ppm]");
    repairs.forEach(
        (recording, r) ->
            table.row(
                recording,
                Figures.count(r.filledInsoleFrames()),
                Figures.count(r.filledForceSamples()),
                Figures.count(r.filledValues()),
                Figures.fixed(r.offsetS(), 3),
                Figures.fixed(r.driftPpm(), 0)));
    page.append(table.html());
  }

  private static void entry(StringBuilder page, String name, String value) {
    page.append("<dt>").append(Markup.text(name)).append("</dt><dd>");
    page.append(Markup.text(value)).append("</dd>\n");
  }

  /** Pairs of a style and what it stands for. */
  private static String legend(String... pairs) {
    StringBuilder legend = new StringBuilder("<p class=\"legend\">");
    for (int i = 0; i < pairs.length; i += 2) {
      legend.append("<span><i class=\"key ").append(pairs[i]).append("\"></i>");
      legend.append(Markup.text(pairs[i + 1])).append("</span> ");
    }
    return legend.append("</p>\n").toString();
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  /** A table of numbers with a name for each row. */
  private static final class Table {
    private final StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><caption>");

    Table(String caption, String... header) {
      html.append(Markup.text(caption)).append("</caption><thead><tr>");
      for (String cell : header) {
        html.append("<th>").append(Markup.text(cell)).append("</th>");
      }
      html.append("</tr></thead><tbody>");
    }

    /** Adds a row whose first cell is its name. */
    void row(String... cells) {
      html.append("<tr><th scope=\"row\">").append(Markup.text(cells[0])).append("</th>");
      for (int i = 1; i < cells.length; i++) {
        html.append("<td>").append(Markup.text(cells[i])).append("</td>");
      }
      html.append("</tr>");
    }

    String html() {
      return html + "</tbody></table></div>\n";
    }
  }
}
