package dev.footfall.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where tests find the files that are no resources: the clone itself, and the real recordings. */
public final class TestData {

  private TestData() {}

  /**
   * The root of the clone: the nearest folder, from the working directory upwards, that holds both
   * the launcher {@code footfall} and {@code pom.xml}.
   *
   * @throws IllegalStateException if no folder does
   */
  public static Path repositoryRoot() {
    return repositoryRoot(Path.of(""));
  }

  /**
   * The folder of the gaitpdb recordings: the environment variable {@code FOOTFALL_GAITPDB}, else
   * {@code shared/data/gaitpdb} beside the clone. Empty if nothing is set and nothing is there, so
   * that a test can say that it was skipped.
   *
   * @throws IllegalStateException if the variable names something that is not a folder
   */
  public static Optional<Path> gaitpdb() {
    return gaitpdb(System.getenv("FOOTFALL_GAITPDB"), repositoryRoot());
  }

  static Path repositoryRoot(Path start) {
    Path absolute = start.toAbsolutePath().normalize();
    for (Path folder = absolute; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("footfall"))
          && Files.isRegularFile(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "repository root: no folder with footfall and pom.xml at or above " + absolute);
  }

  static Optional<Path> gaitpdb(String variable, Path root) {
    if (variable == null || variable.isEmpty()) {
      return Optional.of(root.resolveSibling("shared/data/gaitpdb")).filter(Files::isDirectory);
    }
    Path folder = Path.of(variable);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("FOOTFALL_GAITPDB: " + folder + " is not a folder");
    }
    return Optional.of(folder);
  }
}
