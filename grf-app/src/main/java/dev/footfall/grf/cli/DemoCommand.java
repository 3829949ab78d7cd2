package dev.footfall.grf.cli;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.plan.StudentKernel;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.Fold;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Protocol;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Recordings;
import dev.footfall.grf.data.Task;
import dev.footfall.grf.deploy.Prediction;
import dev.footfall.grf.distill.DistillationLoss;
import dev.footfall.grf.distill.Method;
import dev.footfall.grf.distill.ModelTraining;
import dev.footfall.grf.eval.Evaluation;
import dev.footfall.grf.eval.Metrics;
import dev.footfall.grf.eval.ModelEvaluator;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.report.Figures;
import dev.footfall.grf.report.ForcePlot;
import dev.footfall.grf.report.Paragraph;
import dev.footfall.grf.report.TextTable;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "See it all at once, on simulated walks, in about a minute.",
    description = {
      "Simulates people on 16 x 8 pressure insoles, trains a teacher, a student without a teacher"
          + " and a student with one (TaKD), measures all three on people they have not seen, and"
          + " runs the student sample by sample. The walks are synthetic: the figures say nothing"
          + " about a real insole. No file is written without --out.",
      ""
    },
    footer = {"", "Example:", "  footfall demo --out demo"})
final class DemoCommand implements Callable<Integer> {
  private static final String TEACHER = "wrn16-1";
  private static final String STUDENT = "cnn-s";
  private static final int FOLD = 0;

  private static final double PLOT_FROM_S = 3;
  private static final int PLOT_LINES = 24;
  private static final int PLOT_HOP = 10;
  private static final int PLOT_WIDTH = 36;

  /**
   * How much work it is.
   *
   * @param seconds of each walk
   */
  private record Effort(int subjects, double seconds, int teacherEpochs, int studentEpochs) {
    static final Effort USUAL = new Effort(20, 8, 12, 16);
    static final Effort QUICK = new Effort(5, 4, 2, 2);
  }

  /** One line of the table. */
  private record Result(String role, Model model, Metrics metrics) {}

  private final Console console;

  @Option(
      names = "--quick",
      description = "Less data and fewer epochs: seconds instead of a minute, and poor estimates.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides people, walks and starting weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for teacher.safetensors, student.safetensors and a walk, sample.csv, to try the"
              + " other commands on. Default: nothing is written.")
  private Path out;

  @Mixin private CommonOptions.ThreadsOption threads;
  @Mixin private CommonOptions.JsonOption json;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Effort effort = quick ? Effort.QUICK : Effort.USUAL;
    SimulatedSource source =
        new SimulatedSource(SimulationSpec.of(seed, effort.subjects(), effort.seconds()));
    if (out != null) {
      requireFolder(out);
    }
    try (Workers workers = threads.workers()) {
      Kernels kernels = CommonOptions.kernels(workers);
      console.note(
          "simulating %d people on pressure insoles, %s s at each of %s m/s"
              .formatted(
                  effort.subjects(),
                  Figures.fixed(effort.seconds(), 0),
                  source.spec().speedsMps().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
      List<Result> results = results(source, effort, kernels);
      Model student = results.getLast().model();
      Recording sample = sample(source);
      if (out != null) {
        save(results.getFirst().model(), student, sample);
      }
      if (json.wanted()) {
        console.printJson(json(source, results));
      } else {
        console.print(text(source, results) + stream(student, sample) + next());
      }
    }
    return ExitCode.DONE;
  }

  private List<Result> results(SimulatedSource source, Effort effort, Kernels kernels) {
    Task task = Task.named("insole-16x8");
    List<String> unseen = Fold.of(source.subjects(), FOLD).test();
    ModelEvaluator evaluator = new ModelEvaluator(kernels);
    List<Result> results = new ArrayList<>();
    ModelTraining teaching = training(source, task, TEACHER, effort.teacherEpochs(), kernels);
    Model teacher = fit(teaching, "teacher " + TEACHER, effort.teacherEpochs(), Method.NONE, null);
    results.add(result("teacher", teacher, evaluator.evaluate(teacher, source, unseen)));
    ModelTraining learning = training(source, task, STUDENT, effort.studentEpochs(), kernels);
    for (Method method : List.of(Method.NONE, Method.TAKD)) {
      String role = method == Method.NONE ? "student alone" : "student, TaKD";
      Model student = fit(learning, role, effort.studentEpochs(), method, teacher);
      results.add(result(role, student, evaluator.evaluate(student, source, unseen)));
    }
    return results;
  }

  private ModelTraining training(
      SimulatedSource source, Task task, String network, int epochs, Kernels kernels) {
    return new ModelTraining(
        source,
        new ModelTraining.Plan(
            task, network, new Protocol.KFold(Fold.COUNT, FOLD), epochs, seed, Version.footfall()),
        kernels);
  }

  private Model fit(
      ModelTraining training, String title, int epochs, Method method, Model teacher) {
    DistillationLoss loss = method.loss(method.defaultWeights());
    try (TrainingProgress progress = new TrainingProgress(console, title, epochs)) {
      return training.distill(loss, teacher, progress);
    }
  }

  private static Result result(String role, Model model, Evaluation evaluation) {
    return new Result(role, model, evaluation.pooled().whole());
  }

  /** A walk of a person whom no network has seen. */
  private static Recording sample(SimulatedSource source) {
    String subject = Fold.of(source.subjects(), FOLD).test().getFirst();
    return source.recordings(subject).get(1);
  }

  private static String text(SimulatedSource source, List<Result> results) {
    TextTable table =
        new TextTable(2, "network", "training", "parameters", "MACs/sample", "RMSE [N]", "r");
    for (Result result : results) {
      table.row(
          result.model().network().name(),
          result.role(),
          Figures.count(result.model().network().parameterCount()),
          Figures.count(result.model().network().macsPerSample()),
          Figures.fixed(result.metrics().rmseN(), 1),
          Figures.fixed(result.metrics().r(), 4));
    }
    int people = Fold.of(source.subjects(), FOLD).test().size();
    return "\n%s\n%s\n"
        .formatted(
            table,
            Paragraph.of(
                "Synthetic: ",
                "measured on "
                    + people
                    + " simulated people whom no network has seen, with one seed and few epochs."
                    + " Differences of a few newton mean nothing, and none of it says anything"
                    + " about a real insole."));
  }

  private static String stream(Model student, Recording sample) {
    StudentKernel kernel = Prediction.kernel(student);
    float[][] inputs = student.task().inputs(sample);
    float[] measuredN = sample.column(Foot.LEFT.grf());
    float[] row = new float[kernel.inputs()];
    float[] forceN = new float[kernel.outputs()];
    double rateHz = sample.samplingRateHz();
    int first = (int) Math.min(PLOT_FROM_S * rateHz, sample.length() - PLOT_LINES * PLOT_HOP);
    ForcePlot plot = new ForcePlot(PLOT_WIDTH, 1.4 * 9.81 * sample.bodyMassKg());
    for (int t = 0; t < first + PLOT_LINES * PLOT_HOP; t++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = inputs[c][t];
      }
      kernel.step(row, forceN);
      if (t >= first && (t - first) % PLOT_HOP == 0) {
        plot.add(t / rateHz, measuredN[t], forceN[0]);
      }
    }
    return "The student, sample by sample, left foot of "
        + sample.name()
        + " (o measured, x estimated, * both):\n\n"
        + plot
        + "\n"
        + Paragraph.of(
            "Budget: ",
            Figures.count(kernel.weightBytes())
                + " bytes of weights, "
                + Figures.count(kernel.stateBytes())
                + " bytes of state, "
                + Figures.count(kernel.plan().macsPerSample())
                + " multiply-accumulates for each sample; an estimate depends on the last "
                + kernel.plan().receptiveField()
                + " samples.")
        + "\n";
  }

  private String next() {
    if (out == null) {
      return """
      Next:
        ./footfall demo --out demo                             the same, and keep the models
        ./footfall simulate --out walks                        recordings to train on
        ./footfall train --help                                train on your own
      """;
    }
    return """
    Next:
      ./footfall inspect %1$s
      ./footfall predict --model %1$s %2$s | head
    """
        .formatted(out.resolve("student.safetensors"), out.resolve("sample.csv"));
  }

  private static Map<String, Object> json(SimulatedSource source, List<Result> results) {
    List<Map<String, Object>> networks = new ArrayList<>();
    for (Result result : results) {
      Map<String, Object> network = new LinkedHashMap<>();
      network.put("network", result.model().network().name());
      network.put("role", result.role());
      network.put("method", result.model().provenance().method());
      network.put("parameters", result.model().network().parameterCount());
      network.put("macs_per_sample", result.model().network().macsPerSample());
      network.put("rmse_n", result.metrics().rmseN());
      network.put("r", Double.isFinite(result.metrics().r()) ? result.metrics().r() : null);
      networks.add(network);
    }
    StudentKernel kernel = Prediction.kernel(results.getLast().model());
    Map<String, Object> streaming = new LinkedHashMap<>();
    streaming.put("weight_bytes", kernel.weightBytes());
    streaming.put("state_bytes", kernel.stateBytes());
    streaming.put("receptive_field_samples", kernel.plan().receptiveField());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("networks", networks);
    json.put("streaming", streaming);
    json.put("note", results.getFirst().model().task().note());
    json.put("attribution", source.attribution());
    return json;
  }

  private static void requireFolder(Path folder) {
    Path parent = folder.toAbsolutePath().getParent();
    if (Files.isDirectory(folder) ? !Files.isWritable(folder) : Files.exists(folder)) {
      throw new InputException("--out: " + folder + " is not a folder that can be written to");
    }
    if (!Files.isDirectory(folder) && (!Files.isDirectory(parent) || !Files.isWritable(parent))) {
      throw new InputException("--out: " + folder + ": folder " + parent + " cannot be written to");
    }
  }

  private void save(Model teacher, Model student, Recording sample) throws IOException {
    try {
      Files.createDirectories(out);
      ModelFile.write(teacher, out.resolve("teacher.safetensors"));
      ModelFile.write(student, out.resolve("student.safetensors"));
      Recordings.write(sample, out.resolve("sample.csv"));
    } catch (IOException e) {
      throw OutputFile.named(out, e);
    }
  }
}
