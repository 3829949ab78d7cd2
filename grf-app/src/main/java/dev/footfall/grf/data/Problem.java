package dev.footfall.grf.data;

import java.util.Locale;

/**
 * Something about a data set that whoever works with it should know.
 *
 * @param kind what sort of problem
 * @param file name of the file within the folder
 * @param line first line that has it, from 1; 0 where it concerns the file as a whole
 * @param column name of the column, or null
 * @param what what was found and what was expected
 * @param count how often it was found
 * @param lastLine last line that has it
 */
public record Problem(
    Kind kind, String file, long line, String column, String what, long count, long lastLine) {
  /** Sorts of problems. */
  public enum Kind {
    /** A file that is missing, is no text or cannot be understood beyond some line. */
    FILE,
    /** A header or {@code session.json} that cannot be understood. */
    HEADER,
    /** A row of another length than its header. */
    ROW,
    /** A blank line within the recording. */
    BLANK,
    /** A value that is no finite number. */
    VALUE,
    /** A value that is empty or NaN. */
    MISSING,
    /** A time that repeats or goes back. */
    TIME,
    /** Samples that are missing. */
    GAP,
    /** Another rate than the one that is stated. */
    RATE,
    /** A sensor at the end of its range. */
    SATURATED,
    /** A cell that answers nothing. */
    DEAD,
    /** A cell that answers the same whatever the load. */
    STUCK,
    /** Values that look as if they were in another unit. */
    UNIT,
    /** A body mass that is missing or hard to believe. */
    MASS,
    /** Streams of one session that differ in length. */
    LENGTH,
    /** Two recordings of one name. */
    NAME;

    /** The word for it, {@code saturated}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line for people. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (column == null ? "" : "column " + Quoted.text(column) + ": ")
        + what
        + (count > 1 ? " (" + count + " times, last in line " + lastLine + ")" : "");
  }
}
