package dev.footfall.grf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.footfall.engine.format.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A command that was run in this process, with nothing at its ends but memory.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Run(int code, String out, String err) {

  /** Runs a command without input and without a terminal; arguments may be of any type. */
  static Run of(Object... args) {
    return with("", 0, args);
  }

  /** Runs a command with the options of {@code more}, and those of {@code usual} not among them. */
  static Run command(String name, Map<String, ?> usual, Object... more) {
    List<Object> args = new ArrayList<>(List.of(name));
    args.addAll(Arrays.asList(more));
    usual.forEach(
        (option, value) -> {
          if (!args.contains(option)) {
            args.add(option);
            args.add(value);
          }
        });
    return of(args.toArray());
  }

  /** Runs a command with this standard input. */
  static Run withInput(String input, Object... args) {
    return with(input, 0, args);
  }

  /** Runs a command whose standard error is a terminal. */
  static Run onTerminal(int columns, Object... args) {
    return with("", columns, args);
  }

  private static Run with(String input, int columns, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            columns);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Requires that all was done. */
  Run done() {
    assertEquals(0, code, err);
    return this;
  }

  /** Requires bad input, told in this one line and no other word. */
  void refused(String line) {
    assertEquals("footfall: " + line + "\n", err);
    assertEquals("", out);
    assertEquals(2, code);
  }

  /** Requires bad input, told in this line as the last one. */
  void refusedAtLast(String line) {
    assertEquals("footfall: " + line, err.lines().reduce((a, b) -> b).orElse(""));
    assertEquals("", out);
    assertEquals(2, code);
  }

  /** Standard output, which must be one JSON document. */
  Json json() {
    return Json.parse("stdout", out);
  }
}
