package dev.footfall.grf.sim;

import dev.footfall.engine.format.ContentDigest;
import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Draws;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Simulated walks on a pair of 16 x 8 pressure insoles over force plates: channels {@code
 * insole_left_01} to {@code insole_right_128} in kPa and {@code grf_left}, {@code grf_right},
 * {@code grf_ap_left}, {@code grf_ap_right} in N, at 200 Hz.
 *
 * <p>A model of gait, not of any real recording: {@link GaitPattern} is the force, {@link
 * InsoleGeometry} the grid it is spread over, {@link SensorModel} what the cells make of it. The
 * force plate is exact but for steps of 0.1 N. Insole and plate share one clock and no frame is
 * lost; {@link SimulatedSessions} are the same people with two clocks. Results on these recordings
 * are synthetic and say nothing about a real insole.
 *
 * <p>Recordings are made when they are asked for, some 0.1 s for a minute of walking, and not kept.
 * Safe for use by several threads.
 */
public final class SimulatedSource implements RecordingSource {
  /** Changes whenever the same specification would give other recordings. */
  private static final int VERSION = 2;

  /** How every attribution begins, by which a folder written by the simulator is known. */
  static final String SYNTHETIC = "synthetic: Footfall insole simulator";

  /** First steps of the paths to independent draws, see {@link Draws#of}. */
  private static final long PERSON = 0;

  private static final long WALK = 1;
  private static final long INSOLE = 2;
  private static final long NOISE = 3;
  private static final long SESSION = 4;

  /** The cells of both feet. */
  static final List<Channel> CELLS = cells();

  /** The forces of the plates, in the order that {@link #walk} and sessions write them. */
  static final List<Channel> FORCES =
      Stream.concat(
              Arrays.stream(Foot.values()).map(Foot::grf),
              Arrays.stream(Foot.values()).map(Foot::grfAp))
          .map(name -> new Channel(name, Unit.NEWTON))
          .toList();

  private static final List<Channel> CHANNELS =
      Stream.concat(CELLS.stream(), FORCES.stream()).toList();

  private final SimulationSpec spec;
  private final List<String> subjects;

  /** A source of the recordings that the specification describes. */
  public SimulatedSource(SimulationSpec spec) {
    this.spec = spec;
    String format = spec.subjects() < 100 ? "S%02d" : "S%03d";
    this.subjects = IntStream.rangeClosed(1, spec.subjects()).mapToObj(format::formatted).toList();
  }

  private static List<Channel> cells() {
    List<Channel> channels = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      for (int cell = 1; cell <= InsoleGeometry.CELLS; cell++) {
        channels.add(new Channel(foot.insole(cell), Unit.KILOPASCAL));
      }
    }
    return List.copyOf(channels);
  }

  /** What is simulated. */
  public SimulationSpec spec() {
    return spec;
  }

  /**
   * The person behind a subject's name.
   *
   * @throws InputException if there is no such subject
   */
  public SubjectProfile profile(String subject) {
    return SubjectProfile.draw(subject, Draws.of(spec.seed(), PERSON, index(subject)));
  }

  private int index(String subject) {
    int index = subjects.indexOf(subject);
    if (index < 0) {
      throw new InputException(
          name()
              + ": no subject \""
              + subject
              + "\" ("
              + subjects.size()
              + " subjects, "
              + subjects.getFirst()
              + " to "
              + subjects.getLast()
              + ")");
    }
    return index;
  }

  @Override
  public String name() {
    return "simulation (" + spec.summary() + ")";
  }

  @Override
  public List<String> subjects() {
    return subjects;
  }

  @Override
  public List<Recording> recordings(String subject) {
    SubjectProfile profile = profile(subject);
    return spec.speedsMps().stream().map(speed -> walk(profile, speed)).toList();
  }

  private Recording walk(SubjectProfile subject, double speedMps) {
    int length = (int) Math.rint(spec.durationS() * SimulationSpec.SAMPLING_RATE_HZ);
    Steps steps = steps(subject, speedMps, spec.durationS());
    float[][] columns = new float[CHANNELS.size()][length];
    for (Foot foot : Foot.values()) {
      FootMotion motion = new FootMotion(steps.of(foot), subject.bodyWeightN());
      Insole insole = insole(subject, speedMps, foot);
      int firstCell = foot.ordinal() * InsoleGeometry.CELLS;
      int force = CELLS.size() + foot.ordinal();
      int forwardForce = force + Foot.values().length;
      for (int t = 0; t < length; t++) {
        motion.moveTo(t / SimulationSpec.SAMPLING_RATE_HZ);
        float[] answerKPa = insole.answer(motion);
        for (int cell = 0; cell < answerKPa.length; cell++) {
          columns[firstCell + cell][t] = answerKPa[cell];
        }
        columns[force][t] = motion.measuredForceN();
        columns[forwardForce][t] = motion.measuredForwardForceN();
      }
    }
    String trial = trial(speedMps);
    return new Recording(
        subject.name() + "/" + trial,
        subject.name(),
        trial,
        SimulationSpec.SAMPLING_RATE_HZ,
        subject.bodyMassKg(),
        CHANNELS,
        columns);
  }

  /** What the walk at a speed is called. */
  static String trial(double speedMps) {
    return "walk-" + speedMps;
  }

  @Override
  public double speedMps(String subject, String trial) {
    return spec.speedsMps().stream()
        .filter(speed -> trial(speed).equals(trial))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The steps of a walk, which depend on its speed, not on which other speeds are asked for. */
  Steps steps(SubjectProfile subject, double speedMps, double durationS) {
    return Steps.draw(
        subject,
        speedMps,
        durationS,
        spec.seed(),
        WALK,
        index(subject.name()),
        Double.doubleToLongBits(speedMps));
  }

  /** The insole of a subject's foot, the same on each walk but for its noise. */
  Insole insole(SubjectProfile subject, double speedMps, Foot foot) {
    int who = index(subject.name());
    int side = foot.ordinal();
    return new Insole(
        new FootPressure(subject.feet().get(side), subject.insole()),
        new SensorArray(
            spec.sensor(),
            SimulationSpec.SAMPLING_RATE_HZ,
            Draws.of(spec.seed(), INSOLE, who, side),
            Draws.of(spec.seed(), NOISE, who, Double.doubleToLongBits(speedMps), side)));
  }

  /** Random numbers for what is new in a session of a subject at a speed. */
  Draws sessionDraws(SubjectProfile subject, double speedMps, long what) {
    return Draws.of(
        spec.seed(), SESSION, index(subject.name()), Double.doubleToLongBits(speedMps), what);
  }

  /** {@inheritDoc} Here, the version of the simulator and the whole specification are hashed. */
  @Override
  public String digest() {
    return ContentDigest.of(SYNTHETIC + " " + VERSION + " " + spec);
  }

  @Override
  public String attribution() {
    return SYNTHETIC + " " + VERSION + ", " + spec.summary() + "; says nothing about a real insole";
  }
}
