package dev.footfall.engine.plan;

import java.util.ArrayList;
import java.util.List;

/** What a kernel has to say of an estimate: a sum of flags, 0 where all is well. */
public final class Status {
  /** A sensor value was missing or not finite, and the last one before it was used. */
  public static final int HELD = 1;

  /** A sensor value lay at a limit of its sensor or beyond; it was used as it is. */
  public static final int SATURATED = 2;

  /** No value arrived for longer than the longest gap: all samples before it were forgotten. */
  public static final int GAP = 4;

  /** There is no estimate, and NaN stands in its place. */
  public static final int NO_ESTIMATE = 8;

  private Status() {}

  /** The flags as words, as {@code held, saturated}; {@code ok} without any. */
  public static String text(int status) {
    List<String> words = new ArrayList<>();
    String[] names = {"held", "saturated", "gap", "no estimate"};
    for (int i = 0; i < names.length; i++) {
      if ((status & 1 << i) != 0) {
        words.add(names[i]);
      }
    }
    return words.isEmpty() ? "ok" : String.join(", ", words);
  }
}
