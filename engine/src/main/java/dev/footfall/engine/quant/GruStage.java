package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Gru}. */
final class GruStage extends RecurrentStage {
  private static final int ONE = 1 << GateTable.VALUE_BITS;

  GruStage(QuantStep.Gru step) {
    super(step);
  }

  @Override
  int advance(int cell) {
    int r = sigmoid(cell);
    int z = sigmoid(cells + cell);
    int fromX = FixedPoint.saturated16(gatesX.at(2 * cells + cell));
    int fromH = FixedPoint.saturated16(gatesH.at(2 * cells + cell));
    int kept = FixedPoint.roundingShift(r * fromH, GateTable.VALUE_BITS);
    int n = tanh(FixedPoint.saturated16(fromX + kept));
    int s = FixedPoint.roundingShift((ONE - z) * n + z * state[cell], GateTable.VALUE_BITS);
    state[cell] = (short) s;
    return s;
  }
}
