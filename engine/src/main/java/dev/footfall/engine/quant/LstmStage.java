package dev.footfall.engine.quant;

import java.util.Arrays;

/** Runs a {@link QuantStep.Lstm}. */
final class LstmStage extends Stage {
  private final int cells;
  private final GateSums gatesX;
  private final GateSums gatesH;
  private final short[] sigmoid = GateTable.sigmoid();
  private final short[] tanh = GateTable.tanh();
  private final int cellBits;
  private final int hiddenValue;
  private final int hiddenShift;
  private final int zeroPoint;

  private final short[] cell;
  private final byte[] h;

  LstmStage(QuantStep.Lstm step) {
    this.cells = step.cells();
    this.gatesX = new GateSums(step.gatesX());
    this.gatesH = new GateSums(step.gatesH());
    this.cellBits = step.cellBits();
    this.hiddenValue = step.hidden().value();
    this.hiddenShift = step.hidden().shift();
    this.zeroPoint = step.zeroPoint();
    this.cell = new short[cells];
    this.h = new byte[cells];
    reset();
  }

  @Override
  void run(byte[] column, byte[] row) {
    gatesX.run(column);
    gatesH.run(h);
    for (int j = 0; j < cells; j++) {
      int i = GateTable.at(sigmoid, gate(j));
      int f = GateTable.at(sigmoid, gate(cells + j));
      int g = GateTable.at(tanh, gate(2 * cells + j));
      int o = GateTable.at(sigmoid, gate(3 * cells + j));
      int kept = FixedPoint.roundingShift(f * cell[j], GateTable.VALUE_BITS);
      int added = FixedPoint.roundingShift(i * g, 2 * GateTable.VALUE_BITS - cellBits);
      int c = FixedPoint.saturated16(kept + added);
      cell[j] = (short) c;
      int scaled =
          FixedPoint.multiply(o * GateTable.at(tanh, argument(c)), hiddenValue, hiddenShift);
      h[j] = (byte) FixedPoint.shifted(scaled, zeroPoint, Quantization.LEAST, Quantization.MOST);
    }
    System.arraycopy(h, 0, row, 0, cells);
  }

  private int gate(int row) {
    return FixedPoint.saturated16((long) gatesX.at(row) + gatesH.at(row));
  }

  /** The cell in the units that the table of tanh takes. */
  private int argument(int c) {
    int excess = cellBits - GateTable.ARGUMENT_BITS;
    return excess >= 0
        ? FixedPoint.roundingShift(c, excess)
        : FixedPoint.saturated16((long) c << -excess);
  }

  @Override
  void reset() {
    Arrays.fill(cell, (short) 0);
    Arrays.fill(h, (byte) zeroPoint);
  }

  @Override
  int bufferBytes() {
    return gatesX.bufferBytes() + gatesH.bufferBytes() + Short.BYTES * cell.length + h.length;
  }
}
