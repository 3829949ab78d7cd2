package dev.footfall.grf.data;

/** A side, and the canonical channel names that belong to it. */
public enum Foot {
  /** The left foot. */
  LEFT("left"),
  /** The right foot. */
  RIGHT("right");

  private final String word;

  Foot(String word) {
    this.word = word;
  }

  /**
   * Name of an insole cell, {@code insole_left_01} or {@code insole_left_128}.
   *
   * @param cell number of the cell, from 1
   */
  public String insole(int cell) {
    if (cell < 1) {
      throw new IllegalArgumentException("insole cell " + cell + ": cells are numbered from 1");
    }
    return "insole_" + word + (cell < 10 ? "_0" : "_") + cell;
  }

  /** The side, {@code left} or {@code right}. */
  public String word() {
    return word;
  }

  /**
   * Name of the antero-posterior ground reaction force under this foot, positive where it pushes
   * the body forward: {@code grf_ap_left}.
   */
  public String grfAp() {
    return "grf_ap_" + word;
  }

  /** Name of the vertical ground reaction force under this foot: {@code grf_left}. */
  public String grf() {
    return "grf_" + word;
  }
}
