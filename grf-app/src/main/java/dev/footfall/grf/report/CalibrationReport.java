package dev.footfall.grf.report;

import dev.footfall.engine.quant.Calibration;
import dev.footfall.engine.quant.Calibrator.StepError;
import dev.footfall.engine.quant.Range;
import dev.footfall.grf.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What 8 bits do to a model, layer by layer.
 *
 * @param modelName what the report calls the model, its file
 * @param model with its calibration
 * @param errors of each layer on the calibration windows, the forces last
 * @param attribution who made the recordings
 */
public record CalibrationReport(
    String modelName, Model model, List<StepError> errors, String attribution) {

  /** Copies the list. */
  public CalibrationReport {
    errors = List.copyOf(errors);
  }

  /** A table, what it means, and who made the data. */
  public String text() {
    Calibration calibration = model.calibration();
    TextTable table = new TextTable("layer", "least", "greatest", "signal to noise [dB]");
    for (StepError error : errors) {
      Range range = range(error);
      table.row(
          error.step(),
          range == null ? "" : Figures.fixed(range.min(), 3),
          range == null ? "" : Figures.fixed(range.max(), 3),
          Figures.fixed(error.ratioDb(), 1));
    }
    return "%s: %s, ranges by %s on %d windows of training subjects\n\n"
            .formatted(
                modelName, model.network().name(), calibration.method(), calibration.windows())
        + table
        + "\n"
        + Paragraph.of(
            "Note: ",
            "signal to noise compares 8 bits with float, errors of the layers before included; 6 dB"
                + " are one bit. The last row is the forces, which differ by %s N (root mean"
                    .formatted(Figures.fixed(Math.sqrt(errors.getLast().meanSquaredError()), 2))
                + " square).")
        + Paragraph.of("Data: ", attribution);
  }

  /** The range that a layer's integers cover; null for the forces, which are floats. */
  private Range range(StepError error) {
    if (error == errors.getLast()) {
      return null;
    }
    return model.calibration().steps().stream()
        .filter(step -> step.name().equals(error.step()))
        .map(step -> step.range(model.calibration().method()))
        .findFirst()
        .orElseThrow();
  }

  /** One object for {@link dev.footfall.engine.format.Json}; what does not exist is null. */
  public Map<String, Object> json() {
    Calibration calibration = model.calibration();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", modelName);
    json.put("network", model.network().name());
    json.put("method", calibration.method().toString());
    json.put("windows", calibration.windows());
    List<Object> layers = new ArrayList<>();
    for (StepError error : errors) {
      Range range = range(error);
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("name", error.step());
      layer.put("range", range == null ? null : new float[] {range.min(), range.max()});
      layer.put("mean_square", error.meanSquare());
      layer.put("mean_squared_error", error.meanSquaredError());
      layer.put("signal_to_noise_db", Double.isFinite(error.ratioDb()) ? error.ratioDb() : null);
      layers.add(layer);
    }
    json.put("layers", layers);
    json.put("force_rmse_n", Math.sqrt(errors.getLast().meanSquaredError()));
    json.put("attribution", attribution);
    return json;
  }
}
