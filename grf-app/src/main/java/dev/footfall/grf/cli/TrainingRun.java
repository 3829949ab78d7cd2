package dev.footfall.grf.cli;

import dev.footfall.engine.kernel.Kernels;
import dev.footfall.engine.runtime.Workers;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.distill.DistillationLoss;
import dev.footfall.grf.distill.ModelTraining;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import dev.footfall.grf.model.Networks;
import dev.footfall.grf.model.Provenance;
import dev.footfall.grf.report.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code train} and {@code distill} have in common: read, train, write, tell.
 *
 * @param data folder of the recordings
 * @param method the loss
 * @param teacher null without one
 * @param out the model's file
 * @param options threads and safeguards
 * @param json whether to tell it to a program
 */
record TrainingRun(
    Console console,
    Path data,
    ModelTraining.Plan plan,
    DistillationLoss method,
    Model teacher,
    OutputFile out,
    TrainingOptions options,
    boolean json) {

  void run() throws IOException {
    try (Workers workers = options.threads().workers()) {
      Kernels kernels = CommonOptions.kernels(workers);
      RepairLog repairs = new RepairLog();
      RecordingSource source = repairs.open(data, plan.task());
      // Told before the long part begins; the training would find it too.
      Networks.peakLearningRate(plan.network());
      plan.protocol().split(source.subjects());
      console.note("reading the recordings of " + data);
      ModelTraining training = new ModelTraining(source, plan, kernels);
      repairs.tell(console);
      Model model;
      TrainingProgress progress = new TrainingProgress(console, plan.network(), plan.epochs());
      try (progress) {
        model = training.distill(method, teacher, progress, options.safeguards());
      }
      double seconds = progress.seconds();
      out.write(file -> ModelFile.write(model, file));
      options.deleteCheckpoint();
      if (json) {
        console.printJson(json(model, progress, seconds));
      } else {
        console.print(text(model, seconds));
      }
    }
  }

  private String text(Model model, double seconds) {
    Provenance provenance = model.provenance();
    return """
    %s: %s, %s parameters, method %s
    best epoch %d of %d, validation RMSE %s N, trained in %s

    next: ./footfall evaluate --model %s --data %s
    """
        .formatted(
            out.path(),
            model.network().name(),
            Figures.count(model.network().parameterCount()),
            provenance.method(),
            provenance.bestEpoch(),
            provenance.epochs(),
            Figures.fixed(provenance.validationRmseN(), 2),
            Figures.span(seconds),
            out.path(),
            data);
  }

  private Map<String, Object> json(Model model, TrainingProgress progress, double seconds) {
    Provenance provenance = model.provenance();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", out.path().toString());
    json.put("network", model.network().name());
    json.put("parameters", model.network().parameterCount());
    json.put("task", model.task().name());
    json.put("data", data.toString());
    json.put("attribution", provenance.attribution());
    json.put("fold", provenance.fold());
    json.put("protocol", provenance.split().protocol().toString());
    json.put("seed", provenance.seed());
    json.put("method", provenance.method());
    json.put("teacher", provenance.teacher().isEmpty() ? null : provenance.teacher());
    json.put("best_epoch", provenance.bestEpoch());
    json.put("validation_rmse_n", provenance.validationRmseN());
    json.put("epochs", progress.json());
    json.put("training_seconds", seconds);
    json.put("note", model.task().note());
    return json;
  }
}
