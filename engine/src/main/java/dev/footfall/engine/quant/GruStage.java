package dev.footfall.engine.quant;

import java.util.Arrays;

/** Runs a {@link QuantStep.Gru}. */
final class GruStage extends Stage {
  private static final int ONE = 1 << GateTable.VALUE_BITS;

  private final int cells;
  private final GateSums gatesX;
  private final GateSums gatesH;
  private final short[] sigmoid = GateTable.sigmoid();
  private final short[] tanh = GateTable.tanh();
  private final int hiddenValue;
  private final int hiddenShift;
  private final int zeroPoint;

  private final short[] state;
  private final byte[] h;

  GruStage(QuantStep.Gru step) {
    this.cells = step.cells();
    this.gatesX = new GateSums(step.gatesX());
    this.gatesH = new GateSums(step.gatesH());
    this.hiddenValue = step.hidden().value();
    this.hiddenShift = step.hidden().shift();
    this.zeroPoint = step.zeroPoint();
    this.state = new short[cells];
    this.h = new byte[cells];
    reset();
  }

  @Override
  void run(byte[] column, byte[] row) {
    gatesX.run(column);
    gatesH.run(h);
    for (int j = 0; j < cells; j++) {
      int r = GateTable.at(sigmoid, gate(j));
      int z = GateTable.at(sigmoid, gate(cells + j));
      int fromX = FixedPoint.saturated16(gatesX.at(2 * cells + j));
      int fromH = FixedPoint.saturated16(gatesH.at(2 * cells + j));
      int reset = FixedPoint.roundingShift(r * fromH, GateTable.VALUE_BITS);
      int n = GateTable.at(tanh, FixedPoint.saturated16(fromX + reset));
      int s = FixedPoint.roundingShift((ONE - z) * n + z * state[j], GateTable.VALUE_BITS);
      state[j] = (short) s;
      int scaled = FixedPoint.multiply(s, hiddenValue, hiddenShift);
      h[j] = (byte) FixedPoint.shifted(scaled, zeroPoint, Quantization.LEAST, Quantization.MOST);
    }
    System.arraycopy(h, 0, row, 0, cells);
  }

  private int gate(int row) {
    return FixedPoint.saturated16((long) gatesX.at(row) + gatesH.at(row));
  }

  @Override
  void reset() {
    Arrays.fill(state, (short) 0);
    Arrays.fill(h, (byte) zeroPoint);
  }

  @Override
  int bufferBytes() {
    return gatesX.bufferBytes() + gatesH.bufferBytes() + Short.BYTES * state.length + h.length;
  }
}
