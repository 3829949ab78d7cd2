package dev.footfall.grf.report;

import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.SensorLayout;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.eval.Evaluator;
import dev.footfall.grf.signal.Interval;
import dev.footfall.grf.signal.StanceDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Both insoles from above, toes up: the mean of each cell during stance, and the path of the centre
 * of pressure, {@code sum p_i x_i / sum p_i}, of single steps and of their mean.
 */
final class PressurePicture {
  private static final double WIDTH = 460;
  private static final double HEIGHT = 400;
  private static final double LONGEST = 330;
  private static final double WIDEST = 180;
  private static final double BASE = 366;
  private static final double[] CENTRES = {133.875, 325.875};
  private static final int PATH_POINTS = 33;
  private static final int SHOWN_STEPS = 12;

  /** Below this share of the greatest load of a foot its centre of pressure is noise. */
  private static final double LEAST_LOAD = 0.05;

  /** Radius of a single sensor that carries the most, if there is room; areas are as the loads. */
  private static final double GREATEST_RADIUS = 24;

  private final SensorLayout layout;
  private final Recording recording;
  private final Task task;
  private final double scale;
  private final StringBuilder content = new StringBuilder();

  PressurePicture(SensorLayout layout, Recording recording, Task task) {
    this.layout = layout;
    this.recording = recording;
    this.task = task;
    this.scale = Math.min(LONGEST / layout.lengthM(), WIDEST / layout.widthM());
  }

  String svg() {
    double greatest = 0;
    double[][] means = new double[2][];
    for (Foot foot : Foot.values()) {
      means[foot.ordinal()] = means(foot);
      greatest = Math.max(greatest, Arrays.stream(means[foot.ordinal()]).max().orElse(0));
    }
    String unit = recording.channel(Foot.LEFT.insole(1)).unit().symbol();
    for (Foot foot : Foot.values()) {
      draw(foot, means[foot.ordinal()], greatest);
      content.append(
          "<text class=\"axis\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>"
              .formatted(
                  Chart.number(CENTRES[foot.ordinal()]),
                  Chart.number(BASE + 28),
                  foot == Foot.LEFT ? "left" : "right"));
    }
    return Markup.svg(
        WIDTH,
        HEIGHT,
        "Pressure under both feet of " + recording.subject(),
        "Mean of each cell during stance, up to "
            + Figures.fixed(greatest, 0)
            + " "
            + unit
            + ", toes up, with the path of the centre of pressure from heel to toe",
        content.toString());
  }

  private List<Interval> stances(Foot foot) {
    return recording.has(foot.grf())
        ? StanceDetector.ofSteps(Evaluator.STANCE_THRESHOLD_N)
            .wholeStances(recording.column(foot.grf()), recording.samplingRateHz())
        : List.of();
  }

  private double[] means(Foot foot) {
    double[] means = new double[layout.cells().size()];
    List<Interval> stances = stances(foot);
    int samples = stances.stream().mapToInt(Interval::length).sum();
    for (int cell = 0; cell < means.length; cell++) {
      float[] column = recording.column(foot.insole(cell + 1));
      for (Interval stance : stances) {
        for (int t = stance.from(); t < stance.to(); t++) {
          means[cell] += column[t] / samples;
        }
      }
    }
    return means;
  }

  private double px(Foot foot, double acrossM) {
    double lateral = scale * (acrossM - layout.widthM() / 2);
    return CENTRES[foot.ordinal()] + (foot == Foot.LEFT ? -lateral : lateral);
  }

  private double py(double alongM) {
    return BASE - scale * alongM;
  }

  private void draw(Foot foot, double[] means, double greatest) {
    double length = scale * layout.lengthM();
    double width = scale * layout.widthM();
    double room = Math.sqrt(length * width / means.length) / 2;
    content.append(
        "<rect class=\"sole\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>"
            .formatted(
                Chart.number(CENTRES[foot.ordinal()] - width / 2),
                Chart.number(BASE - length),
                Chart.number(width),
                Chart.number(length),
                layout.isGrid() ? "4" : Chart.number(width / 2)));
    for (int cell = 0; cell < means.length; cell++) {
      SensorLayout.Place place = layout.cells().get(cell);
      double share = greatest > 0 ? Math.max(0, means[cell] / greatest) : 0;
      double x = px(foot, place.acrossM());
      double y = py(place.alongM());
      if (layout.isGrid()) {
        double w = width / layout.columns();
        double h = length / layout.rows();
        content.append(
            "<rect class=\"cell\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill-opacity=\"%s\"/>"
                .formatted(
                    Chart.number(x - w / 2),
                    Chart.number(y - h / 2),
                    Chart.number(w),
                    Chart.number(h),
                    Figures.fixed(share, 2)));
      } else {
        boolean used = task.inputs().contains(foot.insole(cell + 1));
        content.append(
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>"
                .formatted(
                    used ? "cell used" : "cell",
                    Chart.number(x),
                    Chart.number(y),
                    Chart.number(Math.max(3, Math.min(GREATEST_RADIUS, room) * Math.sqrt(share)))));
      }
    }
    drawPaths(foot);
  }

  private void drawPaths(Foot foot) {
    List<double[][]> paths = new ArrayList<>();
    for (Interval stance : stances(foot)) {
      paths.add(path(foot, stance));
    }
    paths.stream().limit(SHOWN_STEPS).forEach(path -> line("step", foot, path));
    if (paths.isEmpty()) {
      return;
    }
    double[][] mean = new double[PATH_POINTS][2];
    for (int p = 0; p < PATH_POINTS; p++) {
      int there = p;
      for (int axis = 0; axis < 2; axis++) {
        int of = axis;
        mean[p][axis] =
            paths.stream()
                .mapToDouble(path -> path[there][of])
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
      }
    }
    line("halo", foot, mean);
    line("path", foot, mean);
  }

  /** Along and across at equal distances in time; NaN where the foot hardly touches. */
  private double[][] path(Foot foot, Interval stance) {
    int cells = layout.cells().size();
    double[][] moments = new double[stance.length()][3];
    double greatest = 0;
    for (int cell = 0; cell < cells; cell++) {
      float[] column = recording.column(foot.insole(cell + 1));
      SensorLayout.Place place = layout.cells().get(cell);
      for (int t = 0; t < stance.length(); t++) {
        double load = Math.max(0, column[stance.from() + t]);
        moments[t][0] += load * place.alongM();
        moments[t][1] += load * place.acrossM();
        moments[t][2] += load;
        greatest = Math.max(greatest, moments[t][2]);
      }
    }
    double[][] path = new double[PATH_POINTS][2];
    for (int p = 0; p < PATH_POINTS; p++) {
      double[] m = moments[p * (stance.length() - 1) / (PATH_POINTS - 1)];
      boolean loaded = m[2] > LEAST_LOAD * greatest;
      path[p][0] = loaded ? m[0] / m[2] : Double.NaN;
      path[p][1] = loaded ? m[1] / m[2] : Double.NaN;
    }
    return path;
  }

  private void line(String style, Foot foot, double[][] path) {
    StringBuilder d = new StringBuilder();
    for (double[] point : path) {
      if (Double.isFinite(point[0])) {
        d.append(d.isEmpty() ? 'M' : 'L')
            .append(Chart.number(px(foot, point[1])))
            .append(' ')
            .append(Chart.number(py(point[0])));
      }
    }
    content.append("<path class=\"%s\" d=\"%s\"/>".formatted(style, d));
  }
}
