package dev.footfall.engine.quant;

import java.util.Arrays;

/**
 * What recurrent steps share: gates of x and h, a 16-bit state for each cell, and h in 8 bits,
 * which the next sample sees.
 */
abstract sealed class RecurrentStage extends Stage permits LstmStage, GruStage {
  final int cells;
  final GateSums gatesX;
  final GateSums gatesH;
  final short[] state;

  private final short[] sigmoid = GateTable.sigmoid();
  private final short[] tanh = GateTable.tanh();
  private final int hiddenValue;
  private final int hiddenShift;
  private final int zeroPoint;
  private final byte[] h;

  RecurrentStage(QuantStep.Recurrent step) {
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

  /** Advances the state of a cell and answers h, in the units that the step's multiplier takes. */
  abstract int advance(int cell);

  /** Sigmoid of the gates of x and h together. */
  final int sigmoid(int row) {
    return GateTable.at(sigmoid, gate(row));
  }

  /** Hyperbolic tangent of 16 bits. */
  final int tanh(int x) {
    return GateTable.at(tanh, x);
  }

  /** The gates of x and h together, 16 bits. */
  final int gate(int row) {
    return FixedPoint.saturated16((long) gatesX.at(row) + gatesH.at(row));
  }

  @Override
  final void run(byte[] column, byte[] row) {
    gatesX.run(column);
    gatesH.run(h);
    for (int j = 0; j < cells; j++) {
      int scaled = FixedPoint.multiply(advance(j), hiddenValue, hiddenShift);
      h[j] = (byte) FixedPoint.shifted(scaled, zeroPoint, Quantization.LEAST, Quantization.MOST);
    }
    System.arraycopy(h, 0, row, 0, cells);
  }

  @Override
  final void reset() {
    Arrays.fill(state, (short) 0);
    Arrays.fill(h, (byte) zeroPoint);
  }

  @Override
  final int bufferBytes() {
    return gatesX.bufferBytes() + gatesH.bufferBytes() + Short.BYTES * cells + h.length;
  }
}
