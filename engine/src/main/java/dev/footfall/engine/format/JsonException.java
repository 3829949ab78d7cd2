package dev.footfall.engine.format;

/**
 * JSON text that breaks the grammar, a document that is not what its reader expects, or a value
 * that JSON cannot hold. The message is one line: source, place, what was expected and what was
 * found.
 */
public final class JsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message);
  }
}
