package dev.footfall.engine.quant;

/** {@code sum[r] = bias[r] + sum over i of weight[r, i] x[i]}, exactly; x may be cut in groups. */
final class Rows {
  private final int length;
  private final int perGroup;
  private final byte[] weight;
  private final int[] bias;

  /**
   * A product.
   *
   * @param length products of a row
   * @param groups the rows of group g see x from g length on
   */
  Rows(int length, int groups, byte[] weight, int[] bias) {
    this.length = length;
    this.perGroup = bias.length / groups;
    this.weight = weight;
    this.bias = bias;
  }

  static Rows of(QuantStep.Sums sums) {
    return new Rows(sums.rowLength(), sums.groups(), sums.weight(), sums.bias());
  }

  static Rows of(QuantStep.Gates gates) {
    return new Rows(gates.columns(), 1, gates.weight(), gates.bias());
  }

  int count() {
    return bias.length;
  }

  void apply(byte[] x, int[] sums) {
    int from = 0;
    for (int r = 0; r < bias.length; r += perGroup) {
      applyGroup(r, r + perGroup, x, from, sums);
      from += length;
    }
  }

  private void applyGroup(int first, int end, byte[] x, int from, int[] sums) {
    int r = first;
    // Four rows at once: what is read of x serves them all.
    for (; r + 3 < end; r += 4) {
      int row0 = r * length;
      int row1 = row0 + length;
      int row2 = row1 + length;
      int row3 = row2 + length;
      int sum0 = bias[r];
      int sum1 = bias[r + 1];
      int sum2 = bias[r + 2];
      int sum3 = bias[r + 3];
      for (int i = 0; i < length; i++) {
        int xi = x[from + i];
        sum0 += weight[row0 + i] * xi;
        sum1 += weight[row1 + i] * xi;
        sum2 += weight[row2 + i] * xi;
        sum3 += weight[row3 + i] * xi;
      }
      sums[r] = sum0;
      sums[r + 1] = sum1;
      sums[r + 2] = sum2;
      sums[r + 3] = sum3;
    }
    for (; r < end; r++) {
      int sum = bias[r];
      for (int i = 0; i < length; i++) {
        sum += weight[r * length + i] * x[from + i];
      }
      sums[r] = sum;
    }
  }
}
