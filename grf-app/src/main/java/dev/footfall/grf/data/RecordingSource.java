package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Recordings of several subjects, wherever they are kept. */
public interface RecordingSource {
  /** What messages and reports call the source: the folder as it was given, or the simulation. */
  String name();

  /** All subjects, sorted by the code units of their names. */
  List<String> subjects();

  /**
   * All recordings of a subject, sorted by trial. They are read or made anew on each call, so that
   * the source holds none of them in memory.
   *
   * @throws InputException if the subject is unknown or a recording cannot be used
   */
  List<Recording> recordings(String subject);

  /** Speed of a walk in m/s, NaN where it is unknown, as it is unless a source says more. */
  default double speedMps(String subject, String trial) {
    return Double.NaN;
  }

  /**
   * Where the cells of a recording of this source are, if that is known: unless a source says more,
   * of a recording with 16 x 8 cells.
   */
  default Optional<SensorLayout> layout(Recording recording) {
    return Optional.of(SensorLayout.GRID_16_BY_8).filter(layout -> layout.isOf(recording));
  }

  /**
   * SHA-256 of what the recordings are made from, 64 hexadecimal digits: two sources with the same
   * digest yield the same recordings. A folder hashes, for each file it reads, sorted by relative
   * name: the name, a zero byte, the length in eight bytes, the content. It costs reading them all.
   */
  String digest();

  /** Who made the data and under which licence: to be shown beside each result on them. */
  String attribution();

  /**
   * The source in a folder, by its layout: a copy of gaitpdb ({@link GaitpdbFolder}), or a folder
   * of CSV recordings for each subject ({@link CsvFolder}). Sessions are refused: two clocks and
   * two rates make no recording by themselves.
   *
   * @throws InputException if the folder is missing, empty or of neither layout
   */
  static RecordingSource open(Path folder) {
    return open(
        folder,
        session -> {
          throw new InputException(session.name() + ": a session of two devices, not a recording");
        });
  }

  /**
   * The same, with sessions ({@link SessionSource}) besides.
   *
   * @param assembly makes recordings of a session, one or more
   * @throws InputException if the folder is missing, empty or of no known layout
   */
  static RecordingSource open(Path folder, Function<RawSession, List<Recording>> assembly) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder + (Files.exists(folder) ? ": not a folder" : ": no such folder"));
    }
    if (!RawSession.find(folder).isEmpty()) {
      return new SessionSource(folder, assembly);
    }
    if (GaitpdbFolder.isOne(folder)) {
      return new GaitpdbFolder(folder);
    }
    if (CsvFolder.isOne(folder)) {
      return new CsvFolder(folder);
    }
    throw FolderFiles.noRecordings(folder);
  }
}
