package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.deploy.Emission;
import dev.footfall.grf.emit.EmitSpec;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.report.Figures;
import dev.footfall.grf.window.WindowSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall emit}. */
@Command(
    name = "emit",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Write a model as a Java class that needs nothing else.",
    description = {
      "Writes a model as Java 7 source without a library: NAME.java, the kernel; NAMETest.java, a"
          + " program that checks it bit for bit against recorded answers; NAMEMain.java, a program"
          + " that reads and writes CSV. They go into DIR itself, whatever the package. What is"
          + " there from an earlier emit is replaced, any other file only with --force.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall emit --model student.safetensors --format int8 --package com.example.insole \\",
      "      --class Force --out src/com/example/insole"
    })
final class EmitCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "Model that train or distill wrote.")
  private Path modelFile;

  @Mixin private NumberFormatOption format;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "streaming",
      description =
          "streaming: a call takes one sample; window: a call takes all samples of a window."
              + " Default: ${DEFAULT-VALUE}.")
  private String mode;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Samples of a window, with --mode window. Default: "
              + WindowSet.LENGTH
              + ", as in training.")
  private Integer samples;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Package of the class. Default: none.")
  private String packageName;

  @Option(
      names = "--class",
      required = true,
      paramLabel = "NAME",
      description = "Name of the class.")
  private String className;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the sources; made if need be.")
  private Path out;

  @Option(names = "--force", description = "Replace files that emit did not write.")
  private boolean force;

  @Mixin private CommonOptions.JsonOption json;

  EmitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    EmitSpec.Mode chosen =
        switch (mode) {
          case "streaming" -> EmitSpec.Mode.STREAMING;
          case "window" -> EmitSpec.Mode.WINDOW;
          default ->
              throw new InputException(
                  "--mode: \"" + mode + "\" is unknown; known: streaming, window");
        };
    if (samples != null && chosen == EmitSpec.Mode.STREAMING) {
      throw new InputException("--samples: a stream has no window; use it with --mode window");
    }
    Model model = ModelInput.read(modelFile);
    format.requireFor(model, modelFile);
    int window = samples == null ? WindowSet.LENGTH : samples;
    CommonOptions.requireAtLeastOne("--samples", window);
    Emission emission =
        Emission.of(
            model,
            new Emission.Request(
                String.valueOf(modelFile.getFileName()),
                packageName,
                className,
                chosen,
                format.isInt8(),
                window));
    List<Path> files = emission.write(out, force);
    if (json.wanted()) {
      console.printJson(json(emission, files));
    } else {
      StringBuilder text = new StringBuilder();
      for (Path file : files) {
        text.append("%s  %s\n".formatted(file, Figures.bytes(Files.size(file))));
      }
      console.print(text + emission.budget().summary() + "\n");
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> json(Emission emission, List<Path> files) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    Map<String, Object> sizes = new LinkedHashMap<>();
    for (Path file : files) {
      sizes.put(file.toString(), Files.size(file));
    }
    object.put("files", sizes);
    object.put("format", format.name());
    object.put("mode", mode);
    object.put("flash_bytes", emission.budget().flashBytes());
    object.put("ram_bytes", emission.budget().ramBytes());
    object.put("macs_per_sample", emission.budget().macsPerSample());
    return object;
  }
}
