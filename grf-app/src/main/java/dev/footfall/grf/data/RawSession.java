package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One walk as it was recorded: what an insole and a force plate wrote, each at its own rate and on
 * its own clock. It lives in a folder with {@value SessionHeader#FILE}, which says what the two
 * files beside it hold.
 *
 * <p>Nothing of the files is kept: {@link #openInsole} and {@link #openForce} read them anew, row
 * by row.
 */
public final class RawSession {
  private static final int DEEPEST = 2;

  private final Path folder;
  private final String name;
  private final SessionHeader header;
  private final StreamFormats formats;

  private RawSession(Path folder, String name, SessionHeader header, StreamFormats formats) {
    this.folder = folder;
    this.name = name;
    this.header = header;
    this.formats = formats;
  }

  /**
   * Reads the header of a session with the formats that are installed.
   *
   * @throws InputException if the header is missing or cannot be understood
   */
  public static RawSession read(Path folder) {
    return read(folder, folder.toString(), StreamFormats.installed());
  }

  /**
   * Reads the header of a session.
   *
   * @param name what messages call the folder
   * @throws InputException if the header is missing or cannot be understood
   */
  public static RawSession read(Path folder, String name, StreamFormats formats) {
    SessionHeader header = SessionHeader.read(folder, name, formats);
    return new RawSession(folder, name, header, formats);
  }

  /**
   * The folders of the sessions in a folder: that folder itself if it is one, otherwise those of
   * the folders in it and in these, {@code DIR/SESSION} or {@code DIR/SUBJECT/SESSION}, in the
   * order of their names.
   */
  public static List<Path> find(Path folder) {
    return find(folder, DEEPEST).toList();
  }

  /** Whether a folder is that of one session. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(SessionHeader.FILE));
  }

  private static Stream<Path> find(Path folder, int deeper) {
    if (isOne(folder)) {
      return Stream.of(folder);
    }
    return deeper == 0
        ? Stream.empty()
        : FolderFiles.list(folder).stream()
            .filter(Files::isDirectory)
            .flatMap(inner -> find(inner, deeper - 1));
  }

  /** What messages call the session. */
  public String name() {
    return name;
  }

  /** What {@value SessionHeader#FILE} says. */
  public SessionHeader header() {
    return header;
  }

  /**
   * Starts to read the insole, in N or kPa; the caller closes it.
   *
   * @throws InputException if the file is missing or cannot be understood
   */
  public SampleStream openInsole() {
    StreamSpec spec = header.insole();
    return formats
        .find(spec.format())
        .openInsole(existing(spec), name + "/" + spec.file(), spec, header.layout());
  }

  /**
   * Starts to read the force, in N; the caller closes it.
   *
   * @throws InputException if the file is missing or cannot be understood
   */
  public SampleStream openForce() {
    StreamSpec spec = header.force();
    return formats.find(spec.format()).openForce(existing(spec), name + "/" + spec.file(), spec);
  }

  /** The file of a stream, which must be there. */
  private Path existing(StreamSpec spec) {
    Path file = folder.resolve(spec.file());
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          name
              + "/"
              + spec.file()
              + (Files.exists(file) ? ": not a file" : ": no such file")
              + ", but session.json names it");
    }
    return file;
  }
}
