package dev.footfall.grf.cli;

import dev.footfall.engine.format.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results go to standard output, in UTF-8; all that is said about
 * the work goes to standard error.
 */
final class Console {
  private final InputStream in;
  private final StandardOutput out;
  private final PrintStream err;
  private final int columns;

  /**
   * A console on the given streams.
   *
   * @param columns width of the terminal that standard error is, 0 if it is none
   */
  Console(InputStream in, OutputStream out, PrintStream err, int columns) {
    this.in = in;
    this.out = new StandardOutput(out);
    this.err = err;
    this.columns = columns;
  }

  /** Standard input. */
  InputStream in() {
    return in;
  }

  /** Standard output: buffered, and it says by an exception what went wrong. */
  OutputStream out() {
    return out;
  }

  /** Standard error. */
  PrintStream err() {
    return err;
  }

  /** Width of the terminal, 0 without one. */
  int columns() {
    return columns;
  }

  /** Writes a result. */
  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a result as JSON. */
  void printJson(Object value) throws IOException {
    print(Json.writeIndented(value) + "\n");
  }

  /** Says something about the work, on a line of its own. */
  void note(String line) {
    err.println(line);
    err.flush();
  }

  /** Reports an error, on one line whatever the message holds. */
  void error(String message) {
    note("footfall: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}
