package dev.footfall.grf.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is estimated from what: the input channels, their unit and rate, and the target channels.
 *
 * @param name how the command line calls it
 * @param samplingRateHz rate that recordings must have, within 2 %
 * @param inputs names of the input channels, in the order of the network's input
 * @param inputUnit unit of all inputs
 * @param targets names of the target channels, forces in N
 * @param note one sentence that says what results on this task mean
 * @param sensor what a worse sensor makes of the inputs, {@link WorseSensor#NONE} for as recorded;
 *     {@link #source} applies it
 */
public record Task(
    String name,
    double samplingRateHz,
    List<String> inputs,
    Unit inputUnit,
    List<String> targets,
    String note,
    WorseSensor sensor) {

  /** How far the rate of a recording may be from the rate of the task, as a share of it. */
  private static final double RATE_TOLERANCE = 0.02;

  private static final List<String> BOTH_FORCES = List.of(Foot.LEFT.grf(), Foot.RIGHT.grf());

  private static final List<String> ALL_FORCES =
      List.of(Foot.LEFT.grf(), Foot.RIGHT.grf(), Foot.LEFT.grfAp(), Foot.RIGHT.grfAp());

  private static final String SPARSE =
      "The target is the sum of the eight cells of the same insole, of which %s are the input; it"
          + " is not a force plate.";

  private static final String SYNTHETIC =
      "Made for the simulated 16 x 8 insole: results on simulated recordings are synthetic and say"
          + " nothing about a real sensor.";

  private static final List<Task> KNOWN =
      List.of(
          new Task(
              "sparse-4",
              100,
              cells(1, 4, 7, 8),
              Unit.NEWTON,
              BOTH_FORCES,
              SPARSE.formatted("four")),
          new Task(
              "sparse-2",
              100,
              cells(1, 7),
              Unit.NEWTON,
              BOTH_FORCES,
              SPARSE.formatted("two, heel and ball of the foot,")),
          new Task(
              "sparse-4-noisy",
              100,
              cells(1, 4, 7, 8),
              Unit.NEWTON,
              BOTH_FORCES,
              SPARSE.formatted("four, made worse as a cheap sensor would,"),
              new WorseSensor(1, 0.1, 0.02, 3, 8, 400, 0.02)),
          new Task(
              "insole-16x8", 200, cells(allCells(16 * 8)), Unit.KILOPASCAL, BOTH_FORCES, SYNTHETIC),
          new Task(
              "insole-16x8-ap",
              200,
              cells(allCells(16 * 8)),
              Unit.KILOPASCAL,
              ALL_FORCES,
              SYNTHETIC));

  /** Copies the lists. */
  public Task {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
  }

  /** A task on inputs as they were recorded. */
  public Task(
      String name,
      double samplingRateHz,
      List<String> inputs,
      Unit inputUnit,
      List<String> targets,
      String note) {
    this(name, samplingRateHz, inputs, inputUnit, targets, note, WorseSensor.NONE);
  }

  /** Names of the built-in tasks. */
  public static List<String> names() {
    return KNOWN.stream().map(Task::name).toList();
  }

  /**
   * The built-in task of this name.
   *
   * @throws InputException if there is none; the message lists those there are
   */
  public static Task named(String name) {
    for (Task task : KNOWN) {
      if (task.name.equals(name)) {
        return task;
      }
    }
    throw new InputException(
        "task \"" + name + "\" is unknown; known: " + String.join(", ", names()));
  }

  /**
   * The built-in task of this name, or the task in a file whose name ends in {@code .json}; see
   * {@link TaskFile}.
   *
   * @throws InputException if there is none, or the file cannot be understood
   */
  public static Task find(String nameOrFile) {
    return nameOrFile.endsWith(".json") ? TaskFile.read(Path.of(nameOrFile)) : named(nameOrFile);
  }

  /**
   * The recordings of a source as this task sees them: their inputs as the worse sensor would have
   * recorded them, their targets untouched. The source itself if the task has no such sensor.
   */
  public RecordingSource source(RecordingSource recorded) {
    return sensor.equals(WorseSensor.NONE) ? recorded : new WorseSource(this, recorded);
  }

  /**
   * Input columns of a recording in the order of {@link #inputs()}, {@code [C][T]}: the recording's
   * own arrays, not to be written.
   *
   * @throws InputException if a channel is missing, in another unit, or the rate does not match
   */
  public float[][] inputs(Recording recording) {
    return columns(recording, inputs, inputUnit);
  }

  /**
   * Target columns of a recording in the order of {@link #targets()}, in N; otherwise as {@link
   * #inputs(Recording)}.
   */
  public float[][] targets(Recording recording) {
    return columns(recording, targets, Unit.NEWTON);
  }

  /**
   * Where the inputs stand among the given channels, for reading sample by sample: input {@code i}
   * of the task is value {@code result[i]} of a row.
   *
   * @param recordingName what messages call the recording
   * @throws InputException if a channel is missing or in another unit
   */
  public int[] inputIndices(String recordingName, List<Channel> channels) {
    return indices(recordingName, channels, inputs, inputUnit);
  }

  private float[][] columns(Recording recording, List<String> names, Unit unit) {
    double ratio = recording.samplingRateHz() / samplingRateHz;
    if (Math.abs(ratio - 1) > RATE_TOLERANCE) {
      throw new InputException(
          recording.name()
              + ": sampled at "
              + Decimals.text(Math.rint(recording.samplingRateHz() * 1e3) / 1e3)
              + " Hz but task "
              + name
              + " needs "
              + Decimals.text(samplingRateHz)
              + " Hz");
    }
    int[] indices = indices(recording.name(), recording.channels(), names, unit);
    float[][] columns = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      columns[i] = recording.column(recording.channels().get(indices[i]).name());
    }
    return columns;
  }

  private int[] indices(
      String recordingName, List<Channel> channels, List<String> wanted, Unit unit) {
    List<String> present = channels.stream().map(Channel::name).toList();
    int[] indices = new int[wanted.size()];
    for (int i = 0; i < indices.length; i++) {
      String channel = wanted.get(i);
      int index = present.indexOf(channel);
      if (index < 0) {
        throw new InputException(
            recordingName
                + ": column \""
                + new Channel(channel, unit)
                + "\" is missing; task "
                + name
                + " needs it (found "
                + abbreviated(channels)
                + ")");
      }
      if (channels.get(index).unit() != unit) {
        throw new InputException(
            recordingName
                + ": column \""
                + channels.get(index)
                + "\" is not in "
                + unit.symbol()
                + ", which task "
                + name
                + " needs");
      }
      indices[i] = index;
    }
    return indices;
  }

  private static String abbreviated(List<Channel> channels) {
    int shown = 4;
    String first =
        channels.stream().limit(shown).map(Channel::name).collect(Collectors.joining(", "));
    return channels.size() <= shown ? first : first + ", ... " + channels.size() + " in all";
  }

  private static int[] allCells(int count) {
    int[] cells = new int[count];
    for (int i = 0; i < count; i++) {
      cells[i] = i + 1;
    }
    return cells;
  }

  /** The given cells of the left insole, then those of the right one. */
  private static List<String> cells(int... cells) {
    List<String> names = new ArrayList<>();
    for (Foot foot : Foot.values()) {
      for (int cell : cells) {
        names.add(foot.insole(cell));
      }
    }
    return names;
  }
}
