package dev.footfall.engine.quant;

/** Runs a {@link QuantStep.Conv}. */
final class ConvStage extends Stage {
  private final Rows rows;
  private final Requantizer requantizer;
  private final int[] sums;

  ConvStage(QuantStep.Conv step) {
    this.rows = Rows.of(step.sums());
    this.requantizer = new Requantizer(step.requantization());
    this.sums = new int[rows.count()];
  }

  @Override
  void run(byte[] column, byte[] row) {
    rows.apply(column, sums);
    for (int o = 0; o < sums.length; o++) {
      row[o] = requantizer.apply(sums[o], o);
    }
  }

  @Override
  int bufferBytes() {
    return Integer.BYTES * sums.length;
  }
}
