package dev.footfall.engine.quant;

/** Runs the last step of a plan, a {@link QuantStep.Head} or a {@link QuantStep.Dequantize}. */
final class Exit {
  private final float[] scale;
  private final int zeroPoint;
  // The head's product and its sums, or null.
  private final Rows rows;
  private final int[] sums;

  Exit(QuantStep.Head head) {
    this.scale = head.scale();
    this.zeroPoint = 0;
    this.rows = Rows.of(head.sums());
    this.sums = new int[scale.length];
  }

  Exit(QuantStep.Dequantize dequantize) {
    this.scale = dequantize.scale();
    this.zeroPoint = dequantize.zeroPoint();
    this.rows = null;
    this.sums = null;
  }

  /** Writes output o to {@code out[offset + o]}. */
  void run(byte[] column, float[] out, int offset) {
    if (rows != null) {
      rows.apply(column, sums);
    }
    for (int o = 0; o < scale.length; o++) {
      out[offset + o] = scale[o] * (rows != null ? sums[o] : column[o] - zeroPoint);
    }
  }

  int bufferBytes() {
    return rows == null ? 0 : Integer.BYTES * sums.length;
  }
}
