package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be written at the end of a long run, looked at before it begins. */
final class OutputFile {

  /** Writes the content. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  private final Path path;

  /**
   * Checks that the file can be written.
   *
   * @param option what it was given as
   * @throws InputException if its folder does not exist or is not writable, or if the path is that
   *     of something else than a regular file
   */
  OutputFile(String option, Path path) {
    this.path = path;
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path) || folder == null) {
      throw new InputException(option + ": " + path + " is a folder; a file is expected");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InputException(option + ": " + path + " is not a regular file");
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException(option + ": " + path + ": folder " + folder + " does not exist");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(option + ": " + path + ": folder " + folder + " is not writable");
    }
  }

  Path path() {
    return path;
  }

  /** Whether it is this file, under whatever name. */
  boolean is(Path other) throws IOException {
    return Files.exists(path) && Files.exists(other)
        ? Files.isSameFile(path, other)
        : path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  /** Writes; a failure names the file. */
  void write(Content content) throws IOException {
    try {
      content.writeTo(path);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** The failure with the name of the file that could not be written. */
  static IOException named(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new IOException(path + ": permission denied", e);
    }
    String message = String.valueOf(e.getMessage());
    return message.contains(path.getFileName().toString())
        ? e
        : new IOException(path + ": cannot be written (" + message + ")", e);
  }
}
