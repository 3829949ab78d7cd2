package dev.footfall.engine.quant;

import dev.footfall.engine.plan.Activation;

/** Runs a {@link Requantization}. */
final class Requantizer {
  private static final int TANH_SHIFT = 8;
  private static final int SIGMOID_SHIFT = 7;

  private final int[] multiplier;
  private final int[] shift;
  private final int zeroPoint;
  private final int least;
  private final int most;
  // Knots of the function, or null.
  private final short[] table;
  private final int tableShift;

  Requantizer(Requantization requantization) {
    this.multiplier = requantization.multiplier();
    this.shift = requantization.shift();
    this.zeroPoint = requantization.zeroPoint();
    this.least = requantization.least();
    this.most = requantization.most();
    boolean tanh = requantization.activation() == Activation.TANH;
    boolean sigmoid = requantization.activation() == Activation.SIGMOID;
    this.table = tanh ? GateTable.tanh() : sigmoid ? GateTable.sigmoid() : null;
    this.tableShift = tanh ? TANH_SHIFT : SIGMOID_SHIFT;
  }

  byte apply(int sum, int channel) {
    int scaled = FixedPoint.multiply(sum, multiplier[channel], shift[channel]);
    if (table != null) {
      int value = GateTable.at(table, FixedPoint.saturated16(scaled));
      scaled = FixedPoint.roundingShift(value, tableShift);
    }
    return (byte) FixedPoint.shifted(scaled, zeroPoint, least, most);
  }
}
