package dev.footfall.engine.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces a file as a whole: at every moment, and after a crash, the target is the old file or the
 * new one.
 *
 * <p>The bytes go to a temporary beside the target, {@code .<target>.<16 hexadecimal digits>.tmp},
 * are forced to the disk, and the temporary is then moved over the target in one step. When writing
 * fails, the temporary is deleted. A process that is killed leaves its temporary behind; a later
 * writer of the same target deletes those that nobody has written to for an hour. Should the owner
 * of one only have slept so long, its move fails, and the target is still whole.
 *
 * <p>Several writers of one target do not disturb each other: the last one to finish wins. A
 * symbolic link is replaced, not followed.
 */
public final class AtomicFile {
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to a channel that is at the beginning of an empty file. */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @throws IOException if the file system or {@code content} fails, or if the target exists and is
   *     no regular file; one line that names the target, which is then as it was
   */
  public static void write(Path target, Content content) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(target.toString(), null, "is not a regular file");
    }
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(target.toString(), null, "its folder does not exist");
    }
    String prefix = "." + absolute.getFileName() + ".";
    deleteAbandoned(folder, prefix);
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path temporary = folder.resolve(prefix + random + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(temporary, e);
      throw new IOException(target + ": cannot be written: " + reason(e), e);
    } catch (RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static void discard(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The exceptions of a file system name the temporary, and not always a reason. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException exception when exception.getReason() != null ->
          exception.getReason();
      default -> e.getMessage();
    };
  }

  private static void deleteAbandoned(Path folder, String prefix) {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isTemporary(entry.getFileName().toString(), prefix)
            && Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Tidying is a courtesy: a folder that cannot be listed, or an entry that its owner has moved
      // away meanwhile, is no reason not to write.
      return;
    }
  }

  private static boolean isTemporary(String name, String prefix) {
    return name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9a-f]{16}\\.tmp");
  }
}
