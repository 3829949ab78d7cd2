package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Add}. */
final class AddStage extends Stage {
  private final int firstZeroPoint;
  private final int firstValue;
  private final int firstShift;
  private final int secondZeroPoint;
  private final int secondValue;
  private final int secondShift;
  private final Requantizer requantizer;

  AddStage(QuantStep.Add step) {
    this.firstZeroPoint = step.firstZeroPoint();
    this.firstValue = step.firstMultiplier().value();
    this.firstShift = step.firstMultiplier().shift();
    this.secondZeroPoint = step.secondZeroPoint();
    this.secondValue = step.secondMultiplier().value();
    this.secondShift = step.secondMultiplier().shift();
    this.requantizer = new Requantizer(step.requantization());
  }

  @Override
  void run(byte[] column, byte[] row) {
    for (int c = 0; c < row.length; c++) {
      int first = (column[c] - firstZeroPoint) << QuantStep.Add.BITS;
      int second = (column[row.length + c] - secondZeroPoint) << QuantStep.Add.BITS;
      int sum =
          FixedPoint.multiply(first, firstValue, firstShift)
              + FixedPoint.multiply(second, secondValue, secondShift);
      row[c] = requantizer.apply(sum, 0);
    }
  }

  @Override
  int bufferBytes() {
    return 0;
  }
}
