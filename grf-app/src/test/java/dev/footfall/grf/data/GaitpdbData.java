package dev.footfall.grf.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the real recordings are, for the tests that need them. */
public final class GaitpdbData {
  private static final String VARIABLE = "FOOTFALL_GAITPDB";

  private GaitpdbData() {}

  /**
   * The folder named by the environment variable FOOTFALL_GAITPDB, or else {@code
   * shared/data/gaitpdb} in a folder above the working directory. Where neither is, the calling
   * test is skipped, and says so.
   */
  public static Path folderOrSkip() {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      return Path.of(named);
    }
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path folder = up.resolve("shared").resolve("data").resolve("gaitpdb");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return Assumptions.abort(
        "skipped: no shared/data/gaitpdb above the working directory and no " + VARIABLE);
  }
}
