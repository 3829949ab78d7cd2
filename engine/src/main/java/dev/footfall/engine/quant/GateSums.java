package dev.footfall.engine.quant;

/** Runs {@link QuantStep.Gates}. */
final class GateSums {
  private final Rows rows;
  private final int[] multiplier;
  private final int[] shift;
  private final int[] sums;

  GateSums(QuantStep.Gates gates) {
    this.rows = Rows.of(gates);
    this.multiplier = gates.multiplier();
    this.shift = gates.shift();
    this.sums = new int[gates.rows()];
  }

  void run(byte[] x) {
    rows.apply(x, sums);
    for (int r = 0; r < sums.length; r++) {
      sums[r] = FixedPoint.multiply(sums[r], multiplier[r], shift[r]);
    }
  }

  /** A gate in units of 2<sup>-12</sup>, not yet cut to 16 bits. */
  int at(int row) {
    return sums[row];
  }

  int bufferBytes() {
    return Integer.BYTES * sums.length;
  }
}
