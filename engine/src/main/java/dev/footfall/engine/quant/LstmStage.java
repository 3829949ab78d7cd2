package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Lstm}. */
final class LstmStage extends RecurrentStage {
  private final int cellBits;

  LstmStage(QuantStep.Lstm step) {
    super(step);
    this.cellBits = step.cellBits();
  }

  @Override
  int advance(int cell) {
    int i = sigmoid(cell);
    int f = sigmoid(cells + cell);
    int g = tanh(gate(2 * cells + cell));
    int o = sigmoid(3 * cells + cell);
    int kept = FixedPoint.roundingShift(f * state[cell], GateTable.VALUE_BITS);
    int added = FixedPoint.roundingShift(i * g, 2 * GateTable.VALUE_BITS - cellBits);
    int c = FixedPoint.saturated16(kept + added);
    state[cell] = (short) c;
    return o * tanh(argument(c));
  }

  /** The cell in the units that the table of tanh takes. */
  private int argument(int c) {
    int excess = cellBits - GateTable.ARGUMENT_BITS;
    return excess >= 0
        ? FixedPoint.roundingShift(c, excess)
        : FixedPoint.saturated16((long) c << -excess);
  }
}
