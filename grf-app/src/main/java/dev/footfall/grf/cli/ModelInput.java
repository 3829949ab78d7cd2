package dev.footfall.grf.cli;

import dev.footfall.grf.data.InputException;
import dev.footfall.grf.model.Model;
import dev.footfall.grf.model.ModelFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reads the models that are named on the command line. */
final class ModelInput {
  private ModelInput() {}

  /**
   * Reads a model.
   *
   * @throws InputException if the file is missing, not a regular file, or not to be read
   * @throws IOException if its content is not a model
   */
  static Model read(Path file) throws IOException {
    try {
      return ModelFile.read(file);
    } catch (AccessDeniedException e) {
      throw new InputException(file + ": permission denied", e);
    } catch (FileSystemException e) {
      throw new InputException(e.getMessage(), e);
    }
  }
}
