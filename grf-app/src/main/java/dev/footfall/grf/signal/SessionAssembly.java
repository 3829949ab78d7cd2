package dev.footfall.grf.signal;

import dev.footfall.grf.data.Channel;
import dev.footfall.grf.data.Foot;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.RawSession;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Repairs;
import dev.footfall.grf.data.SessionSource;
import dev.footfall.grf.data.StreamSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes recordings, at one rate and on one clock, of what an insole and a force plate wrote.
 *
 * <ol>
 *   <li>Each device's samples go on an even grid of its own clock ({@link GapRepair}); a gap that
 *       is too long parts the session.
 *   <li>Both are resampled to the rate that is asked for ({@link Resampler}).
 *   <li>The force is low-passed without delay ({@link Butterworth}, order 4 each way, at 50 Hz or
 *       0.4 of the rate, whichever is lower), and what the plate shows while a foot is in the air
 *       is taken off its vertical force ({@link BaselineDrift}, {@link StanceDetector#USUAL}).
 *   <li>The longest pieces of both are aligned ({@link ClockSync}), and the force is read at the
 *       times of the insole's samples, on a cubic through its own. Where the clocks of the first
 *       samples are within 5 s, they are taken for clocks that were set alike; otherwise, the
 *       devices for two that were started together, within 5 s.
 * </ol>
 *
 * <p>The clock of a recording is the insole's, and the cells are neither filtered nor relieved of
 * drift: that would need samples that a live stream has not seen yet, so that a model would get
 * other inputs in use than in training. Parts shorter than 2 s are left out.
 *
 * <p>Holds a session in memory, three times while it works: as read, on its grid, and in parts.
 * Immutable.
 */
public final class SessionAssembly implements Function<RawSession, List<Recording>> {
  private static final double SYNC_RATE_HZ = 100;
  private static final int FORCE_ORDER = 4;
  private static final double FORCE_CUTOFF_HZ = 50;
  private static final double CUTOFF_SHARE = 0.4;
  private static final double SHORTEST_S = 2;

  private final double rateHz;
  private final Consumer<Recording> made;

  /**
   * What an insole alone recorded, without a gap that is too long.
   *
   * @param startS time of the first sample on the insole's clock
   */
  public record InsolePart(double startS, Recording recording) {}

  /** A piece of the force plate at the rate of the recording. */
  private record Force(double startS, double[][] columns, GapRepair.Piece from) {}

  /**
   * An assembly of recordings at a rate.
   *
   * @param rateHz that of the task they are for
   * @param made is told of each recording, with its repairs
   */
  public SessionAssembly(double rateHz, Consumer<Recording> made) {
    if (!(rateHz > 0) || Double.isInfinite(rateHz)) {
      throw new IllegalArgumentException(
          "session assembly: a rate of " + rateHz + " Hz; it must be positive");
    }
    this.rateHz = rateHz;
    this.made = made;
  }

  /**
   * The recordings of a session, in order: one, or the parts around gaps that are too long.
   *
   * @throws InputException if a file cannot be used, the clocks cannot be aligned, or nothing is
   *     long enough
   */
  @Override
  public List<Recording> apply(RawSession session) {
    Samples insole = Samples.read(session.openInsole());
    Samples force = Samples.read(session.openForce());
    StreamSpec insoleSpec = session.header().insole();
    StreamSpec forceSpec = session.header().force();
    List<GapRepair.Piece> insolePieces = pieces(session, insole, insoleSpec);
    List<GapRepair.Piece> forcePieces = pieces(session, force, forceSpec);
    ClockMap clocks = align(session, insole, insolePieces, force, forcePieces);
    List<Force> forces = new ArrayList<>();
    for (GapRepair.Piece piece : forcePieces) {
      double[][] columns = resampled(session, piece.columns(), forceSpec.rateHz(), rateHz);
      if (columns[0].length >= SHORTEST_S * rateHz) {
        clean(columns, force.channels());
        forces.add(new Force(piece.startS(), columns, piece));
      }
    }
    List<Channel> channels = new ArrayList<>(insole.channels());
    channels.addAll(force.channels());
    List<Part> parts = new ArrayList<>();
    for (GapRepair.Piece piece : insolePieces) {
      float[][] cells = cells(session, piece);
      for (Force plate : forces) {
        add(parts, piece, cells, plate, clocks);
      }
    }
    if (parts.isEmpty()) {
      throw new InputException(
          session.name() + ": insole and force plate have no two seconds in common without a gap");
    }
    return recordings(session, parts, channels);
  }

  /**
   * What the insole of a session recorded, in order; there need be no force.
   *
   * @throws InputException if the file cannot be used
   */
  public List<InsolePart> insole(RawSession session) {
    Samples insole = Samples.read(session.openInsole());
    StreamSpec spec = session.header().insole();
    List<InsolePart> parts = new ArrayList<>();
    List<GapRepair.Piece> pieces = pieces(session, insole, spec);
    for (GapRepair.Piece piece : pieces) {
      float[][] columns = cells(session, piece);
      Repairs repairs = new Repairs(piece.filledSamples(), 0, piece.filledValues(), 0, 0);
      String part = pieces.size() == 1 ? "" : SessionSource.PART + (parts.size() + 1);
      Recording recording = recording(session, part, repairs, insole.channels(), columns);
      parts.add(new InsolePart(piece.startS(), recording));
    }
    return parts;
  }

  private static List<GapRepair.Piece> pieces(
      RawSession session, Samples samples, StreamSpec spec) {
    double limitS = Math.max(GapRepair.USUAL.limitS(), 2 / spec.rateHz());
    List<GapRepair.Piece> pieces =
        new GapRepair(GapRepair.USUAL.fill(), limitS)
            .pieces(samples.timesS(), samples.columns(), spec.rateHz());
    if (pieces.isEmpty()) {
      throw new InputException(
          session.name()
              + "/"
              + spec.file()
              + ": no two samples are within "
              + limitS
              + " s of each other with a value in every column");
    }
    return pieces;
  }

  /** The cells of a piece at the rate of the recording. */
  private float[][] cells(RawSession session, GapRepair.Piece piece) {
    Resampler resampler = resampler(session, session.header().insole().rateHz(), rateHz);
    if (resampler.up() == resampler.down()) {
      return piece.columns();
    }
    float[][] cells = new float[piece.columns().length][];
    for (int c = 0; c < cells.length; c++) {
      // One after the other: all of them in double precision would be the largest thing here.
      double[] cell =
          resampler.resample(Interpolation.widened(piece.columns()[c]), Resampler.Padding.LINE);
      cells[c] = new float[cell.length];
      for (int i = 0; i < cell.length; i++) {
        cells[c][i] = (float) cell[i];
      }
    }
    return cells;
  }

  private static Resampler resampler(RawSession session, double fromHz, double toHz) {
    try {
      return Resampler.of(fromHz, toHz);
    } catch (IllegalArgumentException e) {
      throw new InputException(session.name() + ": " + e.getMessage(), e);
    }
  }

  private static double[][] resampled(
      RawSession session, float[][] columns, double fromHz, double toHz) {
    Resampler resampler = resampler(session, fromHz, toHz);
    double[][] out = new double[columns.length][];
    for (int c = 0; c < out.length; c++) {
      out[c] = resampler.resample(Interpolation.widened(columns[c]), Resampler.Padding.LINE);
    }
    return out;
  }

  /** Filters all forces and takes the baseline off the vertical ones. */
  private void clean(double[][] columns, List<Channel> channels) {
    Butterworth filter =
        Butterworth.lowPass(FORCE_ORDER, Math.min(FORCE_CUTOFF_HZ, CUTOFF_SHARE * rateHz), rateHz);
    for (int c = 0; c < columns.length; c++) {
      columns[c] = filter.filter(columns[c]);
      if (isVertical(channels.get(c))) {
        List<Interval> stances = StanceDetector.USUAL.stances(columns[c], rateHz);
        columns[c] = BaselineDrift.remove(columns[c], StanceDetector.swings(stances));
      }
    }
  }

  private static boolean isVertical(Channel channel) {
    return channel.name().equals(Foot.LEFT.grf()) || channel.name().equals(Foot.RIGHT.grf());
  }

  private static ClockMap align(
      RawSession session,
      Samples insole,
      List<GapRepair.Piece> insolePieces,
      Samples force,
      List<GapRepair.Piece> forcePieces) {
    List<float[]> loads = new ArrayList<>();
    List<float[]> forces = new ArrayList<>();
    GapRepair.Piece insolePiece = longest(insolePieces);
    GapRepair.Piece forcePiece = longest(forcePieces);
    for (Foot foot : Foot.values()) {
      float[] load = sum(insolePiece, insole.channels(), "insole_" + foot.word() + "_");
      float[] vertical = sum(forcePiece, force.channels(), foot.grf());
      if (load != null && vertical != null) {
        loads.add(load);
        forces.add(vertical);
      }
    }
    if (loads.isEmpty()) {
      throw new InputException(
          session.name() + ": there is no foot with both an insole and a vertical force");
    }
    double insoleHz = session.header().insole().rateHz();
    double forceHz = session.header().force().rateHz();
    ClockSync.Alignment found =
        ClockSync.USUAL.align(
            felt(session, insolePiece.startS(), loads, insoleHz),
            felt(session, forcePiece.startS(), forces, forceHz),
            SYNC_RATE_HZ,
            expectedOffsetS(insole, force));
    if (!found.accepted()) {
      throw new InputException(
          session.name()
              + ": the clocks of insole and force plate cannot be aligned: "
              + found.refusal());
    }
    return found.map();
  }

  /** Clocks that were set alike tell it; of others, that both devices were started together. */
  private static double expectedOffsetS(Samples insole, Samples force) {
    double apartS = force.timesS()[0] - insole.timesS()[0];
    return Math.abs(apartS) <= ClockSync.USUAL.maximumOffsetS() ? 0 : apartS;
  }

  private static GapRepair.Piece longest(List<GapRepair.Piece> pieces) {
    return pieces.stream().max(Comparator.comparingInt(GapRepair.Piece::length)).orElseThrow();
  }

  /** The sum of the channels whose names begin so; null if there is none. */
  private static float[] sum(GapRepair.Piece piece, List<Channel> channels, String prefix) {
    float[] sum = null;
    for (int c = 0; c < channels.size(); c++) {
      if (channels.get(c).name().startsWith(prefix)) {
        sum = sum == null ? new float[piece.length()] : sum;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += piece.columns()[c][i];
        }
      }
    }
    return sum;
  }

  private static ClockSync.Felt felt(
      RawSession session, double startS, List<float[]> columns, double fromHz) {
    return new ClockSync.Felt(
        startS, resampled(session, columns.toArray(float[][]::new), fromHz, SYNC_RATE_HZ));
  }

  /** What an insole's piece and a force plate's have in common. */
  private record Part(float[][] columns, Repairs repairs) {}

  private void add(
      List<Part> parts, GapRepair.Piece insole, float[][] cells, Force force, ClockMap clocks) {
    double endS = force.startS + (force.columns[0].length - 1) / rateHz;
    double fromS = clocks.toInsoleS(force.startS) - insole.startS();
    double toS = clocks.toInsoleS(endS) - insole.startS();
    int from = (int) Math.max(0, Math.ceil(fromS * rateHz));
    int to = (int) Math.min(cells[0].length, Math.floor(toS * rateHz) + 1);
    if (to - from < SHORTEST_S * rateHz) {
      return;
    }
    float[][] columns = new float[cells.length + force.columns.length][];
    for (int c = 0; c < cells.length; c++) {
      columns[c] = Arrays.copyOfRange(cells[c], from, to);
    }
    for (int c = 0; c < force.columns.length; c++) {
      float[] column = new float[to - from];
      for (int i = from; i < to; i++) {
        double forceS = clocks.toForceS(insole.startS() + i / rateHz) - force.startS;
        double position = Math.clamp(forceS * rateHz, 0, force.columns[c].length - 1.0);
        column[i - from] = (float) Interpolation.cubic(force.columns[c], position);
      }
      columns[cells.length + c] = column;
    }
    Repairs repairs =
        new Repairs(
            insole.filledSamples(),
            force.from.filledSamples(),
            insole.filledValues() + force.from.filledValues(),
            clocks.offsetS(),
            1e6 * clocks.drift());
    parts.add(new Part(columns, repairs));
  }

  private List<Recording> recordings(RawSession session, List<Part> parts, List<Channel> channels) {
    List<Recording> recordings = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String name = parts.size() == 1 ? "" : SessionSource.PART + (i + 1);
      Part part = parts.get(i);
      recordings.add(recording(session, name, part.repairs, channels, part.columns));
    }
    return recordings;
  }

  private Recording recording(
      RawSession session, String part, Repairs repairs, List<Channel> channels, float[][] columns) {
    Recording recording =
        new Recording(
            session.name() + part,
            session.header().subject(),
            session.header().trial() + part,
            rateHz,
            session.header().bodyMassKg(),
            repairs,
            channels,
            columns);
    made.accept(recording);
    return recording;
  }
}
