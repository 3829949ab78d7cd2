package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.report.Figures;
import dev.footfall.grf.sim.SensorModel;
import dev.footfall.grf.sim.SessionModel;
import dev.footfall.grf.sim.SimulatedFolder;
import dev.footfall.grf.sim.SimulatedSessions;
import dev.footfall.grf.sim.SimulatedSource;
import dev.footfall.grf.sim.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code footfall simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Make synthetic recordings of pressure insoles.",
    description = {
      "Simulates people who walk on insoles of 16 x 8 pressure cells over force plates, at 200 Hz,"
          + " and writes a folder of CSV recordings for the task insole-16x8. Results on them are"
          + " synthetic and say nothing about a real insole. A minute of one walk takes some 10"
          + " MB.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  footfall simulate --subjects 8 --seconds 60 --speeds 0.8,1.1,1.4 --insole 16x8 \\",
      "      --seed 1 --out walks"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final String INSOLE = "16x8";

  private final Console console;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      defaultValue = "8",
      description = "Number of people, 1 to 999. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "Length of each recording, 2 to 3600. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--speeds",
      paramLabel = "V",
      split = ",",
      defaultValue = "0.8,1.1,1.4",
      description =
          "Walking speeds in m/s, ascending, 0.5 to 2; a recording at each. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Double> speeds;

  @Option(
      names = "--insole",
      paramLabel = "ROWSxCOLUMNS",
      defaultValue = INSOLE,
      description = "Cells of an insole; ${DEFAULT-VALUE} is the one that is known.")
  private String insole;

  @Option(
      names = "--sessions",
      description =
          "Write sessions as a laboratory would record them: the insole at 200 Hz and the force"
              + " plate at 2000 Hz, each on its own clock, some frames of the insole lost.")
  private boolean sessions;

  @Option(
      names = "--dropped",
      paramLabel = "SHARE",
      description =
          "With --sessions: share of the insole's frames that are lost, 0 to 0.5. Default: 0.01.")
  private Double dropped;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides everything random. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder; one that the simulator wrote before is replaced.")
  private Path out;

  @Mixin private CommonOptions.JsonOption json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!insole.equals(INSOLE)) {
      throw new InputException("insole \"" + insole + "\" is unknown; known: " + INSOLE);
    }
    SimulatedSource source =
        new SimulatedSource(new SimulationSpec(seed, subjects, seconds, speeds, SensorModel.CHEAP));
    if (dropped != null && !sessions) {
      throw new InputException("--dropped: only sessions lose frames; pass --sessions too");
    }
    SessionModel model = model();
    int recordings = subjects * speeds.size();
    if (console.columns() > 0) {
      try (TerminalBar bar = new TerminalBar(console, "simulating", recordings)) {
        write(source, model, bar::step);
      }
    } else {
      console.note("simulating " + recordings + " recordings");
      write(source, model, () -> {});
    }
    if (json.wanted()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("folder", out.toString());
      object.put("subjects", subjects);
      object.put("recordings", recordings);
      object.put("layout", sessions ? "sessions" : "csv");
      object.put("seconds", seconds);
      object.put("attribution", source.attribution());
      console.printJson(object);
    } else if (sessions) {
      console.print(
          """
          %s: %d sessions of %s s, %d subjects; synthetic

          next: ./footfall check %s
          """
              .formatted(out, recordings, Figures.fixed(seconds, 0), subjects, out));
    } else {
      console.print(
          """
          %s: %d recordings of %s s, %d subjects; synthetic

          next: ./footfall train --data %s --task insole-16x8 --model wrn16-1 \\
            --out teacher.safetensors
          """
              .formatted(out, recordings, Figures.fixed(seconds, 0), subjects, out));
    }
    return ExitCode.DONE;
  }

  private SessionModel model() {
    SessionModel usual = SessionModel.CHEAP;
    return dropped == null
        ? usual
        : new SessionModel(usual.largestOffsetS(), usual.largestDriftPpm(), dropped);
  }

  private void write(SimulatedSource source, SessionModel model, Runnable written)
      throws IOException {
    try {
      if (sessions) {
        SimulatedFolder.writeSessions(new SimulatedSessions(source, model), out, written);
      } else {
        SimulatedFolder.write(source, out, recording -> written.run());
      }
    } catch (IOException e) {
      throw OutputFile.named(out, e);
    }
  }
}
