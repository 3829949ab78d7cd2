package dev.footfall.grf.data;

/**
 * The physical units that columns are kept in. A file may use a multiple of one (ms, kN, Pa), and
 * is converted while it is read.
 */
public enum Unit {
  /** Time, in s. */
  SECOND("s"),
  /** Force, in N. */
  NEWTON("N"),
  /** Pressure, in kPa. */
  KILOPASCAL("kPa");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** The symbol as it stands in a header: {@code s}, {@code N} or {@code kPa}. */
  public String symbol() {
    return symbol;
  }

  /**
   * The unit with this symbol.
   *
   * @throws InputException if there is none; the message lists those there are
   */
  public static Unit of(String symbol) {
    for (Unit unit : values()) {
      if (unit.symbol.equals(symbol)) {
        return unit;
      }
    }
    throw new InputException("unit \"" + symbol + "\" is unknown; known: s, N, kPa");
  }

  @Override
  public String toString() {
    return symbol;
  }
}
