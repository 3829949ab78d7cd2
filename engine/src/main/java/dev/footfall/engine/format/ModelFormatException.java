package dev.footfall.engine.format;

import java.io.IOException;

/** A model file whose content breaks its format. The message is one line that names the file. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /** An exception with this one-line message. */
  public ModelFormatException(String message) {
    super(message);
  }

  /** An exception with this one-line message and the cause of it. */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
