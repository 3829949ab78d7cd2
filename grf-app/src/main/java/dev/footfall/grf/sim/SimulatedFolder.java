package dev.footfall.grf.sim;

import dev.footfall.grf.data.CsvFolder;
import dev.footfall.grf.data.InputException;
import dev.footfall.grf.data.Recording;
import dev.footfall.grf.data.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a simulation as an ordinary folder: of CSV recordings, {@code DIR/S01/walk-1.1.csv} with
 * {@code subjects.csv} and {@code attribution.txt}, which {@link CsvFolder} reads back bit by bit;
 * or of sessions, {@code DIR/S01/walk-1.1/session.json} with the files it names.
 */
public final class SimulatedFolder {
  /** The files that the simulator writes, relative to its folder. */
  private static final Pattern OWN =
      Pattern.compile(
          "S\\d{2,3}(/walk-[0-9.]+(\\.csv|/(session\\.json|insole\\.csv|force\\.csv))?)?|"
              + Pattern.quote(CsvFolder.SUBJECTS)
              + "|"
              + Pattern.quote(CsvFolder.ATTRIBUTION));

  private SimulatedFolder() {}

  /**
   * Writes all recordings. They are written to a folder beside {@code folder} that takes its place
   * at the end: until then nothing of {@code folder} changes, and whatever stops the writing leaves
   * it as it was. A folder that holds anything the simulator did not write is refused.
   *
   * @param folder where to; missing, empty or written by the simulator before
   * @param written is told of each recording when it has been written
   * @throws InputException if the folder holds other files
   */
  public static void write(SimulatedSource source, Path folder, Consumer<Recording> written)
      throws IOException {
    replace(folder, begun -> fill(source, begun, written));
  }

  /**
   * Writes all sessions; otherwise as {@link #write}.
   *
   * @param written is called after each session
   */
  public static void writeSessions(SimulatedSessions sessions, Path folder, Runnable written)
      throws IOException {
    replace(folder, begun -> fill(sessions, begun, written));
  }

  private interface Filling {
    void fill(Path folder) throws IOException;
  }

  private static void replace(Path folder, Filling filling) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    checkReplaceable(folder, target);
    Path begun = target.resolveSibling("." + target.getFileName() + ".part");
    Files.createDirectories(target.getParent());
    delete(begun);
    try {
      Files.createDirectory(begun);
      filling.fill(begun);
      checkReplaceable(folder, target);
      delete(target);
      Files.move(begun, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(begun);
    }
  }

  private static void fill(SimulatedSessions sessions, Path folder, Runnable written)
      throws IOException {
    SimulatedSource source = sessions.source();
    Files.writeString(folder.resolve(CsvFolder.ATTRIBUTION), source.attribution() + "\n");
    for (String subject : source.subjects()) {
      Path own = Files.createDirectory(folder.resolve(subject));
      for (double speedMps : source.spec().speedsMps()) {
        Path session = Files.createDirectory(own.resolve(SimulatedSource.trial(speedMps)));
        sessions.write(subject, speedMps, session);
        written.run();
      }
    }
  }

  private static void fill(SimulatedSource source, Path folder, Consumer<Recording> written)
      throws IOException {
    Files.writeString(folder.resolve(CsvFolder.ATTRIBUTION), source.attribution() + "\n");
    StringBuilder masses = new StringBuilder("subject,body_mass [kg]\n");
    for (String subject : source.subjects()) {
      masses.append(subject).append(',').append(source.profile(subject).bodyMassKg()).append('\n');
      Path own = Files.createDirectory(folder.resolve(subject));
      for (Recording recording : source.recordings(subject)) {
        Recordings.write(recording, own.resolve(recording.trial() + ".csv"));
        written.accept(recording);
      }
    }
    Files.writeString(folder.resolve(CsvFolder.SUBJECTS), masses);
  }

  private static void checkReplaceable(Path folder, Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(folder + ": not a folder");
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(target)) {
      files = walk.skip(1).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (files.isEmpty()) {
      return;
    }
    Path attribution = target.resolve(CsvFolder.ATTRIBUTION);
    if (!Files.isRegularFile(attribution)
        || !Files.readString(attribution).startsWith(SimulatedSource.SYNTHETIC)) {
      throw new InputException(
          folder + ": the folder is not empty and was not written by the simulator");
    }
    for (Path file : files) {
      String name = target.relativize(file).toString().replace('\\', '/');
      if (!OWN.matcher(name).matches()) {
        throw new InputException(
            folder + ": holds \"" + name + "\", which the simulator did not write; move it away");
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
