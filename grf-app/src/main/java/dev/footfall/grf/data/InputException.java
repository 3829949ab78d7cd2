package dev.footfall.grf.data;

import java.io.Serial;

/**
 * Input from outside that cannot be used: a broken file, a missing folder, an unknown name.
 *
 * <p>The message is one line made for the person who gave the input, {@code file:line: column "x":
 * what was found and what was expected}; a stack trace would add nothing for them.
 */
public final class InputException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Reports the problem that the given line describes. */
  public InputException(String message) {
    super(message);
  }

  /** Reports the problem that the given line describes, keeping what the system said about it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
