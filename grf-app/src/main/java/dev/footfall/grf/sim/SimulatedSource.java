package dev.footfall.grf.sim;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.RecordingSource;
import dev.footfall.grf.data.Unit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Simulated walks on a pair of 16 x 8 pressure insoles over force plates: channels {@code
 * insole_left_01} to {@code insole_right_128} in kPa and {@code grf_left}, {@code grf_right} in N,
 * at 200 Hz.
 *
 * <p>A model of gait, not of any real recording: {@link GaitPattern} is the force, {@link
 * InsoleGeometry} the grid it is spread over, {@link SensorModel} what the cells make of it. The
 * force plate is exact but for steps of 0.1 N. Insole and plate share one clock and no frame is
 * lost; antero-posterior force is not simulated. Results on these recordings are synthetic and say
 * nothing about a real insole.
 *
 * <p>Recordings are made when they are asked for, some 0.1 s for a minute of walking, and not kept.
 * Safe for use by several threads.
 */
public final class SimulatedSource implements RecordingSource {
  /** Changes whenever the same specification would give other recordings. */
  private static final int VERSION = 1;

  /** How every attribution begins, by which a folder written by the simulator is known. */
  static final String SYNTHETIC = "synthetic: Footfall insole simulator";

  private static final double FORCE_QUANTA_PER_N = 10;

  /** First steps of the paths to independent draws, see {@link Draws#of}. */
  private static final long PERSON = 0;

  private static final long WALK = 1;
  private static final long INSOLE = 2;
  private static final long NOISE = 3;

  private static final List<Channel> CHANNELS = channels();

  private final SimulationSpec spec;
  private final List<String> subjects;

  /** A source of the recordings that the specification describes. */
  public SimulatedSource(SimulationSpec spec) {
    this.spec = spec;
    String format = spec.subjects() < 100 ? "S%02d" : "S%03d";
    this.subjects = IntStream.rangeClosed(1, spec.subjects()).mapToObj(format::formatted).toList();
  }

  private static List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      for (int cell = 1; cell <= InsoleGeometry.CELLS; cell++) {
        channels.add(new Channel(foot.insole(cell), Unit.KILOPASCAL));
      }
    }
    for (Foot foot : Foot.values()) {
      channels.add(new Channel(foot.grf(), Unit.NEWTON));
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
    int who = index(subject.name());
    // A walk depends on its speed, not on which other speeds are asked for.
    long how = Double.doubleToLongBits(speedMps);
    Steps steps = Steps.draw(subject, speedMps, spec.durationS(), spec.seed(), WALK, who, how);
    int length = (int) Math.rint(spec.durationS() * SimulationSpec.SAMPLING_RATE_HZ);
    float[][] columns = new float[CHANNELS.size()][];
    for (Foot foot : Foot.values()) {
      int side = foot.ordinal();
      SensorArray sensors =
          new SensorArray(
              spec.sensor(),
              SimulationSpec.SAMPLING_RATE_HZ,
              Draws.of(spec.seed(), INSOLE, who, side),
              Draws.of(spec.seed(), NOISE, who, how, side));
      FootPressure pressure = new FootPressure(subject.feet().get(side), subject.insole());
      List<Steps.Stride> strides = foot == Foot.LEFT ? steps.left() : steps.right();
      float[][] cells = new float[InsoleGeometry.CELLS][length];
      float[] force = new float[length];
      walk(strides, subject.bodyWeightN(), pressure, sensors, cells, force);
      System.arraycopy(cells, 0, columns, side * cells.length, cells.length);
      columns[2 * cells.length + side] = force;
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

  private static String trial(double speedMps) {
    return "walk-" + speedMps;
  }

  @Override
  public double speedMps(String subject, String trial) {
    return spec.speedsMps().stream()
        .filter(speed -> trial(speed).equals(trial))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Fills the cells {@code [128][T]} and the force {@code [T]} of one foot. */
  private static void walk(
      List<Steps.Stride> strides,
      double bodyWeightN,
      FootPressure pressure,
      SensorArray sensors,
      float[][] cells,
      float[] force) {
    double[] pressureKPa = new double[InsoleGeometry.CELLS];
    float[] answerKPa = new float[InsoleGeometry.CELLS];
    int next = 0;
    for (int t = 0; t < force.length; t++) {
      double timeS = t / SimulationSpec.SAMPLING_RATE_HZ;
      while (strides.get(next + 1).strikeS() <= timeS) {
        next++;
      }
      Steps.Stride stride = strides.get(next);
      double s = (timeS - stride.strikeS()) / stride.pattern().stanceTimeS();
      double forceN = bodyWeightN * stride.pattern().forceBw(s);
      pressure.spread(forceN, s, stride.stepOffset(), pressureKPa);
      sensors.answer(pressureKPa, answerKPa);
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell][t] = answerKPa[cell];
      }
      force[t] = (float) (Math.rint(forceN * FORCE_QUANTA_PER_N) / FORCE_QUANTA_PER_N);
    }
  }

  /** {@inheritDoc} Here, the version of the simulator and the whole specification are hashed. */
  @Override
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String made = SYNTHETIC + " " + VERSION + " " + spec;
      return HexFormat.of().formatHex(sha.digest(made.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String attribution() {
    return SYNTHETIC + " " + VERSION + ", " + spec.summary() + "; says nothing about a real insole";
  }
}
