package dev.footfall.grf.cli;

import dev.footfall.engine.kernel.KernelProvider;
import dev.footfall.grf.report.Figures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code footfall doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Show what this machine offers and what is used of it.",
    description = {
      "Shows version, Java, system, the back end that computes and why it was chosen, the width of"
          + " its registers, threads and memory: what to send along with a report of a problem."
          + " -Dfootfall.backend=scalar or =vector in FOOTFALL_JAVA_OPTS overrules the choice.",
      ""
    },
    footer = {"", "Example:", "  footfall doctor"})
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions.ThreadsOption threads;
  @Mixin private CommonOptions.JsonOption json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    KernelProvider.Choice choice = CommonOptions.choice();
    int lanes = choice.laneBits() / Float.SIZE;
    int processors = Runtime.getRuntime().availableProcessors();
    long heap = Runtime.getRuntime().maxMemory();
    String system =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch");
    if (json.wanted()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("version", Version.footfall());
      object.put("java", Version.java());
      object.put("java_home", System.getProperty("java.home"));
      object.put("system", system);
      object.put("back_end", choice.backend());
      object.put("reason", choice.reason());
      object.put("lane_bits", choice.laneBits());
      object.put("lanes", lanes);
      object.put("processors", processors);
      object.put("threads", threads.count());
      object.put("heap_limit_bytes", heap);
      console.printJson(object);
    } else {
      Map<String, String> lines = new LinkedHashMap<>();
      lines.put("footfall", Version.footfall());
      lines.put("java", Version.java());
      lines.put("java home", System.getProperty("java.home"));
      lines.put("system", system);
      lines.put("back end", choice.backend() + ": " + choice.reason());
      lines.put("lanes", lanes + (lanes == 1 ? " float" : " floats of 32 bits in a register"));
      lines.put("threads", threads.count() + " on " + processors + " processors");
      lines.put("heap", Figures.bytes(heap) + " at most");
      StringBuilder text = new StringBuilder();
      lines.forEach((name, value) -> text.append("%-11s%s\n".formatted(name, value)));
      console.print(text.toString());
    }
    return ExitCode.DONE;
  }
}
