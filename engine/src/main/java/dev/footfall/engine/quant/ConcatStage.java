package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Concat}. */
final class ConcatStage extends Stage {
  private final int[] ends;
  private final int[] zeroPoints;
  private final int[] values;
  private final int[] shifts;
  private final int zeroPoint;

  ConcatStage(QuantStep.Concat step) {
    int parts = step.multipliers().length;
    this.ends = new int[parts];
    this.zeroPoints = step.zeroPoints();
    this.values = new int[parts];
    this.shifts = new int[parts];
    this.zeroPoint = step.zeroPoint();
    int end = 0;
    for (int i = 0; i < parts; i++) {
      end += step.inputChannels().get(i);
      ends[i] = end;
      values[i] = step.multipliers()[i].value();
      shifts[i] = step.multipliers()[i].shift();
    }
  }

  @Override
  void run(byte[] column, byte[] row) {
    int c = 0;
    for (int i = 0; i < ends.length; i++) {
      for (; c < ends[i]; c++) {
        int scaled = FixedPoint.multiply(column[c] - zeroPoints[i], values[i], shifts[i]);
        row[c] =
            (byte) FixedPoint.shifted(scaled, zeroPoint, Quantization.LEAST, Quantization.MOST);
      }
    }
  }

  @Override
  int bufferBytes() {
    return 0;
  }
}
