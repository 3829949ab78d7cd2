package dev.footfall.grf.data;

import java.util.Objects;

/**
 * One named signal of a recording and the unit of its values.
 *
 * <p>Canonical names are {@code insole_left_01}, {@code insole_right_01}, ... for the cells of an
 * insole and {@code grf_left}, {@code grf_right} for the vertical ground reaction force; see {@link
 * Foot}.
 *
 * @param name unique within its recording, not blank
 * @param unit unit of every value
 */
public record Channel(String name, Unit unit) {
  /** Checks that there is a name. */
  public Channel {
    Objects.requireNonNull(unit, "unit");
    if (name.isBlank()) {
      throw new IllegalArgumentException("channel: the name is blank");
    }
  }

  /** The column header of this channel, {@code grf_left [N]}. */
  @Override
  public String toString() {
    return name + " [" + unit.symbol() + "]";
  }
}
