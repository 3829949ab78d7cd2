package dev.footfall.grf.sim;

import dev.footfall.engine.format.Json;
import dev.footfall.grf.data.Draws;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.RecordingWriter;
import dev.footfall.grf.data.SessionHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The people of a {@link SimulatedSource} recorded as a laboratory would: the insole at 200 Hz and
 * the force plate at 2000 Hz, each on its own clock, some frames of the insole lost. Each recording
 * is a session's folder, {@code S01/walk-1.1} with {@code session.json}, {@code insole.csv} and
 * {@code force.csv}.
 *
 * <p>Either device begins at 0 of its own clock and records for the same time on it. The people,
 * their steps and their insoles are those of the source; the walk is another part of the same one,
 * as time 0 of the plate is {@value #PLATE_STARTS_S} s into it.
 */
public final class SimulatedSessions {
  /** Rate of the force plate, in Hz. */
  public static final double FORCE_RATE_HZ = 2000;

  static final String INSOLE = "insole.csv";
  static final String FORCE = "force.csv";

  /** When the plate starts, since the beginning of the walk: an insole may start earlier. */
  private static final double PLATE_STARTS_S = 4;

  /** Kinds of draws of a session. */
  private static final long CLOCK = 0;

  private static final long DROPS = 1;
  private static final int LONGEST_DROP = 3;

  private final SimulatedSource source;
  private final SessionModel model;

  /**
   * How the insole's clock differs from the plate's: when the plate's says {@code t}, the insole's
   * says {@code offset + (1 + drift / 10^6) t}.
   *
   * @param offsetS what the insole's clock says when the plate's says 0
   * @param driftPpm how much faster it goes, in parts per million
   */
  public record Clock(double offsetS, double driftPpm) {
    /** What the plate's clock says when the insole's says this. */
    public double plateTimeS(double insoleTimeS) {
      return (insoleTimeS - offsetS) / (1 + driftPpm * 1e-6);
    }
  }

  /** Sessions of the people of a source. */
  public SimulatedSessions(SimulatedSource source, SessionModel model) {
    this.source = source;
    this.model = model;
  }

  /** The people. */
  public SimulatedSource source() {
    return source;
  }

  /** The two clocks of a session, which whoever synchronises it has to find. */
  public Clock clock(String subject, double speedMps) {
    Draws draws = source.sessionDraws(source.profile(subject), speedMps, CLOCK);
    return new Clock(
        draws.uniform(-model.largestOffsetS(), model.largestOffsetS()),
        draws.uniform(-model.largestDriftPpm(), model.largestDriftPpm()));
  }

  /**
   * Writes a session sample by sample, never holding it in memory.
   *
   * @param folder exists
   */
  public void write(String subject, double speedMps, Path folder) throws IOException {
    SubjectProfile profile = source.profile(subject);
    Files.writeString(folder.resolve(SessionHeader.FILE), header(profile, speedMps));
    writeInsole(profile, speedMps, folder.resolve(INSOLE));
    writeForce(profile, speedMps, folder.resolve(FORCE));
  }

  private String header(SubjectProfile subject, double speedMps) {
    Clock clock = clock(subject.name(), speedMps);
    InsoleGeometry geometry = subject.insole();
    Map<String, Object> layout = new LinkedHashMap<>();
    layout.put("rows", InsoleGeometry.ROWS);
    layout.put("columns", InsoleGeometry.COLUMNS);
    layout.put("length_m", geometry.lengthM());
    layout.put("width_m", geometry.widthM());
    Map<String, Object> insole = new LinkedHashMap<>();
    insole.put("file", INSOLE);
    insole.put("rate_hz", SimulationSpec.SAMPLING_RATE_HZ);
    insole.put("unit", "kPa");
    insole.put("layout", layout);
    Map<String, Object> force = new LinkedHashMap<>();
    force.put("file", FORCE);
    force.put("rate_hz", FORCE_RATE_HZ);
    force.put("unit", "N");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", SessionHeader.VERSION);
    json.put("subject", subject.name());
    json.put("trial", SimulatedSource.trial(speedMps));
    json.put("body_mass_kg", subject.bodyMassKg());
    json.put("walking_speed_mps", speedMps);
    json.put(
        "note",
        "synthetic; the insole's clock is ahead by "
            + clock.offsetS()
            + " s at 0 of the plate's and gains "
            + clock.driftPpm()
            + " ppm on it");
    json.put("insole", insole);
    json.put("force", force);
    return Json.writeIndented(json) + "\n";
  }

  private List<FootMotion> feet(SubjectProfile subject, double speedMps) {
    double durationS =
        source.spec().durationS() * (1 + SessionModel.LARGEST_DRIFT_PPM * 1e-6)
            + PLATE_STARTS_S
            + SessionModel.LARGEST_OFFSET_S;
    Steps steps = source.steps(subject, speedMps, durationS);
    List<FootMotion> feet = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      feet.add(new FootMotion(steps.of(foot), subject.bodyWeightN()));
    }
    return feet;
  }

  private void writeInsole(SubjectProfile subject, double speedMps, Path file) throws IOException {
    Clock clock = clock(subject.name(), speedMps);
    Draws drops = source.sessionDraws(subject, speedMps, DROPS);
    // A drop is two frames in the mean, and only a frame that arrives can begin one.
    double share = model.droppedShare();
    double begins = share / (2 * (1 - share) + share);
    List<FootMotion> feet = feet(subject, speedMps);
    List<Insole> insoles = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      insoles.add(source.insole(subject, speedMps, foot));
    }
    float[] row = new float[SimulatedSource.CELLS.size()];
    long frames = Math.round(source.spec().durationS() * SimulationSpec.SAMPLING_RATE_HZ);
    int dropping = 0;
    try (RecordingWriter writer =
        new RecordingWriter(Files.newBufferedWriter(file), SimulatedSource.CELLS)) {
      for (long frame = 0; frame < frames; frame++) {
        double timeS = frame / SimulationSpec.SAMPLING_RATE_HZ;
        for (int side = 0; side < feet.size(); side++) {
          feet.get(side).moveTo(PLATE_STARTS_S + clock.plateTimeS(timeS));
          System.arraycopy(
              insoles.get(side).answer(feet.get(side)),
              0,
              row,
              side * InsoleGeometry.CELLS,
              InsoleGeometry.CELLS);
        }
        if (dropping == 0 && drops.chance(begins)) {
          dropping = 1 + (int) drops.uniform(0, LONGEST_DROP);
        }
        if (dropping > 0) {
          dropping--;
        } else {
          writer.write(timeS, row);
        }
      }
    }
  }

  private void writeForce(SubjectProfile subject, double speedMps, Path file) throws IOException {
    List<FootMotion> feet = feet(subject, speedMps);
    float[] row = new float[SimulatedSource.FORCES.size()];
    long samples = Math.round(source.spec().durationS() * FORCE_RATE_HZ);
    try (RecordingWriter writer =
        new RecordingWriter(Files.newBufferedWriter(file), SimulatedSource.FORCES)) {
      for (long sample = 0; sample < samples; sample++) {
        double timeS = sample / FORCE_RATE_HZ;
        for (int side = 0; side < feet.size(); side++) {
          FootMotion foot = feet.get(side);
          foot.moveTo(PLATE_STARTS_S + timeS);
          row[side] = foot.measuredForceN();
          row[feet.size() + side] = foot.measuredForwardForceN();
        }
        writer.write(timeS, row);
      }
    }
  }
}
