package dev.footfall.grf.deploy;

import dev.footfall.engine.format.AtomicFile;
import dev.footfall.engine.plan.Plan;
import dev.footfall.engine.quant.QuantizedPlan;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.emit.Budget;
import dev.footfall.grf.emit.EmitSpec;
import dev.footfall.grf.emit.EmittedSources;
import dev.footfall.grf.emit.Emitter;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as Java source, and what it takes.
 *
 * @param sources the class, its check and its program
 * @param budget what the class takes, sample by sample
 */
public record Emission(EmittedSources sources, Budget budget) {

  /** How a model is emitted. */
  public record Request(
      String modelName,
      String packageName,
      String className,
      EmitSpec.Mode mode,
      boolean int8,
      int windowSamples) {}

  /**
   * Emits a model.
   *
   * @throws InputException if a name is no name in Java, or the model cannot be a plan
   */
  public static Emission of(Model model, Request request) {
    try {
      EmitSpec spec =
          new EmitSpec(
              request.packageName(),
              request.className(),
              request.mode(),
              model.task().inputs(),
              model.task().inputUnit().symbol(),
              model.task().targets(),
              model.task().samplingRateHz(),
              provenance(model, request.modelName()));
      Plan plan = model.plan();
      if (request.int8()) {
        QuantizedPlan quantized = QuantizedPlan.of(plan, model.calibration());
        return new Emission(
            Emitter.int8(quantized, spec, request.windowSamples()), Budget.int8(quantized));
      }
      return new Emission(
          Emitter.float32(plan, spec, request.windowSamples()), Budget.float32(plan));
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private static Map<String, String> provenance(Model model, String name) {
    Provenance p = model.provenance();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("model", name + ", " + model.network().name() + ", by Footfall " + p.version());
    lines.put("task", model.task().name() + ": " + model.task().note());
    lines.put("data", p.data() + ", SHA-256 " + p.dataDigest());
    lines.put("made by", p.attribution());
    lines.put(
        "training",
        "test fold %d, seed %d, epoch %d of %d, method %s"
            .formatted(p.fold(), p.seed(), p.bestEpoch(), p.epochs(), p.method()));
    return lines;
  }

  /**
   * Writes the sources into a folder, which is made if need be. Each file is whole at any moment. A
   * file that is there is replaced if it was emitted, else only by force.
   *
   * @return the files
   * @throws InputException if a file is there that was not emitted, or the folder cannot be one
   * @throws IOException if a file cannot be written
   */
  public List<Path> write(Path folder, boolean force) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new InputException("--out: " + folder + " is not a folder and cannot be made one", e);
    }
    if (!Files.isWritable(folder)) {
      throw new InputException("--out: folder " + folder + " is not writable");
    }
    List<Path> files = new ArrayList<>();
    for (String name : sources.files().keySet()) {
      Path file = folder.resolve(name);
      if (!force && Files.exists(file) && !wasEmitted(file)) {
        throw new InputException(
            "--out: " + file + " is there and was not emitted; --force replaces it");
      }
      files.add(file);
    }
    for (Path file : files) {
      String text = sources.files().get(file.getFileName().toString());
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      AtomicFile.write(
          file,
          channel -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    }
    return files;
  }

  private static boolean wasEmitted(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(512), StandardCharsets.ISO_8859_1);
      return head.contains(EmittedSources.MARK);
    }
  }
}
