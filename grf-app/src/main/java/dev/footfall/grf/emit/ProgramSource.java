package dev.footfall.grf.emit;

import java.util.List;
import java.util.StringJoiner;

/**
 * A program that reads a recording as CSV and writes the estimates of an emitted kernel as CSV.
 *
 * <p>It takes what {@code footfall predict} takes, and gives what that gives: a header names the
 * columns, of which those of the network are chosen; a column of time is copied. Without a header
 * there must be a column for each input, in order, and perhaps one of time before them.
 */
final class ProgramSource {
  private static final String PROGRAM =
      """
      // @mark@; not to be edited, but emitted again.
      @package@import java.io.BufferedReader;
      import java.io.FileInputStream;
      import java.io.IOException;
      import java.io.InputStream;
      import java.io.InputStreamReader;
      import java.io.PrintStream;

      /**
       * Reads a recording as CSV, writes estimates as CSV: {@code java @class@Main [FILE]}, standard input
       * without a file. @summary@
       *
       * <p>With a header such as {@code time [s],@firstInput@ [@unit@],...} columns are found by name and
       * may come in any order; without one they are the inputs of {@link @class@} in its order, a column
       * of time before them or not. Exit codes: 0 done, 1 failed, 2 bad input.
       */
      public final class @class@Main {
        private static final String[] INPUTS = {
          @inputs@
        };
        private static final String OUTPUTS = "@outputs@";

        private final @class@ kernel = new @class@();
        private final PrintStream to;
        private int[] columns;
        private int timeColumn = -1;
        private int line;

        private @class@Main(PrintStream to) {
          this.to = to;
        }

        /** Runs the program. */
        public static void main(String[] arguments) {
          String name = arguments.length == 0 ? "standard input" : arguments[0];
          try {
            InputStream in = arguments.length == 0 ? System.in : new FileInputStream(arguments[0]);
            try {
              // A reader that waits gets each row at once.
              PrintStream to = new PrintStream(System.out, arguments.length == 0, "US-ASCII");
              new @class@Main(to).estimate(new BufferedReader(new InputStreamReader(in, "UTF-8")));
              to.flush();
              if (to.checkError()) {
                throw new IOException("standard output cannot be written");
              }
            } finally {
              in.close();
            }
          } catch (IOException e) {
            System.err.println(name + ": " + e.getMessage());
            System.exit(1);
          } catch (IllegalArgumentException e) {
            System.err.println(name + e.getMessage());
            System.exit(2);
          }
        }

        @estimate@

        /** The cells of the next sample, or null at the end. The first line may be a header. */
        private String[] next(BufferedReader from) throws IOException {
          for (String text = from.readLine(); text != null; text = from.readLine()) {
            line++;
            String[] cells = text.split(",", -1);
            boolean header = false;
            if (columns == null) {
              header = findColumns(cells);
              to.println(timeColumn < 0 ? OUTPUTS : "time [s]," + OUTPUTS);
            }
            if (!header && text.trim().length() > 0) {
              return cells;
            }
          }
          return null;
        }

        /** Finds the columns of the inputs, and says whether the line was a header. */
        private boolean findColumns(String[] cells) {
          columns = new int[INPUTS.length];
          boolean header = !isNumber(cells[cells.length - 1]);
          if (!header) {
            if (cells.length != INPUTS.length && cells.length != INPUTS.length + 1) {
              throw new IllegalArgumentException(
                  ":1: " + cells.length + " columns and no header; expected " + INPUTS.length
                      + " inputs, a time before them or not");
            }
            timeColumn = cells.length - INPUTS.length - 1;
            for (int c = 0; c < INPUTS.length; c++) {
              columns[c] = timeColumn + 1 + c;
            }
            return false;
          }
          for (int c = 0; c < INPUTS.length; c++) {
            columns[c] = -1;
          }
          for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].trim();
            String column = cell.indexOf(" [") < 0 ? cell : cell.substring(0, cell.indexOf(" ["));
            timeColumn = column.equals("time") ? i : timeColumn;
            for (int c = 0; c < INPUTS.length; c++) {
              columns[c] = column.equals(INPUTS[c]) ? i : columns[c];
            }
          }
          for (int c = 0; c < INPUTS.length; c++) {
            if (columns[c] < 0) {
              throw new IllegalArgumentException(":1: no column \\"" + INPUTS[c] + "\\"");
            }
          }
          return true;
        }

        private static boolean isNumber(String cell) {
          try {
            Double.parseDouble(cell.trim());
            return true;
          } catch (NumberFormatException e) {
            return false;
          }
        }

        private String time(String[] cells) {
          return timeColumn < 0 || timeColumn >= cells.length ? "" : cells[timeColumn].trim();
        }

        private float number(String[] cells, int column) {
          if (column >= cells.length) {
            throw new IllegalArgumentException(":" + line + ": only " + cells.length + " columns");
          }
          try {
            return Float.parseFloat(cells[column].trim());
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                ":" + line + ": \\"" + cells[column].trim() + "\\" is not a number");
          }
        }

        private void write(String time, float[] out, int from) {
          StringBuilder row = new StringBuilder(time);
          for (int k = 0; k < @class@.OUTPUTS; k++) {
            row.append(row.length() == 0 ? "" : ",").append(out[from + k]);
          }
          to.println(row);
        }
      }
      """;

  private static final String STREAMING =
      """
      /** Estimates sample by sample: a row is written before the next line is read. */
      private void estimate(BufferedReader from) throws IOException {
        float[] in = new float[@class@.INPUTS];
        float[] out = new float[@class@.OUTPUTS];
        for (String[] cells = next(from); cells != null; cells = next(from)) {
          for (int c = 0; c < in.length; c++) {
            in[c] = number(cells, columns[c]);
          }
          kernel.step(in, out);
          write(time(cells), out, 0);
        }
      }
      """;

  private static final String DELAYED =
      """
      /** Estimates sample by sample; an estimate comes {@code DELAY} samples after its own. */
      private void estimate(BufferedReader from) throws IOException {
        float[] in = new float[@class@.INPUTS];
        float[] out = new float[@class@.OUTPUTS];
        String[] times = new String[@class@.DELAY];
        int samples = 0;
        for (String[] cells = next(from); cells != null; cells = next(from)) {
          for (int c = 0; c < in.length; c++) {
            in[c] = number(cells, columns[c]);
          }
          kernel.step(in, out);
          if (samples >= times.length) {
            write(times[samples % times.length], out, 0);
          }
          times[samples % times.length] = time(cells);
          samples++;
        }
        for (int late = 0; late < times.length; late++) {
          kernel.flush(out);
          if (samples + late >= times.length) {
            write(times[(samples + late) % times.length], out, 0);
          }
        }
      }
      """;

  private static final String WINDOW =
      """
      /** Estimates window after window, each from nothing but itself; a rest is not estimated. */
      private void estimate(BufferedReader from) throws IOException {
        float[] window = new float[@class@.INPUTS * @class@.SAMPLES];
        float[] out = new float[@class@.OUTPUTS * @class@.SAMPLES];
        String[] times = new String[@class@.SAMPLES];
        int t = 0;
        for (String[] cells = next(from); cells != null; cells = next(from)) {
          times[t] = time(cells);
          for (int c = 0; c < @class@.INPUTS; c++) {
            window[t * @class@.INPUTS + c] = number(cells, columns[c]);
          }
          t++;
          if (t == @class@.SAMPLES) {
            kernel.run(window, out);
            for (t = 0; t < @class@.SAMPLES; t++) {
              write(times[t], out, t * @class@.OUTPUTS);
            }
            t = 0;
          }
        }
        if (t > 0) {
          System.err.println("the last " + t + " samples are less than a window and are left out");
        }
      }
      """;

  private ProgramSource() {}

  /**
   * The source.
   *
   * @param delay samples by which a streaming kernel is late
   */
  static String of(EmitSpec spec, int delay) {
    boolean streaming = spec.mode() == EmitSpec.Mode.STREAMING;
    String estimate = !streaming ? WINDOW : delay > 0 ? DELAYED : STREAMING;
    StringJoiner outputs = new StringJoiner(",");
    spec.outputs().forEach(output -> outputs.add(output + " [N]"));
    List<String> inputs = spec.inputs().stream().map(ProgramSource::quoted).toList();
    return Template.of(PROGRAM)
        .with("mark", EmittedSources.MARK)
        .with("package", spec.packageLine())
        .with("class", spec.className())
        .with(
            "summary",
            streaming
                ? "A row is written before the next line is read."
                : "Windows follow each other without overlap.")
        .with("firstInput", Comment.plain(spec.inputs().getFirst()))
        .with("unit", Comment.plain(spec.inputUnit()))
        .with("inputs", Constants.rows(inputs, inputs.size()))
        .with("outputs", escaped(outputs.toString()))
        .with("estimate", Template.of(estimate).with("class", spec.className()).text())
        .text();
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** A text as it stands in a string literal, in ASCII. */
  private static String escaped(String text) {
    StringBuilder literal = new StringBuilder();
    for (char c : text.toCharArray()) {
      literal.append(Constants.escaped(c));
    }
    return literal.toString();
  }
}
